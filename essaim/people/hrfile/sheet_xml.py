"""Measures the cells that the XML of a workbook would unfold to, before anything unfolds them."""

import re
from xml.parsers import expat

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.hrfile.parsing import MAX_CELL, MAX_COLUMNS, MAX_ROWS

MAX_AREA = 5_000_000
MAX_TEXT = 50_000_000
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
TEXTS = {"v", "t", "p"}
CELLS = {"c", "table-cell", "covered-table-cell"}


class XmlRefused(Refused):
    """A part of the workbook cannot be taken; the sentence says why."""


def check_part(part: bytes, *, strings: list[int], is_strings: bool) -> None:
    """Refuse a part with a DOCTYPE, or whose cells would unfold beyond measure.

    `strings` holds the lengths of the shared texts: filled by their part, read by the sheets.
    """
    measure = _Measure(strings, is_strings=is_strings)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = measure.doctype
    parser.StartElementHandler = measure.start
    parser.EndElementHandler = measure.end
    parser.CharacterDataHandler = measure.text
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise XmlRefused(
            _("Ce classeur est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau, puis redéposez-le.")
        ) from None


class _Measure:
    """Where the cells are and how long, whatever of the two formats they come in."""

    def __init__(self, strings: list[int], *, is_strings: bool) -> None:
        self.strings, self.is_strings = strings, is_strings
        self.row = self.column = self.last_row = self.last_column = self.unfolded = 0
        self.rows = self.columns = 1
        self.length = 0
        self.kind, self.place, self.shared = "", "", ""
        self.is_text = self.has_formula = self.has_value = False

    def doctype(self, *_declaration: object) -> None:
        raise XmlRefused(
            _("Ce classeur contient des déclarations externes (DOCTYPE). Enregistrez-le de nouveau en xlsx.")
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in {"table", "worksheet"}:
            self.row = self.last_row = self.last_column = self.column = 0
            self.rows = self.columns = 1
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "table-row":
            self.row += self.rows
            self.rows = int(attributes.get("table:number-rows-repeated", "1"))
            self.column = 0
        elif name in CELLS:
            self.open_cell(attributes)
        elif name == "si":
            self.length = 0
        elif name in TEXTS:
            self.is_text, self.has_value = True, True
        elif name == "f":
            self.has_formula = True

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.column += self.columns
        self.columns = int(attributes.get("table:number-columns-repeated", "1"))
        self.place, self.kind = attributes.get("r", ""), attributes.get("t", "")
        found = PLACE.fullmatch(self.place)
        if found:
            self.column, self.row = column_of(found.group(1)), int(found.group(2))
        self.length, self.shared = 0, ""
        self.has_formula = "table:formula" in attributes
        self.has_value = bool({"office:value-type", "calcext:value-type"} & attributes.keys())

    def text(self, piece: str) -> None:
        if self.is_text:
            self.length += len(piece)
            if self.kind == "s" and len(self.shared) < 10:
                self.shared += piece

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in TEXTS:
            self.is_text = False
        elif name == "si" and self.is_strings:
            self.strings.append(self.length)
            refuse_cell(self.length)
        elif name in CELLS:
            self.close_cell()
        elif name in {"row", "table-row"}:
            self.columns = 1

    def close_cell(self) -> None:
        if self.has_formula and not self.has_value:
            raise XmlRefused(
                _(
                    "La formule %(place)s n’a pas de résultat enregistré. Ouvrez le classeur, enregistrez-le, "
                    "puis redéposez-le."
                )
                % {"place": self.place}
            )
        if not self.has_value:
            return
        if self.kind == "s" and self.shared.isdecimal() and int(self.shared) < len(self.strings):
            self.length = self.strings[int(self.shared)]
        refuse_cell(self.length)
        self.last_row = max(self.last_row, self.row + self.rows - 1)
        self.last_column = max(self.last_column, self.column + self.columns - 1)
        self.unfolded += self.length * self.rows * self.columns
        self.refuse_size()

    def refuse_size(self) -> None:
        if self.last_column > MAX_COLUMNS:
            raise XmlRefused(
                _(
                    "Ce fichier a plus de %(most)s colonnes. Gardez celles qui décrivent les agents, "
                    "puis redéposez-le."
                )
                % {"most": MAX_COLUMNS}
            )
        if self.last_row > MAX_ROWS + 1:
            raise XmlRefused(_("Ce fichier a plus de 100 000 lignes : ce n’est pas une liste d’agents."))
        if self.last_row * self.last_column > MAX_AREA or self.unfolded > MAX_TEXT:
            raise XmlRefused(
                _("Une fois ouvert, ce classeur serait démesuré. Gardez la seule liste des agents.")
            )


def refuse_cell(length: int) -> None:
    if length > MAX_CELL:
        raise XmlRefused(_("Une cellule de ce classeur est démesurée. Vérifiez l’extraction."))


def column_of(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
