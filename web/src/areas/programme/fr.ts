// Words of the programme.
export const programme = {
  "programme.title": "Le programme",
  "programme.objectives": "Ce que vous saurez faire",
  "programme.blocks": "Blocs et modules",
  "programme.transversal": "Tout au long de l'année",
  "programme.competences": "Compétences visées",
  "programme.deliverables": "Ce que vous écrivez",
  "programme.modalities": "Comment vous êtes évalué·e",
  "programme.limit.pages": "{n} pages",
  "programme.limit.signes": "{n} signes",
  "programme.none": "Vous ne suivez aucun programme pour l'instant.",
} as const;
