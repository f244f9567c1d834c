"""What can be shared in TRUC² beside the workshops: conferences, exams, convivial hours, managers."""

from essaim.home.demo.topics import EXAMS, GREEN, MANAGERS, TALKS, TopicText


def talk(key: str, title: str, promise: str, outcomes: str) -> TopicText:
    return TopicText(
        key, TALKS, title, promise, outcomes, "Ouvert à tous les agents. Venez comme vous êtes.", 60
    )


def exam(key: str, title: str, promise: str, outcomes: str, audience: str) -> TopicText:
    return TopicText(key, EXAMS, title, promise, outcomes, audience, 120)


def convivial(key: str, title: str, promise: str, outcomes: str) -> TopicText:
    return TopicText(
        key, GREEN, title, promise, outcomes, "Une heure, un café, des collègues. Rien à préparer.", 60
    )


def managers(key: str, title: str, promise: str, outcomes: str) -> TopicText:
    audience = "Toute personne qui encadre une équipe, même petite, même depuis peu."
    return TopicText(key, MANAGERS, title, promise, outcomes, audience, 120)


GATHERINGS: tuple[TopicText, ...] = (
    talk(
        "secular",
        "Laïcité et accueil du public : ce qui change",
        "Ce que dit la loi, ce qu’elle ne dit pas, et comment répondre au guichet sans blesser personne.",
        "les obligations de l’agent, les droits de l’usager\ndix situations réelles\nà qui demander conseil",
    ),
    talk(
        "welfare",
        "À quoi sert un CCAS ?",
        "Une journée avec les collègues de la maison des solidarités : l’urgence, le logement, et des "
        "cafés partagés.",
        "qui orienter, et vers qui\nles aides que l’on ignore\nle secret, et ce qu’il permet",
    ),
    talk(
        "ballot",
        "Dans les coulisses d’un bureau de vote",
        "De l’affichage au dernier bulletin : une équipe raconte un dimanche d’élection, incidents compris.",
        "qui fait quoi\nce qui se joue au dépouillement\ncomment tenir un bureau la prochaine fois",
    ),
    talk(
        "heat",
        "La ville face aux canicules",
        "Arbres, horaires, cours d’école : ce que nos services ont déjà changé, et ce qui vient.",
        "comprendre l’îlot de chaleur\nveiller sur les plus fragiles\ntravailler dehors en été",
    ),
    talk(
        "facts",
        "Démêler le vrai du faux en ligne",
        "Une rumeur sur la commune circule. D’où vient-elle ? Les bibliothécaires mènent l’enquête avec "
        "vous.",
        "remonter à la source\nreconnaître une image retouchée\nrépondre sans amplifier",
    ),
    talk(
        "pension",
        "Comprendre sa retraite de la fonction publique",
        "Trimestres, catégorie active, temps partiel : on démonte le calcul, et chacun repart avec ses "
        "questions écrites.",
        "lire son relevé\nles dates à ne pas manquer\nqui appeler, et quand",
    ),
    talk(
        "sleep",
        "Bien dormir quand on travaille en horaires décalés",
        "Voirie, crèches, police : le sommeil de celles et ceux qui se lèvent quand les autres se couchent.",
        "comprendre son rythme\nla sieste de vingt minutes\nen parler à son équipe",
    ),
    talk(
        "screens",
        "Les enfants, les écrans et nous",
        "Deux éducatrices de la petite enfance racontent ce qu’elles voient, sans leçon de morale.",
        "des repères par âge\nparler aux parents sans juger\ndes jeux qui remplacent",
    ),
    talk(
        "streets",
        "Caluire-et-Cuire racontée par ses rues",
        "Pourquoi ce nom, pourquoi ce tournant ? Une heure de plans anciens et d’histoires, pour aimer sa "
        "ville.",
        "lire un plan ancien\ndix lieux que l’on croyait connaître\nl’histoire à raconter au guichet",
    ),
    talk(
        "career",
        "Carrière, échelon, grade : s’y retrouver",
        "Votre bulletin de paie a un code que personne ne vous a expliqué. Nous, si.",
        "la différence entre grade et emploi\navancer, ou changer\nles rendez-vous de carrière",
    ),
    talk(
        "privacy",
        "Données personnelles : les bons réflexes au guichet",
        "Photocopie, écran visible, courriel parti trop vite : dix scènes, dix gestes simples.",
        "ce que l’on peut demander\nce que l’on doit effacer\nquoi faire après une erreur",
    ),
    exam(
        "oral",
        "Oral de rédacteur : s’entraîner à deux",
        "Vingt minutes face à deux collègues bienveillants, puis l’inverse. Le trac se dresse : on "
        "recommence aussitôt.",
        "se présenter en cinq minutes\nrépondre quand on ne sait pas\nquestionner, pour comprendre le jury",
        "Pour qui passe un concours ou un examen de catégorie B. Apportez votre parcours, même brouillon.",
    ),
    exam(
        "synthesis",
        "Note de synthèse : la méthode en trois lectures",
        "Quarante pages de dossier, quatre pages de note, trois heures. On apprend à lire vite, puis à "
        "choisir.",
        "trier un dossier\nun plan en dix minutes\nécrire sans recopier",
        "Pour qui prépare un concours. Un dossier d’entraînement est fourni.",
    ),
    exam(
        "case",
        "Agent de maîtrise : l’épreuve du cas pratique",
        "Un chantier, une équipe, un imprévu : on traite ensemble trois sujets des années passées.",
        "lire l’énoncé comme le jury\nchiffrer et planifier\nparler sécurité à chaque étape",
        "Pour les agents des services techniques, des écoles et de la restauration.",
    ),
    convivial(
        "picnic",
        "Pique-nique zéro déchet et trocs de graines",
        "Chacun apporte un plat sans emballage et trois graines. On repart avec une recette et un potager.",
        "des idées de gamelles\nsemer en ville\ndes voisins de bureau",
    ),
    convivial(
        "compost",
        "Le compost sans odeur ni moucherons",
        "Les jardiniers ouvrent leur tas, et vous mettez la main dedans si vous voulez.",
        "ce qui va dedans\nl’équilibre du sec et de l’humide\nun seau pour le bureau",
    ),
    convivial(
        "bike",
        "Venir à vélo : réglages et itinéraires",
        "Freins, pneus, et le trajet qui évite la grande montée. Le vélo du service attend sa première "
        "sortie.",
        "régler sa selle et ses freins\ntrois itinéraires doux\nle forfait mobilités",
    ),
    convivial(
        "mending",
        "Réparer plutôt que jeter : l’heure des aiguilles",
        "Un ourlet, un bouton, une fermeture : on s’y met à plusieurs, en parlant d’autre chose.",
        "recoudre solidement\nrepriser sans que cela se voie\nbavarder entre services",
    ),
    convivial(
        "cleanup",
        "Le grand ménage numérique, ensemble",
        "Une heure, du café, et dix gigas de moins sur le serveur. Le service qui efface le plus gagne "
        "une plante.",
        "ce qui pèse vraiment\nce que l’on doit garder\nnommer pour retrouver",
    ),
    convivial(
        "soup",
        "La soupe des restes",
        "Les cuisiniers de la ville apportent les marmites, vous apportez un légume fatigué.",
        "cuisiner les épluchures\nconserver sans gaspiller\ns’asseoir à côté de quelqu’un d’autre",
    ),
    managers(
        "charter",
        "Écrire ensemble la charte des managers",
        "Dix engagements, pas un de plus, que vos équipes pourront vous rappeler.",
        "ce que l’on attend de nous\nce que nous promettons\ncomment on se le redit",
    ),
    managers(
        "voices",
        "Animer une réunion où chacun parle",
        "Trois méthodes éprouvées, essayées entre pairs, et un retour franc de vos collègues.",
        "ouvrir par une question\nfaire parler les silencieux\nconclure par qui fait quoi",
    ),
    managers(
        "review",
        "Préparer un entretien professionnel utile",
        "Une heure par an et par personne : qu’elle serve. On s’entraîne à écouter, puis à dire.",
        "préparer à deux\nparler des faits\nun objectif que l’on comprend",
    ),
)
