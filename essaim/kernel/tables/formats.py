"""The three formats in which a table leaves the house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from essaim.kernel.tables.cells import Table
from essaim.kernel.tables.lines import write_csv
from essaim.kernel.tables.opensheet import KIND as ODS
from essaim.kernel.tables.opensheet import write_ods
from essaim.kernel.tables.workbook import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, its media type, and how it is written."""

    ending: str
    media_type: str
    write: Callable[[Table, BinaryIO], int]


FORMATS = {
    kind.ending: kind
    for kind in (
        Format("csv", "text/csv; charset=utf-8", write_csv),
        Format("xlsx", XLSX, write_xlsx),
        Format("ods", ODS, write_ods),
    )
}


def write_table(table: Table, ending: str, into: BinaryIO) -> int:
    """Write the table in one of the formats, in a memory that does not grow with it; how many rows it had."""
    return FORMATS[ending].write(table, into)
