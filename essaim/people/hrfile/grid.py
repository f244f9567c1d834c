"""The rows of a sheet as they stand, kept for the time it takes to say what its columns are."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from essaim.people.hrfile.cells import clean
from essaim.people.hrfile.columns import KNOWN, guessed, is_never_read, key_of
from essaim.people.hrfile.decoding import load
from essaim.people.hrfile.errors import FileRefused
from essaim.people.hrfile.parsing import Record
from essaim.people.hrfile.sheets import SeveralSheets
from essaim.people.hrfile.table import headed, open_records

MOST_CELLS = 1_000_000
"""Beyond, only the columns that we know are kept: nobody says by hand what so large a file holds."""
SAMPLES = 3
SHOWN = 60


@dataclass(frozen=True)
class Grid:
    """A sheet: names of columns and rows. Of columns that are never read only the name is there."""

    name: str
    headers: tuple[str, ...]
    rows: list[tuple[int, list[str]]]

    def records(self) -> Iterator[Record]:
        return (Record(line, list(cells)) for line, cells in self.rows)

    def samples(self, place: int) -> list[str]:
        """The first values of a column, each once."""
        values = (cells[place][:SHOWN] for _line, cells in self.rows if place < len(cells) and cells[place])
        return list(islice(dict.fromkeys(values), SAMPLES))


def gather(source: bytes | BinaryIO, *, sheet: str = "") -> list[Grid]:
    """The sheets among which the list of agents is: one most often, several when a person has to choose."""
    data = load(source)
    try:
        return [grid_of(sheet, open_records(data, sheet=sheet))]
    except SeveralSheets as several:
        return [grid_of(each.name, open_records(data, sheet=each.name)) for each in several.sheets]


def grid_of(name: str, found: Iterator[Record]) -> Grid:
    headers, found = headed(found)
    never = {place for place, header in enumerate(headers) if is_never_read(header)}
    first = list(islice(found, MOST_CELLS // max(len(headers), 1)))
    more = next(found, None)
    if more is not None:
        never |= {place for place, header in enumerate(headers) if key_of(header) not in KNOWN}
        first += [more]
    rows = [
        (record.line, ["" if place in never else clean(cell) for place, cell in enumerate(record.cells)])
        for record in chain(first, found)
    ]
    if not rows:
        raise FileRefused(_("Ce fichier ne contient que l’en-tête : aucun agent. Refaites l’extraction."))
    refuse_values(headers)
    return Grid(name, tuple(headers), rows)


def refuse_values(headers: Sequence[str]) -> None:
    """A first row made of values is a person, not the names of columns."""
    knows_names = "last_name" in {field for field, _sure in guessed(headers).values()}
    if not knows_names and any("@" in header or header.isdigit() for header in headers):
        raise FileRefused(
            _(
                "La première ligne ne donne pas le nom des colonnes. Ajoutez-la : matricule, nom, prénom, service…"
            )
        )


def pack(grids: Sequence[Grid]) -> bytes:
    kept = [[grid.name, grid.headers, grid.rows] for grid in grids]
    return zlib.compress(json.dumps(kept, ensure_ascii=False).encode())


def unpack(raw: bytes) -> list[Grid]:
    """The sheets that `pack` kept."""
    kept = json.loads(zlib.decompress(raw))
    return [
        Grid(name, tuple(headers), [(line, cells) for line, cells in rows]) for name, headers, rows in kept
    ]
