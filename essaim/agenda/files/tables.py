"""Tables of who asked for a seat and who came."""

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from essaim.agenda.models import Presence, Registration, Session, Sitting
from essaim.agenda.queries import exports
from essaim.agenda.rules import halves_of
from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.tables import Cell, Table
from essaim.ui.words import said

PERSON_COLUMNS = {
    "Nom": "agent__last_name",
    "Prénom": "agent__first_name",
    "Matricule": "number",
    "Service actuel": "service",
}
REGISTRATION_COLUMNS = {
    "Séance": "session__title",
    "Code": "session__code",
    "Date": "session__starts_at",
    "Format": "session__format__name",
    **PERSON_COLUMNS,
    "Courriel": "agent__email",
    "État": "state",
    "Demandée le": "registered_at",
    "Dernier changement": "changed_at",
}
ZONE = "sitting__session__programme__organisation__time_zone"
PRESENCE_COLUMNS = {
    "Séance": "sitting__session__title",
    "Code": "sitting__session__code",
    "Format": "sitting__session__format__name",
    "Début": "sitting__starts_at",
    "Fin": "sitting__ends_at",
    **PERSON_COLUMNS,
    "Demi-journée": "half",
    "Présence": "status",
}


@speaking(FRENCH)
def registrations_table(sessions: QuerySet[Session]) -> Table:
    """Who asked for a seat, where they stand, and their rank in the waiting list."""
    rows = exports.registration_rows(sessions, "session", *REGISTRATION_COLUMNS.values())
    return Table(_("Inscriptions"), [*map(said, REGISTRATION_COLUMNS), _("Rang")], _with_ranks(rows))


def _with_ranks(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    words: dict[str, str] = {code: str(word) for code, word in Registration.State.choices}
    state = list(REGISTRATION_COLUMNS).index("État")
    current, rank = None, 0
    for session, *cells in rows:
        if session != current:
            current, rank = session, 0
        waits = cells[state] == Registration.State.WAITING
        rank += waits
        cells[state] = words.get(cells[state], cells[state])
        yield [*cells, rank if waits else None]


@speaking(FRENCH)
def presences_table(sessions: QuerySet[Session]) -> Table:
    """Who came to which half-day, with its hours when they did."""
    rows = exports.presence_rows(sessions, ZONE, *PRESENCE_COLUMNS.values())
    return Table(_("Présences"), [*map(said, PRESENCE_COLUMNS), _("Heures")], _with_hours(rows))


def _with_hours(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    words: dict[str, str] = {code: str(word) for code, word in Presence.Status.choices}
    names = list(PRESENCE_COLUMNS)
    status, begins, ends, half = (names.index(name) for name in ("Présence", "Début", "Fin", "Demi-journée"))
    for zone, *row in rows:
        cells: list[Cell] = list(row)
        halves = halves_of(Sitting(starts_at=row[begins], ends_at=row[ends]), ZoneInfo(zone))
        signed = halves[min(row[half], len(halves)) - 1]
        came = row[status] == Presence.Status.PRESENT
        cells[begins], cells[ends] = signed.starts_at, signed.ends_at
        cells[half] = (
            _("matin") if signed.number == 1 and signed.of == 2 else _("après-midi") if signed.of == 2 else ""
        )
        cells[status] = words.get(row[status], row[status])
        hours = round(signed.minutes / 60, 2)
        yield [*cells, hours if came else 0]
