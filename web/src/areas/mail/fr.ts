// Words of the outbox, for staff.
export const mail = {
  "mail.title": "Le courrier de Carnet",
  "mail.none": "Aucun message en souffrance.",
  "mail.stays": "Aucun serveur de messagerie n'est réglé : les messages restent ici. Ouvrez-les pour les transmettre autrement ; la personne le saura. Les messages de mot de passe oublié ne s'ouvrent pas ici, parce que leur lien donne accès à un compte. La commande « carnet password », sur le serveur, en donne un à remettre à la personne.",
  "mail.test": "M'envoyer un message d'essai",
  "mail.state.waiting": "En attente",
  "mail.state.sending": "En cours d'envoi",
  "mail.state.sent": "Parti",
  "mail.state.failed": "Refusé",
  "mail.state.expired": "Retiré",
  "mail.to": "Pour {name}",
  "mail.answer": "Réponse du serveur :",
  "mail.again": "Renvoyer",
  "mail.open": "Ouvrir",
  "mail.more": "Voir les précédents",
} as const;
