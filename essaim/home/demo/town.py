"""The town of the demonstration: services, sites, occupations, and the colleagues that the pages name."""

from dataclasses import dataclass

TOP = "Direction générale des services"
MAIL_DOMAIN = "caluire.example"

TOWN_HALL, LIBRARY, WORKSHOPS = "Hôtel de ville", "Médiathèque Louise-Labé", "Centre technique municipal"
NURSERY, SOLIDARITY, GYM = (
    "Maison de l’enfance Bissardon",
    "Maison des solidarités",
    "Espace sportif des Berges",
)
KITCHEN, POLICE, PARK = "Cuisine centrale", "Poste de police", "Parc de la Jeunesse"
SCHOOL = "Groupe scolaire Jean-Jaurès"

SITES: dict[str, str] = {
    TOWN_HALL: "Place du Docteur-Frédéric-Dugoujon",
    LIBRARY: "4, place Jules-Ferry",
    WORKSHOPS: "Chemin des Petites-Brosses",
    NURSERY: "12, montée des Forts",
    SOLIDARITY: "19, rue Pasteur",
    GYM: "Quai Clemenceau",
    KITCHEN: "7, rue de l’Orangerie",
    POLICE: "51, avenue Barthélemy-Buyer",
    PARK: "Avenue du Général-de-Gaulle",
    SCHOOL: "3, rue de l’École",
}


@dataclass(frozen=True)
class Service:
    """A service: above it, its size beside the others, its usual site, its occupations by category."""

    name: str
    above: str
    size: int
    site: str
    work: dict[str, tuple[str, ...]]
    has_mail: bool = True


SUPPORT, PUBLIC = "Direction des ressources", "Direction de l’accueil et des solidarités"
CHILDREN, CULTURE = "Direction de l’éducation et de l’enfance", "Direction de la culture et des sports"
TECHNICAL = "Direction des services techniques"
DIRECTIONS = (SUPPORT, PUBLIC, CHILDREN, CULTURE, TECHNICAL)

HR, FINANCE, IT, LAWYERS = "Ressources humaines", "Finances", "Système d’information", "Marchés et juridique"
DESK, CCAS, PATROL = "Accueil, état civil", "CCAS", "Police municipale"
SCHOOLS, TODDLERS, CANTEENS = "Écoles", "Petite enfance", "Restauration scolaire"
BOOKS, SPORTS = "Médiathèque", "Sports"
BUILDINGS, ROADS, GARDENS, PLANNING = "Bâtiments", "Voirie", "Espaces verts", "Urbanisme"
CABINET = "Cabinet et communication"

