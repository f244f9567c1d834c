"""Which column is which: French names guessed, case, accents, spaces and underscores forgiven."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.hrfile.errors import FileRefused

ALIASES = {
    "hr_number": """
        matricule matriculeagent matriculerh numeromatricule nomatricule numatricule nmatricule matr mat nagent
        numeroagent numagent idagent idrh identifiantrh numerorh matag matriculeag codeagent numeroemploye
    """,
    "last_name": """
        nomusuel nomdusage nomusage
        / nom noms lastname name nomagent nomdelagent
        / nomdefamille nompatronymique patronyme
    """,
    "first_name": """
        prenomusuel / prenom prenoms firstname prenomagent prenomdelagent premierprenom
    """,
    "email": """
        courrielprofessionnel courrielpro mailprofessionnel mailpro emailprofessionnel emailpro melpro
        adressemailprofessionnelle adresseprofessionnelle adressemailpro adressecourrielprofessionnelle
        messagerieprofessionnelle
        / courriel courriels mel mail mails email emails adressemail adressemel adresseemail adressecourriel
        adresseelectronique messagerie emailaddress courrielagent mailagent
    """,
    "direction": """
        direction libdirection libelledirection nomdirection pole libpole libellepole departement
    """,
    "unit": """
        service libservice libelleservice libelleduservice nomservice nomduservice servicedaffectation
        serviceaffectation
        / unite libunite libelleunite affectation libaffectation structure entite uo equipe
    """,
    "site": """
        site libsite libellesite sitedetravail / residenceadministrative lieudetravail lieu batiment
    """,
    "occupation": """
        metier libmetier libellemetier
        / emploi libemploi libelleemploi emploifonctionnel
        / poste libposte libelleposte intituleduposte intituleposte fonction libfonction libellefonction
    """,
    "stream": "filiere libfiliere libellefiliere",
    "category": """
        categorie cat categ categoriestatutaire categoriehierarchique categorieagent catstat libcategorie
    """,
    "status": "statut libstatut libellestatut statutagent / position typedecontrat contrat naturecontrat",
    "sex": "sexe genre / civilite civ titre",
    "entry_on": """
        datedentree dateentree dateentreecollectivite datedentreedanslacollectivite dateentreeservice entree
        entreele datedarrivee datearrivee arrivee arriveele datedembauche dateembauche datederecrutement
        daterecrutement dateprisedeposte datedeprisedeposte
    """,
    "manager": """
        responsable matriculeresponsable matresponsable responsablehierarchique superieur superieurdirect
        superieurhierarchique matriculesuperieur matriculen1 matn1 n1 manager matriculemanager matriculedun1
        matriculedusuperieur matriculeduresponsable courrielresponsable mailresponsable emailresponsable
        courrielduresponsable courrieln1 mailn1 melresponsable meln1 emailn1 responsabledirect chefdeservice
        encadrant
    """,
}
"""The names of each field, the better ones first: a file often holds both « nom usuel » and « nom »."""

KNOWN = {
    key: (field, rank)
    for field, names in ALIASES.items()
    for rank, group in enumerate(names.split("/"))
    for key in group.split()
}
LABELS = {
    "hr_number": gettext_lazy("matricule"),
    "last_name": gettext_lazy("nom"),
    "first_name": gettext_lazy("prénom"),
    "email": gettext_lazy("courriel"),
    "direction": gettext_lazy("direction"),
    "unit": gettext_lazy("service"),
    "site": gettext_lazy("site"),
    "occupation": gettext_lazy("métier"),
    "stream": gettext_lazy("filière"),
    "category": gettext_lazy("catégorie"),
    "status": gettext_lazy("statut"),
    "sex": gettext_lazy("sexe"),
    "entry_on": gettext_lazy("date d’entrée"),
    "manager": gettext_lazy("responsable"),
}

NEVER = re.compile(
    r"naiss|^ddn$|^age$|^nir|insee|secu|^iban|^bic$|^rib$|bancaire|salaire|traitement|paie|indice|remuner|adresse"
    r"|domicile|codepostal|telephone|^tel|portable|mobile|enfant|conjoint|famille|handicap|rqth|maladie|nationalite"
    r"|syndic|religion|acorriger"
)
"""Columns that an employer's list may hold and that are nobody's business here: not kept, not even for a while."""


@dataclass(frozen=True)
class Columns:
    """Where each field is in a row, under which name; and the names of those that are not read."""

    places: dict[str, int]
    headers: dict[str, str]
    left_out: tuple[str, ...]
    width: int

    def header(self, field: str) -> str:
        """The name that the file gives to a field, else ours."""
        return self.headers.get(field) or str(LABELS.get(field, ""))


def key_of(header: str) -> str:
    """Letters and digits only, without accents or case."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("œ", "oe").replace("+", ""))
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def header_place(rows: list[list[str]]) -> int | None:
    """Where the names of the columns are: the first row that has two we know; titles above are passed over."""
    for place, cells in enumerate(rows):
        fields = {KNOWN[key][0] for key in map(key_of, cells) if key in KNOWN}
        if len(fields) > 1:
            return place
    return None


