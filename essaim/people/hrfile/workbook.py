"""From a workbook (xlsx, ods, xls) to the same records as a CSV. The only place that knows the reading library."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from essaim.people.hrfile.archive import broken, protected, repack, with_program
from essaim.people.hrfile.cells import clean
from essaim.people.hrfile.columns import KNOWN, key_of
from essaim.people.hrfile.errors import FileRefused
from essaim.people.hrfile.parsing import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Record

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PROGRAM = "_VBA_PROJECT_CUR".encode("utf-16-le")
TITLE_LINES = 20
"""How far down the names of the columns are looked for, below titles and dates of extraction."""
Value = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(data: bytes) -> bool:
    """Told by the content, never by the name of the file."""
    return data.startswith((ZIP, OLE))


def workbook_records(data: bytes, *, sheet: str = "") -> Iterator[Record]:
    """The rows of the sheet, from the names of the columns down, each with its number in the spreadsheet."""
    safe = repack(data) if data.startswith(ZIP) else checked_ole(data)
    try:
        found = rows_of(safe, sheet)
    except PasswordError:
        raise protected() from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise broken() from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise broken() from None
    return iter(found[header_place(found) :])


def checked_ole(data: bytes) -> bytes:
    """An old workbook without password nor macros."""
    if ENCRYPTED in data:
        raise protected()
    if PROGRAM in data:
        raise with_program()
    return data


def rows_of(data: bytes, sheet: str) -> list[Record]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        return list(records_of(chosen(workbook, sheet)))


def chosen(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    """The sheet that is asked for, else the only visible one that holds something; several must be told apart."""
    visible = [
        seen.name
        for seen in workbook.sheets_metadata
        if seen.visible == SheetVisibleEnum.Visible and seen.typ == SheetTypeEnum.WorkSheet
    ]
    if name and name not in visible:
        raise FileRefused(
            _("Ce classeur n’a pas de feuille « %(name)s ». Il a : %(names)s.")
            % {"name": name, "names": quoted(visible)}
        )
    sheets = [workbook.get_sheet_by_name(each) for each in ([name] if name else visible)]
    filled = [sheet for sheet in sheets if sheet.end is not None]
    if not filled:
        raise FileRefused(_("Ce fichier est vide. Refaites l’extraction, puis déposez-la de nouveau."))
    if len(filled) > 1:
        raise FileRefused(
            _("Ce classeur a plusieurs feuilles : %(names)s. Dites laquelle contient les agents.")
            % {"names": quoted([each.name for each in filled])}
        )
    return filled[0]


def quoted(names: list[str]) -> str:
    return ", ".join(f"« {name} »" for name in names[:TITLE_LINES])


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


def header_place(found: list[Record]) -> int:
    """Where the names of the columns are: the first row that names a person and a number or an address."""
    for place, record in enumerate(found[:TITLE_LINES]):
        fields = {KNOWN[key][0] for key in map(key_of, map(clean, record.cells)) if key in KNOWN}
        if "last_name" in fields and fields & {"hr_number", "email"}:
            return place
    return 0
