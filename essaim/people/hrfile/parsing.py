"""From text to records: separator, quotes, line breaks; each record knows the line where it begins."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.people.hrfile.errors import FileRefused

MAX_LINE = 1_000_000
MAX_CELL = 32_000
MAX_COLUMNS = 200
MAX_ROWS = 100_000
SEPARATORS = ";,\t|"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
QUOTED = re.compile(r'"[^"]*"')
DECLARED = re.compile(r'"?sep=([;,\t|:^~])"?\s*\Z', re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One row of the file as it stands, with the number of its first line."""

    line: int
    cells: list[str]


def records(text: str) -> tuple[Iterator[Record], str]:
    """The records of the text, those that are blank left out, and the separator that was found."""
    body = text.lstrip("\ufeff")
    offset, skipped, separator = _declared(body)
    separator = separator or guess_separator(body)
    return _read(body, start=offset, first_line=skipped, separator=separator), separator


def _declared(text: str) -> tuple[int, int, str]:
    """What Excel's own line `sep=;` says: where the text goes on, how many lines it took, the separator."""
    first = LINE.match(text)
    found = DECLARED.match(first.group().rstrip("\r\n")) if first else None
    if first is None or found is None:
        return 0, 0, ""
    return first.end(), 1, found.group(1)


def guess_separator(text: str) -> str:
    """The sign that cuts the first line that is not blank, quotes left aside, most often."""
    for found in LINE.finditer(text, 0, min(len(text), MAX_LINE)):
        outside = QUOTED.sub("", found.group())
        if found.group().strip():
            return max(SEPARATORS, key=outside.count)
    return SEPARATORS[0]


def _lines(text: str, *, start: int, separator: str) -> Iterator[str]:
    """The lines of the text from a place on; one beyond measure is refused before it is cut."""
    for found in LINE.finditer(text, start):
        length = found.end() - found.start()
        if not length:
            return
        if length > MAX_LINE:
            outside = QUOTED.sub("", found.group())
            raise _too_many_columns() if outside.count(separator) > MAX_COLUMNS else _too_long()
        yield found.group()


def _too_many_columns() -> FileRefused:
    return FileRefused(
        _(
            "Ce fichier a plus de %(most)s colonnes. Gardez celles qui décrivent les agents, puis redéposez-le."
        )
        % {"most": MAX_COLUMNS}
    )


def _too_long(line: int = 0) -> FileRefused:
    where = _("Ligne %(line)s : une") % {"line": line} if line else _("Une")
    return FileRefused(
        _(
            "%(where)s cellule est démesurée. Un guillemet n’est peut-être jamais refermé : vérifiez l’extraction."
        )
        % {"where": where}
    )


def _read(text: str, *, start: int, first_line: int, separator: str) -> Iterator[Record]:
    reader = csv.reader(_lines(text, start=start, separator=separator), delimiter=separator, strict=True)
    count = 0
    while True:
        line = reader.line_num + first_line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(str(error), line) from None
        is_blank = not any(cell.strip() for cell in cells)
        count += not is_blank
        record = Record(line, cells)
        refuse_measures(record, count)
        if not is_blank:
            yield record


def refuse_measures(record: Record, count: int) -> None:
    """A row too wide, a cell too long, a row too many."""
    if len(record.cells) > MAX_COLUMNS:
        raise _too_many_columns()
    if any(len(cell) > MAX_CELL for cell in record.cells):
        raise _too_long(record.line)
    if count > MAX_ROWS:
        raise FileRefused(_("Ce fichier a plus de 100 000 lignes : ce n’est pas une liste d’agents."))


def _unreadable(error: str, line: int) -> FileRefused:
    if "field larger" in error:
        return _too_long(line)
    if "end of data" in error:
        return FileRefused(
            _("Le guillemet ouvert dans la ligne %(line)s n’est jamais refermé. Corrigez, puis redéposez.")
            % {"line": line}
        )
    return FileRefused(
        _("Ligne %(line)s : un guillemet est mal placé, ou n’est pas refermé. Corrigez, puis redéposez.")
        % {"line": line}
    )
