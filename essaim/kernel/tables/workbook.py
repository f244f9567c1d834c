"""XLSX: rows go to the disk as they come, texts are texts, dates are dates, the header stays in sight."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

from essaim.kernel.tables.cells import Cell, Table, local, within_a_sheet

LONGEST_TEXT = 32_767
"""Signs that a cell of this format may hold."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH = 20


def write_xlsx(table: Table, into: BinaryIO) -> int:
    """Write the table; how many rows it had."""
    count = 0
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        styles: dict[type, Any] = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        sheet = book.add_worksheet(table.name[:31])
        sheet.set_column(0, max(len(table.header) - 1, 0), WIDTH)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.header):
            sheet.write_string(0, column, name, bold)
        for count, row in enumerate(within_a_sheet(table.rows), start=1):
            write_row(sheet, count, row, styles)
    return count


def write_row(sheet: Any, line: int, row: Sequence[Cell], styles: dict[type, Any]) -> None:
    """Each cell by its kind: nothing is guessed from what a text looks like."""
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(line, column, value[:LONGEST_TEXT])
        elif isinstance(value, datetime):
            sheet.write_datetime(line, column, local(value), styles[datetime])
        elif isinstance(value, date):
            sheet.write_datetime(line, column, value, styles[date])
        elif value is not None:
            sheet.write_number(line, column, value)