SERVICES: tuple[Service, ...] = (
    Service(CABINET, TOP, 12, TOWN_HALL, {
        "A": ("Chargée ou chargé de communication",),
        "B": ("Webmestre", "Assistante ou assistant de direction"),
        "C": ("Assistante ou assistant de direction", "Agente ou agent d’accueil"),
    }),
    Service(HR, SUPPORT, 22, TOWN_HALL, {
        "A": ("Chargée ou chargé de formation", "Conseillère ou conseiller en prévention"),
        "B": ("Gestionnaire de carrière et de paie",), "C": ("Gestionnaire de carrière et de paie",),
    }),
    Service(FINANCE, SUPPORT, 18, TOWN_HALL, {
        "A": ("Analyste budgétaire",), "B": ("Gestionnaire budgétaire",), "C": ("Agente ou agent comptable",),
    }),
    Service(IT, SUPPORT, 14, TOWN_HALL, {
        "A": ("Cheffe ou chef de projet informatique",), "B": ("Technicienne ou technicien informatique",),
        "C": ("Assistante ou assistant aux outils numériques",),
    }),
    Service(LAWYERS, SUPPORT, 9, TOWN_HALL, {
        "A": ("Juriste",), "B": ("Acheteuse ou acheteur",), "C": ("Assistante ou assistant de marchés",),
    }),
    Service(DESK, PUBLIC, 31, TOWN_HALL, {
        "A": ("Responsable de l’état civil",), "B": ("Officière ou officier d’état civil",),
        "C": ("Gestionnaire d’accueil", "Agente ou agent d’accueil"),
    }),
    Service(CCAS, PUBLIC, 42, SOLIDARITY, {
        "A": ("Assistante ou assistant social",), "B": ("Conseillère ou conseiller en insertion",),
        "C": ("Aide à domicile", "Agente ou agent d’accueil"),
    }),
    Service(PATROL, PUBLIC, 28, POLICE, {
        "A": ("Directrice ou directeur de police municipale",),
        "B": ("Cheffe ou chef de brigade",),
        "C": (
            "Gardienne ou gardien de police municipale",
            "Agente ou agent de surveillance de la voie publique",
        ),
    }),
    Service(SCHOOLS, CHILDREN, 112, SCHOOL, {
        "A": ("Coordinatrice ou coordinateur scolaire",), "B": ("Responsable de groupe scolaire",),
        "C": ("Agente ou agent d’entretien", "Atsem", "Animatrice ou animateur périscolaire"),
    }, has_mail=False),
    Service(TODDLERS, CHILDREN, 84, NURSERY, {
        "A": ("Éducatrice ou éducateur de jeunes enfants", "Puéricultrice ou puériculteur"),
        "B": ("Auxiliaire de puériculture",), "C": ("Agente ou agent de crèche",),
    }),
    Service(CANTEENS, CHILDREN, 58, KITCHEN, {
        "A": ("Diététicienne ou diététicien",), "B": ("Cheffe ou chef de production",),
        "C": ("Cuisinière ou cuisinier", "Agente ou agent de restauration"),
    }, has_mail=False),
    Service(BOOKS, CULTURE, 26, LIBRARY, {
        "A": ("Bibliothécaire",), "B": ("Assistante ou assistant de conservation",),
        "C": ("Agente ou agent de bibliothèque",),
    }),
    Service(SPORTS, CULTURE, 30, GYM, {
        "A": ("Conseillère ou conseiller des activités sportives",),
        "B": ("Éducatrice ou éducateur sportif",),
        "C": ("Gardienne ou gardien de gymnase",),
    }),
    Service(BUILDINGS, TECHNICAL, 40, WORKSHOPS, {
        "A": ("Ingénieure ou ingénieur du bâtiment",), "B": ("Technicienne ou technicien du bâtiment",),
        "C": ("Électricienne ou électricien", "Plombière ou plombier", "Menuisière ou menuisier"),
    }, has_mail=False),
    Service(ROADS, TECHNICAL, 38, WORKSHOPS, {
        "A": ("Ingénieure ou ingénieur de voirie",), "B": ("Surveillante ou surveillant de travaux",),
        "C": ("Agente ou agent de propreté", "Agente ou agent de voirie"),
    }, has_mail=False),
    Service(GARDENS, TECHNICAL, 44, WORKSHOPS, {
        "A": ("Paysagiste",), "B": ("Technicienne ou technicien des espaces verts",),
        "C": ("Jardinière ou jardinier",),
    }, has_mail=False),
    Service(PLANNING, TECHNICAL, 20, TOWN_HALL, {
        "A": ("Urbaniste",), "B": ("Instructrice ou instructeur du droit des sols",),
        "C": ("Assistante ou assistant d’urbanisme",),
    }),
)  # fmt: skip

