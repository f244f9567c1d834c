"""Reads an old workbook (XLS) in a process of its own, with little memory and little time.

Run by `old_workbook.py`, never imported: two far cells of an XLS make the reader ask for all the memory there is.
Speaks in lines of JSON: the sheets with their first rows, then, once a sheet is named, all of its rows.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY, SECONDS = 400 * 1024**2, 20
MAX_SHEETS = 60
HEAD, WIDEST, LONGEST = 20, 1_000, 300


def main() -> None:
    """Answer the two questions of the site, or say in one word what stopped us."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    try:
        answer(io.BytesIO(sys.stdin.buffer.read(size)))
    except PasswordError:
        tell({"stop": "protected"})
    except MemoryError:
        tell({"stop": "too_heavy"})
    except BaseException:  # the library also panics, outside of Exception
        tell({"stop": "broken"})


def answer(file: io.BytesIO) -> None:
    book = CalamineWorkbook.from_filelike(file)
    programs = (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba)
    if any(sheet.typ in programs for sheet in book.sheets_metadata):
        tell({"stop": "with_program"})
        return
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    for name in names[:MAX_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        head = [
            [line, [cell[:LONGEST] for cell in cells[:WIDEST]]]
            for line, cells in islice(rows_of(sheet), HEAD)
        ]
        tell({"sheet": name, "rows": sheet.height, "head": head})
    tell({"stop": ""})
    wanted = sys.stdin.buffer.readline()
    if wanted:
        for line, cells in rows_of(book.get_sheet_by_name(json.loads(wanted))):
            tell([line, cells])
        tell({"stop": ""})


def rows_of(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their number in the sheet."""
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = [text_of(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield line, cells


def text_of(cell: Any) -> str:
    """As `workbook.text_of`, which this process cannot import."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def tell(something: Any) -> None:
    sys.stdout.write(json.dumps(something) + "\n")
    if isinstance(something, dict):
        sys.stdout.flush()


if __name__ == "__main__":
    main()
