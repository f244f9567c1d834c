"""What one puts on the table: the attendance sheet of each half-day, and name cards."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from essaim.agenda.files.paper import house_of, way_to
from essaim.agenda.models import Presence, Session
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.room import Roll, RollRow
from essaim.agenda.queries.sessions import HostName
from essaim.agenda.rules import Half
from essaim.ui.dates import duration, hours, long_day
from essaim.ui.pdf import pdf
from essaim.ui.pictures import printed_logo
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

WALK_INS = 4
BLANK_LINES = 16


def attendance_sheet(
    session: Session, rolls: Sequence[tuple[Half, Roll]], hosts: Iterable[HostName], *, at: datetime
) -> bytes:
    """One sheet per half-day, in the order of the screen; with empty rolls, lines to fill by hand."""
    return pdf("agenda/typst/sheet.typ", attendance_sheet_data(session, rolls, hosts, at=at), at=at)


def attendance_sheet_data(
    session: Session, rolls: Sequence[tuple[Half, Roll]], hosts: Iterable[HostName], *, at: datetime
) -> dict[str, Any]:
    return {
        **house_of(session.programme),
        **way_to(session),
        "logo": printed_logo(session.programme.logo),
        "title": _("Feuille d’émargement"),
        "session": session.title,
        "halves": [half_in_words(session, half, roll, at=at) for half, roll in rolls],
        "columns": [_("N°"), _("Nom"), _("Service"), _("Là"), _("Signature")],
        "hosts": ", ".join(host.name for host in hosts),
        "leads": _("animation, signature"),
        "walk_in": _("Sans inscription ? Écrivez votre nom à la suite."),
        "back": _("La feuille revient à la coordination."),
    }


def half_in_words(session: Session, half: Half, roll: Roll, *, at: datetime) -> dict[str, Any]:
    """What stands above the lines of a half-day, and the lines."""
    start = half.starts_at.replace(tzinfo=None)
    when = hours(half.starts_at.time(), half.ends_at.time())
    seats = roll.total
    return {
        "facts": [
            {"label": _("Date"), "text": long_day(start, today=at.astimezone(half.starts_at.tzinfo).date())},
            {"label": _("Horaires"), "text": f"{when} ({duration(half.minutes)})"},
            {"label": _("Lieu"), "text": place_of(half.sitting)},
            {"label": _("Format"), "text": session.format.name},
        ],
        "count": ngettext("%(n)s personne attendue", "%(n)s personnes attendues", seats) % {"n": seats}
        if seats
        else _("Sans inscription"),
        "rows": [{"name": row.name, "unit": row.unit, "mark": mark_of(row)} for row in roll.rows],
        "blanks": WALK_INS if seats else BLANK_LINES,
    }


def mark_of(row: RollRow) -> str:
    """What is known already, in the place of the signature."""
    if row.status == Presence.Status.PRESENT:
        return _("présence notée")
    if row.status == Presence.Status.EXCUSED:
        return _("excuse reçue")
    return _("absence notée") if row.status == Presence.Status.ABSENT else ""


def name_cards(session: Session, roll: Roll, *, at: datetime) -> bytes:
    """Ten cards a page, to cut out: the first name is read from across the table."""
    return pdf("agenda/typst/cards.typ", name_cards_data(session, roll), at=at)


def name_cards_data(session: Session, roll: Roll) -> dict[str, Any]:
    people = [row for row in roll.rows if row.is_registered]
    return {
        **house_of(session.programme),
        "title": _("Cartes de nom : %(title)s") % {"title": session.title},
        "cards": [
            {"first": row.first_name, "rest": row.name.removeprefix(row.first_name).strip(), "unit": row.unit}
            for row in people
        ],
        "empty": _("Personne n’a encore de place."),
    }
