LAST_NAMES = (
    "Lefèvre", "Martin", "Bérenger", "Dubois", "Gonçalves", "Le Goff", "N’Diaye", "Müller", "Garnier", "Béchir",
    "Petit", "Châtelain", "D’Almeida", "Fernández", "Roussel", "Nguyễn", "Ozan", "Caillé", "Vasseur", "Kéïta",
)
FIRST_NAMES = (
    "Éloïse", "Inès", "Noé", "Zoé", "François", "Chloé", "Maël", "Aïcha", "Léa", "Gaëlle",
    "Jean-Noël", "Anaïs", "Théo", "Bérénice", "Loïc", "Maëlys", "Sacha", "Yasmine", "Hélène", "Cédric",
)
CLASSES = ("TG1", "TG2", "TG3", "TG4", "TSTMG1", "TSTMG2", "1G1", "1G2")
SUBJECTS = (
    "Mathématiques", "Philosophie", "Français", "Physique-chimie", "Histoire-géographie",
    "Sciences de la vie et de la Terre", "Anglais", "Espagnol", "Sciences économiques et sociales",
    "Numérique et sciences informatiques", "Allemand", "Enseignement scientifique", "Latin",
    "Éducation civique", "Arts plastiques",
)
REMARKS = (
    "Très bien rédigé.", "La démonstration est incomplète.", "Attention à l’orthographe.",
    "Citation exacte, mais hors sujet.", "Unité manquante.", "Bonne idée : à développer.", "Résultat non justifié.",
)
