"""What can be learnt in TRUC²: the type, and « Un truc² en + », the workshops."""

from dataclasses import dataclass

PLUS, TALKS, EXAMS, GREEN, MANAGERS = "plus", "talks", "exams", "green", "managers"


@dataclass(frozen=True)
class TopicText:
    """A topic as it is announced; `outcomes` holds one line per thing that one will know."""

    key: str
    format: str
    title: str
    promise: str
    outcomes: str
    audience: str
    minutes: int = 90


def workshop(
    key: str, title: str, promise: str, outcomes: str, audience: str, minutes: int = 90
) -> TopicText:
    return TopicText(key, PLUS, title, promise, outcomes, audience, minutes)


WORKSHOPS: tuple[TopicText, ...] = (
    workshop(
        "pivot",
        "Tableaux croisés dynamiques, pas à pas",
        "Vous avez un tableau de 3 000 lignes et une question simple. En une heure et demie, vous "
        "repartez avec "
        "la réponse et la méthode, sur votre propre fichier.",
        "transformer une liste en tableau qui compte tout seul\n"
        "filtrer par service, par mois, par quartier\nmettre à jour sans tout recommencer",
        "Niveau : débuter. Venez avec un fichier à vous, ou empruntez le nôtre. Un ordinateur vous attend "
        "sur place.",
    ),
    workshop(
        "mailing",
        "Publipostage : 200 courriers sans s’énerver",
        "Une lettre, une liste, et 200 enveloppes justes du premier coup. Nous le faisons ensemble, avec "
        "vos adresses.",
        "préparer une liste propre\nécrire une lettre qui s’adapte à chaque personne\nimprimer des "
        "étiquettes droites",
        "Savoir ouvrir Word et Excel suffit. Apportez une liste d’adresses si vous en avez une.",
    ),
    workshop(
        "inbox",
        "Ranger ses mails et n’en garder que dix",
        "Votre boîte déborde depuis 2016 ? En une heure, elle respire, et elle reste rangée la semaine "
        "suivante.",
        "vider sans perdre\nclasser par décision plutôt que par sujet\ndire non à dix listes de diffusion",
        "Depuis votre poste, avec votre vraie boîte. Personne d’autre ne la voit.",
        60,
    ),
    workshop(
        "video",
        "Filmer un tuto avec son téléphone",
        "Vous savez faire quelque chose que l’on vous demande sans cesse ? Filmez-le une fois : deux "
        "minutes, un "
        "téléphone, une fenêtre.",
        "poser le téléphone et la lumière\nparler en trois phrases\ncouper le début et la fin, ajouter "
        "des sous-titres",
        "Venez avec votre téléphone, chargé. Rien à installer avant.",
        120,
    ),
    workshop(
        "phone",
        "Accueil téléphonique : le ton juste",
        "Les dix premières secondes décident de l’appel. On s’écoute, on rejoue, on repart avec ses "
        "propres phrases.",
        "ouvrir et clore un appel\nfaire patienter sans perdre\nrépondre quand on ne sait pas",
        "Pour toute personne qui décroche, même deux fois par jour. Un casque est prêté.",
    ),
    workshop(
        "hearing",
        "Accueillir une personne malentendante",
        "Elle n’entend pas, vous ne signez pas, et pourtant vous allez vous comprendre. Essais à deux, "
        "casque sur "
        "les oreilles.",
        "se placer, articuler, reformuler\nse servir de la boucle magnétique\nécrire court et lisible",
        "Ouvert à tous les guichets. Aucun prérequis.",
    ),
    workshop(
        "anger",
        "Accueillir une personne en colère",
        "Nous rejouons de vraies scènes du guichet, celles qui vous restent le soir. Vous repartez avec "
        "trois gestes "
        "et une phrase qui apaise.",
        "reconnaître la montée de la colère\nposer une limite sans hausser le ton\npasser le relais à temps",
        "Pour toutes celles et tous ceux qui reçoivent du public. Groupe de dix au plus.",
        120,
    ),
    workshop(
        "styles",
        "Word : styles et sommaire",
        "Le sommaire qui se décale, la numérotation qui saute : c’est fini. Un document de trente pages "
        "mis en forme "
        "en dix minutes.",
        "titres, styles, sommaire automatique\nnuméroter sans compter\nun modèle pour tout le service",
        "Apportez un document long qui vous résiste.",
    ),
    workshop(
        "formulas",
        "Excel : les cinq formules qui servent vraiment",
        "Pas cinquante : cinq. Celles qui répondent à neuf questions sur dix dans nos services.",
        "SOMME.SI et NB.SI\nRECHERCHEX sans peur\nSI, et comment lire une erreur",
        "Savoir remplir un tableau suffit. Un ordinateur vous attend.",
    ),
    workshop(
        "remote",
        "Visioconférence : animer sans perdre personne",
        "Caméras éteintes, silence, trois voix en même temps… On remet de la vie dans vos réunions à "
        "distance.",
        "un tour de parole qui tourne\npartager son écran sans panique\nfinir avec des décisions écrites",
        "À distance, depuis votre poste. Testez votre micro la veille.",
        60,
    ),
    workshop(
        "calendar",
        "Un agenda partagé que tout le monde tient à jour",
        "Trouver une heure commune à six personnes en une minute : c’est possible, si l’agenda dit vrai.",
        "partager juste ce qu’il faut\nréserver une salle avec le rendez-vous\nprotéger son temps de travail",
        "Pour les équipes : venez à deux ou trois du même service.",
        60,
    ),
    workshop(
        "memo",
        "Écrire une note qui sera lue",
        "Une page, une demande, une date. Votre note part le matin et la réponse revient le soir.",
        "dire la demande dès la première ligne\ntrois arguments, pas dix\nrelire à voix haute",
        "Apportez une note récente, même ratée : surtout ratée.",
    ),
    workshop(
        "plain",
        "Écrire au public en langage clair",
        "« Veuillez trouver ci-joint… » Et si l’on écrivait comme on parle au guichet ? On réécrit vos "
        "courriers, "
        "ensemble.",
        "des phrases de quinze mots\nle mot de tous les jours plutôt que le sigle\nun courrier testé par "
        "un lecteur",
        "Apportez un courrier type de votre service.",
    ),
    workshop(
        "back",
        "Porter, pousser, tirer : ménager son dos",
        "Entre collègues du technique et des écoles : les bons gestes, essayés avec vos vrais bacs, vos "
        "vraies chaises.",
        "soulever sans tordre\nse servir du matériel qui dort au dépôt\ns’étirer en trois minutes",
        "En tenue de travail. Aucune condition physique demandée.",
        60,
    ),
    workshop(
        "photo",
        "De belles photos avec le téléphone du service",
        "Un chantier, une fête d’école, un massif : la photo qui donne envie, sans appareil et sans "
        "logiciel.",
        "la lumière avant tout\ncadrer à hauteur d’enfant\ndemander l’accord des personnes",
        "Dehors s’il fait beau. Venez avec votre téléphone.",
        60,
    ),
    workshop(
        "passwords",
        "Mots de passe : s’en souvenir sans les écrire",
        "Plus de papier sous le clavier. Une méthode simple, un coffre gratuit, et l’esprit tranquille.",
        "une phrase plutôt qu’un mot\nle coffre de mots de passe, installé ensemble\nreconnaître un "
        "courriel piégé",
        "Aucun prérequis. Utile au bureau comme à la maison.",
        60,
    ),
    workshop(
        "slides",
        "Un diaporama de cinq pages, pas de cinquante",
        "Votre présentation au comité tient en cinq pages. On coupe, on garde l’idée, on répète devant le "
        "groupe.",
        "une idée par page\ndes chiffres que l’on retient\nparler sans lire l’écran",
        "Apportez une présentation à raccourcir.",
    ),
    workshop(
        "map",
        "Une carte du quartier en une heure",
        "Vos adresses dans un tableau, et l’instant d’après des points sur un plan. Vous l’imprimez avant "
        "de partir.",
        "placer des adresses\nchoisir des couleurs qui parlent\npartager la carte sans compte",
        "Savoir remplir un tableau suffit.",
    ),
    workshop(
        "signs",
        "Premiers mots en langue des signes",
        "Bonjour, papier, signature, au revoir : vingt signes pour accueillir, et beaucoup de rires.",
        "l’alphabet des doigts\nvingt signes du guichet\noser, même de travers",
        "Ouvert à tous. Prenez de la place : on bouge.",
        60,
    ),
    workshop(
        "meeting",
        "Une réunion d’une heure qui finit à l’heure",
        "Un ordre du jour en questions, un gardien du temps, des décisions au tableau. Essayé sur place, "
        "chronomètre "
        "en main.",
        "préparer en dix minutes\ndonner la parole à tous\nun compte rendu fini en sortant",
        "Pour qui anime, ou subit, des réunions.",
    ),
    workshop(
        "shortcuts",
        "Trente raccourcis clavier pour gagner une heure",
        "Une heure gagnée par semaine, promis. On les joue en équipes, et la feuille reste sur votre bureau.",
        "naviguer sans souris\ncopier, coller, retrouver\nles trois raccourcis que personne ne connaît",
        "Depuis n’importe quel poste. Débuter est un avantage.",
        60,
    ),
    workshop(
        "rescue",
        "Les gestes qui sauvent, version courte",
        "Deux heures qui peuvent servir ce soir : alerter, masser, attendre les secours sans paniquer.",
        "passer l’alerte\nmasser et se servir du défibrillateur\nla position qui protège",
        "Tenue souple. Groupe de dix, chacun pratique.",
        120,
    ),
    workshop(
        "budget",
        "Lire un budget communal sans être comptable",
        "D’où vient l’argent, où il va, et ce que votre service y pèse. Avec le vrai budget de la ville.",
        "fonctionnement, investissement, dette\nsuivre sa propre ligne\npréparer une demande qui passe",
        "Aucun prérequis. Une calculette si cela vous rassure.",
    ),
)
