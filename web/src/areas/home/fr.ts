// Words of the first page after signing in.
export const home = {
  "home.title": "Accueil",
  "home.hello": "Bonjour {name}",
  "home.waiting.one": "Un texte a encore des mots à envoyer. Ils partiront dès que le réseau revient.",
  "home.waiting.many": "{n} textes ont encore des mots à envoyer. Ils partiront dès que le réseau revient.",
  "home.resume": "Reprendre là où j'en étais",
  "home.resume.all": "Voir tout mon journal",
  "home.team": "Mon équipe : {name}",
  "home.team.open": "Ouvrir l'espace d'équipe",
  "home.team.empty": "Pas encore de page. La première peut être la vôtre.",
  "home.works": "Mes écrits",
  "home.works.others": "Écrits à lire",
  "home.groups": "Espaces d'équipe",
  "home.shared": "Partagé avec moi",
  "home.shared.all": "Voir tout ce qui est partagé",
  "home.works.all": "Voir tous les écrits",
  "home.nothing": "Rien ne vous attend. Bonne semaine.",
} as const;
