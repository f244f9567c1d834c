"""People as a table to take away, no more than a coordinator needs; and the sheet of their cards, to cut out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.tables import Cell, Table
from essaim.people.models import Agent, Organisation, Posting
from essaim.people.queries.cards import numbers_of
from essaim.people.queries.exports import people_rows
from essaim.ui.pdf import pdf


@dataclass(frozen=True)
class Column:
    """A column of the file, and what is read for it. Sex is in none: nothing that a list serves needs it."""

    name: str
    path: str
    is_for_administrators: bool = False


COLUMNS = [
    Column("Matricule", "hr_number"),
    Column("Identifiant", "login"),
    Column("Nom", "last_name"),
    Column("Prénom", "first_name"),
    Column("Courriel", "email"),
    Column("Service", "unit__name"),
    Column("Métier", "post__occupation__name"),
    Column("Site", "post__site__name"),
    Column("Prénom du responsable", "post__line_manager__first_name"),
    Column("Nom du responsable", "post__line_manager__last_name"),
    Column("Catégorie", "post__category", is_for_administrators=True),
    Column("Statut", "post__status", is_for_administrators=True),
    Column("Depuis", "post__starts_on", is_for_administrators=True),
]
CHECKS_IN_WORDS = {
    "sans-responsable": "sans responsable",
    "sans-courriel": "sans courriel",
    "sans-service": "sans service",
}


@speaking(FRENCH)
def people_table(agents: QuerySet[Agent], *, is_whole: bool) -> Table:
    """Catégorie, statut and the day of arrival are for those who administer the organisation."""
    columns = [column for column in COLUMNS if is_whole or not column.is_for_administrators]
    paths = [column.path for column in columns]
    rows = people_rows(agents, paths)
    status = paths.index("post__status") if "post__status" in paths else None
    return Table(_("Personnes"), [column.name for column in columns], _said(rows, status) if status else rows)


def _said(rows: Iterator[tuple[Any, ...]], status: int) -> Iterator[list[Cell]]:
    """The same rows with the statut in words."""
    words: dict[str | None, str] = {code: str(word) for code, word in Posting.Status.choices}
    for row in rows:
        cells = list(row)
        cells[status] = words.get(cells[status], "")
        yield cells


def people_filters(*, search: str, unit: int | None, check: str, units: Mapping[int, str]) -> str:
    """How the list was narrowed, in words; empty for everybody."""
    words = [
        _("recherche « %(text)s »") % {"text": search} if search else "",
        _("service %(name)s") % {"name": units.get(unit, unit)} if unit is not None else "",
        CHECKS_IN_WORDS.get(check, ""),
    ]
    return ", ".join(word for word in words if word)


EXAMPLE_COLUMNS = (
    *("Matricule", "Nom", "Prénom", "Courriel", "Direction", "Service", "Site", "Métier", "Filière"),
    *("Catégorie", "Statut", "Sexe", "Date d’entrée", "Matricule du responsable"),
)
EXAMPLE_PEOPLE = (
    ("000101", "Martin", "Claude", "c.martin@ville.example", "Ressources", "Ressources humaines", "Hôtel de ville",
     "Responsable de service", "Administrative", "A", "Titulaire", "F", date(2012, 9, 1), ""),
    ("000102", "Nguyen", "Dominique", "", "Technique", "Voirie", "Centre technique", "Agent de voirie",
     "Technique", "C", "Titulaire", "M", date(2018, 4, 16), "000101"),
    ("000103", "Diallo", "Camille", "c.diallo@ville.example", "Population", "Accueil", "Hôtel de ville",
     "Agente d’accueil", "Administrative", "C", "Contractuel", "F", date(2023, 1, 2), "000101"),
)  # fmt: skip


def example_staff() -> Table:
    """A small HR file with made-up people: what each column may hold, and what may stay empty."""
    return Table("Agents", list(EXAMPLE_COLUMNS), (list(person) for person in EXAMPLE_PEOPLE))


def card_sheet(organisation: Organisation, given: Iterable[tuple[Agent, str]], *, at: datetime) -> bytes:
    """Eight cards a page to cut out: the only place where the codes are ever read."""
    return pdf("people/typst/cards.typ", card_sheet_data(organisation, given), at=at)


def card_sheet_data(organisation: Organisation, given: Iterable[tuple[Agent, str]]) -> dict[str, Any]:
    given = list(given)
    numbers = numbers_of([agent for agent, _code in given])
    return {
        "title": _("Cartes personnelles"),
        "language": (get_language() or "fr")[:2],
        "organisation": organisation.name,
        "number": _("Numéro de la carte"),
        "code": _("Code"),
        "where": _("Pour entrer :"),
        "address": settings.SITE_URL.partition("//")[2] + reverse("people:card_sign_in"),
        "keep": _("Personnelle. Perdue ? Demandez un nouveau code."),
        "cards": [
            {
                "name": agent.full_name,
                "unit": agent.unit.name if agent.unit else "",
                "number": f"{numbers[agent.pk][:3]} {numbers[agent.pk][3:]}",
                "code": f"{code[:3]} {code[3:]}",
            }
            for agent, code in given
        ],
    }
