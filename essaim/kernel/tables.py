"""Tables for spreadsheets: one line at a time, and no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """Hands back what the writer writes."""

    def write(self, line: str) -> str:
        return line


def neutral(value: object) -> object:
    """A text that begins like a formula is kept as text by an apostrophe; a number stays a number."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV that French spreadsheets open by a double click: byte order mark, semicolons."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow([neutral(name) for name in header])
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])
