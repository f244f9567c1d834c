"""From a workbook (xlsx, ods, xls) to the same records as a CSV. The only place that knows the reading library."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from essaim.people.hrfile.archive import broken, protected, repack
from essaim.people.hrfile.errors import FileRefused
from essaim.people.hrfile.old_workbook import OLE, old_rows
from essaim.people.hrfile.parsing import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Record
from essaim.people.hrfile.sheets import TITLE_LINES, SheetHead, pick

ZIP = b"PK\x03\x04"
Value = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(data: bytes) -> bool:
    """Told by the content, never by the name of the file."""
    return data.startswith((ZIP, OLE))


def workbook_records(data: bytes, *, sheet: str = "") -> Iterator[Record]:
    """The rows of the sheet that is named, else of the only one that can be the list, each with its number."""
    return iter(rows_of(repack(data), sheet) if data.startswith(ZIP) else old_rows(data, pick(sheet)))


def sheets_of(data: bytes) -> list[SheetHead]:
    """The visible sheets that hold something."""
    heads: list[SheetHead] = []

    def note(found: list[SheetHead]) -> str:
        heads.extend(found)
        return ""

    if data.startswith(OLE):
        list(old_rows(data, note))
        return heads
    with opened(repack(data)) as workbook:
        return heads_of(workbook)


def rows_of(data: bytes, sheet: str) -> list[Record]:
    with opened(data) as workbook:
        name = pick(sheet)(heads_of(workbook))
        return list(records_of(workbook.get_sheet_by_name(name)))


@contextmanager
def opened(data: bytes) -> Iterator[CalamineWorkbook]:
    """The workbook; whatever the library says of a bad one, panics too, becomes a sentence."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            yield workbook
    except PasswordError:
        raise protected() from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise broken() from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise broken() from None


def heads_of(workbook: CalamineWorkbook) -> list[SheetHead]:
    """The first rows of each sheet that people see."""
    visible = [
        seen.name
        for seen in workbook.sheets_metadata
        if seen.visible == SheetVisibleEnum.Visible and seen.typ == SheetTypeEnum.WorkSheet
    ]
    sheets = [workbook.get_sheet_by_name(name) for name in visible]
    return [
        SheetHead(sheet.name, sheet.height, [[text_of(value) for value in row] for row in head_of(sheet)])
        for sheet in sheets
        if sheet.end is not None
    ]


def head_of(sheet: CalamineSheet) -> Iterator[list[Value]]:
    filled = (row for row in sheet.iter_rows() if any(value != "" for value in row))
    return islice(filled, TITLE_LINES)


def records_of(sheet: CalamineSheet) -> Iterator[Record]:
    """Rows that are not blank, their cells as texts."""
    if sheet.width > MAX_COLUMNS:
        raise FileRefused(
            _(
                "Ce fichier a plus de %(most)s colonnes. Gardez celles qui décrivent les agents, puis redéposez-le."
            )
            % {"most": MAX_COLUMNS}
        )
    if sheet.total_height > MAX_ROWS + TITLE_LINES:
        raise FileRefused(_("Ce fichier a plus de 100 000 lignes : ce n’est pas une liste d’agents."))
    for line, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        texts = [text_of(value) for value in values]
        if any(len(text) > MAX_CELL for text in texts):
            raise FileRefused(
                _("Ligne %(line)s : une cellule est démesurée. Vérifiez l’extraction.") % {"line": line}
            )
        if any(text.strip() for text in texts):
            yield Record(line, texts)


def text_of(value: Value) -> str:
    """What somebody would have typed: 12345 and not 12345.0, a day and not a moment."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
