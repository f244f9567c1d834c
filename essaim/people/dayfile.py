"""Reads a file of days, an .ics calendar or a .csv table: bytes in, periods out, or a refusal in words. No database.

The table of data.education.gouv.fr is understood as it is: its dates are moments, and its last day is the one on
which classes begin again. In a table of plain days both days belong to the period.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar

from essaim.kernel.errors import Refused
from essaim.kernel.sorting import bare
from essaim.people.hrfile.decoding import decode
from essaim.people.school import Span

MAX_BYTES = 1024 * 1024
MAX_ROWS = 20_000
DAY = timedelta(days=1)
COLUMNS = {
    "name": ("description", "nom", "libelle", "intitule", "name"),
    "first": ("date de debut", "debut", "du", "premier jour", "start_date", "date_debut"),
    "last": ("date de fin", "fin", "au", "dernier jour", "end_date", "date_fin"),
    "zone": ("zones", "zone"),
    "place": ("academies", "academie", "location"),
    "who": ("population",),
}
"""What heads each column, without accent nor capital."""
TEACHERS = "enseignants"
ZONE_IN_NAME = re.compile(
    r"\s*[-–,(]?\s*\bzones?\s+([A-Z](?:\s*(?:,|/|&|-|et)?\s*[A-Z]\b)*)\s*\)?", re.IGNORECASE
)
LETTER = re.compile(r"zone ([a-z])", re.IGNORECASE)
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Found:
    """One line of the file: its days, the zone it names, the place it says."""

    span: Span
    place: str = ""


def read_days(data: bytes, *, zone: str, time_zone: ZoneInfo, since: date) -> list[Span]:
    """The periods of a file that are not over at `since`, in order, of one zone or académie.

    `zone` may be empty when the file names one zone at most. Raises `Refused`: what is wrong, where, how to mend it.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            _("Ce fichier pèse plus de 1 Mo : ce n’est pas une liste de dates. Vérifiez lequel c’est.")
        )
    text, _encoding = decode(data)
    is_calendar = text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:VCALENDAR")
    found = list(of_calendar(text) if is_calendar else of_table(text, time_zone))
    current = [one for one in found if one.span.ends_on >= since]
    if not current:
        raise Refused(_("Ce fichier ne contient aucune date à venir. Prenez celui de l’année qui vient."))
    spans = {one.span for one in of_zone(current, zone.strip())}
    return sorted(spans, key=lambda span: (span.starts_on, span.name, span.zone))


def of_zone(found: list[Found], zone: str) -> Iterator[Found]:
    """Those of one zone; a zone that the file does not name is refused with those that it does."""
    named = sorted({one.span.zone for one in found if one.span.zone})
    if not zone:
        if len(named) > 1:
            raise Refused(
                _("Ce fichier décrit plusieurs zones : %(zones)s. Écrivez la vôtre.")
                % {"zones": ", ".join(named)}
            )
        yield from found
        return
    letter = LETTER.fullmatch(zone)
    wanted = bare(letter[1] if letter else zone)
    mine = [one for one in found if wanted in (bare(one.span.zone), bare(one.place))]
    if named and not mine:
        raise Refused(
            _("Ce fichier ne dit rien de « %(zone)s ». Il décrit : %(zones)s.")
            % {"zone": zone, "zones": ", ".join(named)}
        )
    said = letter[1].upper() if letter else zone
    said = said.upper() if len(said) == 1 else said
    for one in mine or found:
        yield replace(one, span=replace(one.span, zone=said))


def of_calendar(text: str) -> Iterator[Found]:
    """The events of whole days; the last day of an event is the one before its end."""
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(_("Ce calendrier est abîmé : téléchargez-le de nouveau.")) from error
    for event in islice(calendar.walk("VEVENT"), MAX_ROWS):
        name = str(event.get("SUMMARY", "")) or _("Sans nom")
        try:
            first, last = days_of(event)
        except (AttributeError, TypeError, OverflowError) as error:
            raise Refused(
                _("L’événement « %(name)s » n’a pas de jours lisibles : retirez-le du fichier.")
                % {"name": name[:40]}
            ) from error
        letters = ZONE_IN_NAME.search(name)
        title = (ZONE_IN_NAME.sub("", name).strip() or name)[:80]
        zones = re.findall(r"\b[A-Z]\b", letters[1].upper()) if letters else [""]
        for zone in zones:
            yield Found(Span(title, zone, first, last), str(event.get("LOCATION", "")))


def days_of(event: Any) -> tuple[date, date]:
    """The first and the last day of an event; one without end is of one day."""
    first = day_of(event.get("DTSTART").dt)
    end = event.get("DTEND")
    return first, max(first, day_of(end.dt) - DAY) if end is not None else first


def day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def of_table(text: str, time_zone: ZoneInfo) -> Iterator[Found]:
    """The lines of a table with a heading; what teachers alone have off is left out."""
    lines = text.splitlines()
    mark = max(";,\t", key=lines[0].count)
    rows = csv.reader(lines, delimiter=mark)
    places = columns_of(next(rows_of(rows)))
    for number, row in enumerate(rows_of(rows), start=2):
        cells = {key: row[place].strip() if place < len(row) else "" for key, place in places.items()}
        if not any(row) or bare(cells.get("who", "")) == TEACHERS:
            continue
        yield line_of(cells, number, time_zone)


def rows_of(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows, as long as they are those of a table."""
    try:
        yield from islice(rows, MAX_ROWS)
    except csv.Error as error:
        raise Refused(_("Ce tableau est abîmé : enregistrez-le de nouveau en CSV.")) from error


def columns_of(heading: Iterable[str]) -> dict[str, int]:
    """Where each column stands; a table without the three that matter is refused."""
    names = [bare(cell.strip().strip("\ufeff")) for cell in heading]
    places = {
        key: names.index(word) for key, words in COLUMNS.items() for word in reversed(words) if word in names
    }
    if not {"name", "first", "last"} <= places.keys():
        raise Refused(
            _(
                "La première ligne doit nommer trois colonnes : nom, premier jour, dernier jour. "
                "Ajoutez-la, puis déposez le fichier de nouveau."
            )
        )
    return places


def line_of(cells: dict[str, str], number: int, time_zone: ZoneInfo) -> Found:
    first, _is_moment = day_written(cells["first"], number, time_zone)
    last, is_moment = day_written(cells["last"] or cells["first"], number, time_zone)
    last = max(first, last - DAY) if is_moment and last > date.min else last
    zone = cells.get("zone", "")
    letter = LETTER.fullmatch(zone)
    name = cells["name"][:80] or _("Sans nom")
    return Found(Span(name, letter[1].upper() if letter else zone[:40], first, last), cells.get("place", ""))


def day_written(text: str, number: int, time_zone: ZoneInfo) -> tuple[date, bool]:
    """A day, and whether a moment said it; « 27/05/2027 », « 2027-05-27 » or a moment with its hour."""
    french = FRENCH_DAY.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])), False
        if len(text) == len("2027-05-27"):
            return date.fromisoformat(text), False
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(time_zone) if moment.tzinfo else moment).date(), True
    except (ValueError, OverflowError) as error:
        raise Refused(
            _("Ligne %(line)s : « %(text)s » n’est pas une date. Écrivez par exemple 27/05/2027.")
            % {"line": number, "text": text[:40]}
        ) from error