def first_full_place(rows: Sequence[Sequence[str]]) -> int:
    """Where unknown names of columns stand: the first row at least half as wide as the widest."""
    widths = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    return next(place for place, width in enumerate(widths) if 2 * width >= max(widths))


def understand(headers: list[str]) -> Columns:
    """Say which column is which, or refuse: no header, a column twice, one that is missing."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        field, rank = KNOWN.get(key_of(header), ("", 0))
        if field:
            found.setdefault(field, []).append((rank, place))
    refuse_without_header(headers, found)
    refuse_doubles(headers, found)
    refuse_missing(found)
    places = {field: min(seen)[1] for field, seen in found.items()}
    kept = set(places.values())
    left_out = tuple(name for place, name in enumerate(headers) if name and place not in kept)
    return Columns(places, {field: headers[place] for field, place in places.items()}, left_out, len(headers))


def is_never_read(header: str) -> bool:
    """True for the columns that are dropped at once: date of birth, pay, private address."""
    key = key_of(header)
    return key not in KNOWN and NEVER.search(key) is not None


def guessed(headers: Sequence[str]) -> dict[int, tuple[str, bool]]:
    """The field of each column as far as its name tells, and whether it is sure; each field once."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        field, rank = KNOWN.get(key_of(header), ("", 0))
        if field:
            found.setdefault(field, []).append((rank, place))
    best = {field: min(seen) for field, seen in found.items()}
    return {place: (field, rank == 0 and len(found[field]) == 1) for field, (rank, place) in best.items()}


def by_hand(headers: Sequence[str], chosen: Mapping[int, str]) -> Columns:
    """The columns as somebody told them, or a refusal: a field twice, one that is missing."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, field in sorted(chosen.items()):
        found.setdefault(field, []).append((0, place))
    refuse_doubles(list(headers), found)
    refuse_missing(found)
    places = {field: seen[0][1] for field, seen in found.items()}
    left_out = tuple(name for place, name in enumerate(headers) if name and place not in chosen)
    return Columns(places, {field: headers[place] for field, place in places.items()}, left_out, len(headers))


def refuse_without_header(headers: list[str], found: dict[str, list[tuple[int, int]]]) -> None:
    """A first row made of values is a person, not the names of columns."""
    holds_values = any("@" in header or header.isdigit() for header in headers)
    if not found or (holds_values and "last_name" not in found):
        raise FileRefused(
            _(
                "La première ligne ne donne pas le nom des colonnes. Ajoutez-la : matricule, nom, prénom, service…"
            )
        )


def refuse_doubles(headers: list[str], found: dict[str, list[tuple[int, int]]]) -> None:
    for field, seen in found.items():
        best, *others = sorted(seen)
        if others and others[0][0] == best[0]:
            raise FileRefused(
                _("La colonne « %(label)s » est en double : « %(one)s » et « %(other)s ». Gardez la bonne.")
                % {"label": LABELS[field], "one": headers[best[1]], "other": headers[others[0][1]]}
            )


def refuse_missing(found: dict[str, list[tuple[int, int]]]) -> None:
    if "last_name" not in found:
        raise FileRefused(_("Il manque la colonne « nom ». Ajoutez-la, puis redéposez le fichier."))
    if "hr_number" not in found and "email" not in found:
        raise FileRefused(
            _(
                "Il manque la colonne « matricule », ou à défaut « courriel » : rien ne distinguerait deux homonymes."
            )
        )
