"""CSV: one line at a time, and no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from essaim.kernel.tables.cells import Cell, Table, neutral, written

BOM = "\ufeff"
LINES_AT_ONCE = 200


class _Line:
    """Hands back what the writer writes."""

    def write(self, line: str) -> str:
        return line


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV that French spreadsheets open by a double click: byte order mark, semicolons."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow([neutral(name) for name in header])
    for row in rows:
        yield writer.writerow([written(cell) for cell in row])


def write_csv(table: Table, into: BinaryIO) -> int:
    """Write the table; how many rows it had."""
    lines, count = [], -1
    for line in csv_rows(table.header, table.rows):
        lines.append(line)
        count += 1
        if len(lines) == LINES_AT_ONCE:
            into.write("".join(lines).encode())
            lines.clear()
    into.write("".join(lines).encode())
    return count
