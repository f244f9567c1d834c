"""The whole file read: its rows, those to correct, the columns left out; and its safe-keeping until applied."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from essaim.people.hrfile.cells import clean
from essaim.people.hrfile.columns import Columns, by_hand, first_full_place, header_place, key_of, understand
from essaim.people.hrfile.decoding import decode, load
from essaim.people.hrfile.errors import BadRow, FileRefused
from essaim.people.hrfile.memory import NO_MEMORY, Memory, digest_of
from essaim.people.hrfile.parsing import Record, records
from essaim.people.hrfile.rows import HrRow, Words, understand_row
from essaim.people.hrfile.sheets import TITLE_LINES
from essaim.people.hrfile.workbook import is_workbook, workbook_records


@dataclass(frozen=True)
class HrTable:
    """What an HR file says about people. Columns that are not known were not even kept."""

    columns: Columns
    rows: list[HrRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    is_full: bool = True
    """Does the file hold the whole staff? Only then does an absence mean a departure."""
    words: Words = field(default_factory=dict)
    """What was told of the words that nobody knew."""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.columns.places)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.columns.headers[name] for name in self.fields)

    @property
    def left_out(self) -> tuple[str, ...]:
        return self.columns.left_out

    def header(self, name: str) -> str:
        return self.columns.header(name)


def read(
    source: bytes | str | Path | BinaryIO,
    *,
    is_full: bool = True,
    sheet: str = "",
    memory: Memory = NO_MEMORY,
) -> HrTable:
    """The table that the file holds, or `FileRefused` with a sentence; never another error of its content.

    A workbook of several sheets needs the name of the one that holds the agents.
    """
    headers, found = headed(open_records(load(source), sheet=sheet))
    columns = recalled(headers, memory) or understand(headers)
    return table_of(columns, found, is_full=is_full, words=memory.words)


def table_of(columns: Columns, found: Iterable[Record], *, is_full: bool, words: Words) -> HrTable:
    """The rows understood by these columns; a file of no row is refused."""
    table = HrTable(columns, is_full=is_full, words=words)
    _fill(table, _kept(found, columns))
    if not table.rows and not table.bad:
        raise FileRefused(_("Ce fichier ne contient que l’en-tête : aucun agent. Refaites l’extraction."))
    return table


def recalled(headers: Sequence[str], memory: Memory) -> Columns | None:
    """The columns as the employer once told them for these very names, else nothing."""
    told = memory.columns.get(digest_of(headers))
    if told is None:
        return None
    chosen = {place: told[key_of(name)] for place, name in enumerate(headers) if key_of(name) in told}
    try:
        return by_hand(headers, chosen)
    except FileRefused:
        return None


def open_records(data: bytes, *, sheet: str = "") -> Iterator[Record]:
    """The rows of a sheet, or of a text: told by the content, never by the name."""
    return workbook_records(data, sheet=sheet) if is_workbook(data) else records(decode(data)[0])[0]


def headed(found: Iterator[Record]) -> tuple[list[str], Iterator[Record]]:
    """The names of the columns, titles above them passed over, and the rows below."""
    first = list(islice(found, TITLE_LINES))
    if not first:
        raise FileRefused(_("Ce fichier est vide. Refaites l’extraction, puis déposez-la de nouveau."))
    cells = [record.cells for record in first]
    place = header_place(cells)
    if place is None:
        place = first_full_place(cells)
    return [clean(cell) for cell in first[place].cells], chain(first[place + 1 :], found)


def _kept(found: Iterable[Record], columns: Columns) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Of each record the cells of known columns only, clean; and whether it has cells too many."""
    places = tuple(columns.places.values())
    for record in found:
        cells = record.cells
        overflows = any(cell.strip() for cell in cells[columns.width :])
        texts = tuple(clean(cells[place]) if place < len(cells) else "" for place in places)
        yield record.line, texts, overflows


def _fill(table: HrTable, kept: Iterable[tuple[int, tuple[str, ...], bool]]) -> None:
    fields = table.fields
    for line, texts, overflows in kept:
        if overflows:
            row: HrRow | BadRow = overflowing(line, texts)
        else:
            row = understand_row(line, texts, table.columns, fields=fields, words=table.words)
        if isinstance(row, BadRow):
            table.bad.append(row)
        else:
            table.rows.append(row)


def overflowing(line: int, texts: tuple[str, ...]) -> BadRow:
    reason = _("Cette ligne a plus de cellules que l’en-tête : un séparateur de trop ?")
    return BadRow(line, "", "", reason, texts)


def dumps(table: HrTable) -> bytes:
    """The known columns of the table, packed: what was left out of the file is kept nowhere."""
    kept: list[tuple[int, tuple[str, ...], bool]] = [(row.line, row.texts, False) for row in table.rows]
    kept += [(bad.line, bad.cells, not bad.column) for bad in table.bad]
    content = {
        "fields": table.fields,
        "headers": table.headers,
        "left_out": table.left_out,
        "is_full": table.is_full,
        "words": table.words,
        "rows": sorted(kept, key=lambda row: row[0]),
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode())


def loads(content: bytes) -> HrTable:
    """The table that `dumps` packed."""
    kept = json.loads(zlib.decompress(content))
    fields = kept["fields"]
    columns = Columns(
        places={name: place for place, name in enumerate(fields)},
        headers=dict(zip(fields, kept["headers"], strict=True)),
        left_out=tuple(kept["left_out"]),
        width=len(fields),
    )
    table = HrTable(columns, is_full=kept["is_full"], words=kept.get("words", {}))
    _fill(table, ((line, tuple(texts), overflows) for line, texts, overflows in kept["rows"]))
    return table