ADMINISTRATIVE, TRADES, SOCIAL = "administrative", "technique", "médico-sociale"
STREAMS: dict[str, str] = {
    CABINET: ADMINISTRATIVE, HR: ADMINISTRATIVE, FINANCE: ADMINISTRATIVE, IT: TRADES, LAWYERS: ADMINISTRATIVE,
    DESK: ADMINISTRATIVE, CCAS: SOCIAL, PATROL: "police municipale", SCHOOLS: TRADES, TODDLERS: SOCIAL,
    CANTEENS: TRADES, BOOKS: "culturelle", SPORTS: "sportive", BUILDINGS: TRADES, ROADS: TRADES,
    GARDENS: TRADES, PLANNING: TRADES,
}  # fmt: skip
STREAM_OF_WORK: dict[str, str] = {
    "Agente ou agent d’accueil": ADMINISTRATIVE,
    "Animatrice ou animateur périscolaire": "animation",
    "Directrice ou directeur": ADMINISTRATIVE,
    "Directrice générale ou directeur général": ADMINISTRATIVE,
}


def stream_of(work: str, service: str) -> str:
    """The line of work (filière) of an occupation: its own, else the one of the service that lives by it."""
    return STREAM_OF_WORK.get(work) or STREAMS.get(service, ADMINISTRATIVE)


@dataclass(frozen=True)
class Known:
    """A colleague whom the pages name: the same at each loading, whatever the seed."""

    key: str
    first: str
    last: str
    sex: str
    service: str
    category: str
    work: str
    leads: bool = False
    has_mail: bool = True


KNOWN: tuple[Known, ...] = (
    Known("girard", "Paul", "Girard", "M", TOP, "A", "Directrice générale ou directeur général", leads=True),
    Known("duval", "Olivia", "Duval", "F", FINANCE, "B", "Gestionnaire budgétaire"),
    Known("marchand", "Hélène", "Marchand", "F", DESK, "A", "Responsable de l’état civil", leads=True),
    Known("benali", "Nadia", "Benali", "F", DESK, "C", "Gestionnaire d’accueil"),
    Known("diop", "Fatou", "Diop", "F", DESK, "B", "Officière ou officier d’état civil"),
    Known("roux", "Inès", "Roux", "F", CCAS, "B", "Conseillère ou conseiller en insertion"),
    Known("morel", "Claire", "Morel", "F", HR, "A", "Chargée ou chargé de formation"),
    Known("laurent", "Sophie", "Laurent", "F", HR, "A", "Chargée ou chargé de formation", leads=True),
    Known("haddad", "Samir", "Haddad", "M", IT, "B", "Technicienne ou technicien informatique"),
    Known("vidal", "Thomas", "Vidal", "M", BOOKS, "B", "Assistante ou assistant de conservation"),
    Known("petit", "Jean-Marc", "Petit", "M", GARDENS, "C", "Jardinière ou jardinier", has_mail=False),
    Known(
        "brun",
        "Olivier",
        "Brun",
        "M",
        GARDENS,
        "B",
        "Technicienne ou technicien des espaces verts",
        leads=True,
    ),
    Known("olive", "Marc", "Olive", "M", ROADS, "C", "Agente ou agent de voirie"),
    Known("kone", "Awa", "Koné", "F", TODDLERS, "B", "Auxiliaire de puériculture"),
    Known("tanguy", "Sylvie", "Tanguy", "F", TODDLERS, "A", "Puéricultrice ou puériculteur", leads=True),
    Known("perrin", "Lucas", "Perrin", "M", PATROL, "C", "Gardienne ou gardien de police municipale"),
    Known(
        "valmont",
        "Éric",
        "Valmont",
        "M",
        PATROL,
        "A",
        "Directrice ou directeur de police municipale",
        leads=True,
    ),
    Known("mercier", "Bruno", "Mercier", "M", PLANNING, "B", "Instructrice ou instructeur du droit des sols"),
    Known("garnier", "Rachel", "Garnier", "F", FINANCE, "A", "Analyste budgétaire", leads=True),
    Known("cottet", "Vincent", "Cottet", "M", SPORTS, "B", "Éducatrice ou éducateur sportif"),
    Known("colin", "Maryse", "Colin", "F", SCHOOLS, "C", "Agente ou agent d’entretien", has_mail=False),
)
