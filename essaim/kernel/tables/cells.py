"""What a table is before it becomes a file, and how its cells read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

Cell = str | int | float | date | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_ROWS = 1_048_575
"""A sheet of XLSX or ODS holds no more below its header."""


@dataclass(frozen=True)
class Table:
    """One sheet: its French name, the names of its columns, and rows that are read once, one after the other."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


class TableTooLong(Refused):
    """A sheet cannot hold so many rows; a CSV can."""


def neutral(value: object) -> object:
    """A text that begins like a formula is kept as text by an apostrophe; a number stays a number."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def written(value: Cell) -> object:
    """A cell as French spreadsheets read it in a CSV: comma for decimals, day before month."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value}".replace(".", ",")
    return "" if value is None else value


def local(moment: datetime) -> datetime:
    """On the clock of the wall, which is what sheets hold: they know no time zone."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def within_a_sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """The same rows, refused before the first that would be lost in silence."""
    for rank, row in enumerate(rows, start=1):
        if rank > MOST_ROWS:
            raise TableTooLong(
                _(
                    "Ce tableau dépasse un million de lignes. Exportez-le en CSV, ou choisissez moins de séances."
                )
            )
        yield row
