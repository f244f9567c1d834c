"""Numbers as people see them: the format « 000000 » shows 004412 where the workbook holds 4412.

The library that reads workbooks gives values without their formats, so the cells that such a format dresses are
made texts, zeros written out, before it opens them. Cells are found by patterns: what looks otherwise than
spreadsheets write it stays a bare number, as without this page.
"""

import re
from dataclasses import dataclass, field
from html import unescape

MOST_DIGITS = 20
STYLES = ("xl/styles.xml", "styles.xml")
"""Read before the sheets."""
ZEROS = re.compile(r"(?:\[[^\]]*\])*(0{2,})")
DIGITS = rb"(\d{1,15})(?:\.0+)?"
FORMAT, DRESS = re.compile(rb"<(?:\w+:)?numFmt\b([^<>]*)>"), re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")
FORMULA = rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"
XLSX_CELL = re.compile(
    rb'<((?:\w+:)?)c\b(?=[^<>]*\ss="(\d+)")([^<>]*)>\s*('
    + FORMULA
    + rb")<(?:\w+:)?v>"
    + DIGITS
    + rb"</(?:\w+:)?v>"
)
NUMBER, CELL_STYLE = re.compile(rb"<number:number\b([^<>]*)>"), re.compile(rb"<style:style\b([^<>]*)>")
ODS_CELL = re.compile(
    rb'<table:table-cell\b(?=[^<>]*\soffice:value-type="float")([^<>]*[^<>/])>'
    rb"<text:p>(\d{1,20})</text:p></table:table-cell>"
)
ODS_VALUE = re.compile(rb'\soffice:value="' + DIGITS + rb'"')


def digits_of(code: str) -> int:
    """How many digits a format shows at least: 6 for « 000000 »; 0 for what is not made of zeros alone."""
    found = ZEROS.fullmatch(code.split(";", maxsplit=1)[0].strip())
    return len(found[1]) if found and len(found[1]) <= MOST_DIGITS else 0


def attribute(tag: bytes, name: str) -> str:
    found = re.search(rb'(?:^|\s)%s="([^"]*)"' % name.encode(), tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def within(part: bytes, element: bytes) -> bytes:
    """What stands between the first opening of an element and its end."""
    return part.partition(element + b" ")[2].partition(b"/" + element)[0]


@dataclass
class Shown:
    """The formats of a workbook, learnt from part to part, and its sheets with their numbers as they are shown."""

    dresses: dict[str, int] = field(default_factory=dict)
    """By the name of a style of cells, how many digits it shows at least."""
    formats: dict[str, int] = field(default_factory=dict)

    def part(self, name: str, part: bytes) -> bytes:
        """The same part of the zip; numbers that a format of zeros dresses are texts with their zeros."""
        if name == "xl/styles.xml":
            self._learn_xlsx(part)
        elif name in {"styles.xml", "content.xml"}:
            self._learn_ods(part)
        if name.startswith("xl/worksheets/") and self.dresses:
            return XLSX_CELL.sub(self._write_xlsx, part)
        return ODS_CELL.sub(self._write_ods, part) if name == "content.xml" else part

    def _learn_xlsx(self, part: bytes) -> None:
        formats = {
            attribute(tag[1], "numFmtId"): digits_of(attribute(tag[1], "formatCode"))
            for tag in FORMAT.finditer(within(part, b"numFmts"))
        }
        for number, dress in enumerate(DRESS.finditer(within(part, b"cellXfs"))):
            if digits := formats.get(attribute(dress[1], "numFmtId"), 0):
                self.dresses[str(number)] = digits

    def _write_xlsx(self, found: re.Match[bytes]) -> bytes:
        short, style, attributes, formula, value = found.groups()
        least = self.dresses.get(style.decode(), 0)
        if not least or attribute(attributes, "t") not in {"", "n"}:
            return found[0]
        kept, digits = attributes.replace(b' t="n"', b""), value.zfill(least)
        return b'<%sc%s t="str">%s<%sv>%s</%sv>' % (short, kept, formula, short, digits, short)

    def _learn_ods(self, part: bytes) -> None:
        for before in part.split(b"</number:number-style>")[:-1]:
            style = before.rpartition(b"<number:number-style")[2]
            number = NUMBER.search(style)
            if number and b"number:text" not in style:
                self.formats[attribute(style, "style:name")] = _least_digits(number[1])
        parents: dict[str, str] = {}
        for cell in CELL_STYLE.finditer(part):
            name, look = attribute(cell[1], "style:name"), attribute(cell[1], "style:data-style-name")
            parents[name] = attribute(cell[1], "style:parent-style-name")
            if look in self.formats:
                self.dresses[name] = self.formats[look]
        for name, parent in parents.items():
            self.dresses.setdefault(name, self.dresses.get(parent, 0))

    def _write_ods(self, found: re.Match[bytes]) -> bytes:
        """The text beside the value is what the spreadsheet showed; a style says it of a file made by a program."""
        attributes, text = found.groups()
        value = ODS_VALUE.search(attributes)
        if value is None or int(value[1]) != int(text):
            return found[0]
        digits = text.zfill(self.dresses.get(attribute(attributes, "table:style-name"), 0))
        if not digits.startswith(b"0") or len(digits) < 2:
            return found[0]
        kept = ODS_VALUE.sub(b"", attributes).replace(b'value-type="float"', b'value-type="string"')
        return b"<table:table-cell%s><text:p>%s</text:p></table:table-cell>" % (kept, digits)


def _least_digits(tag: bytes) -> int:
    """Of `number:number`; none when it shows decimals or groups its digits."""
    least = attribute(tag, "number:min-integer-digits")
    decimals = attribute(tag, "number:decimal-places")
    if not least.isdecimal() or decimals not in {"", "0"} or attribute(tag, "number:grouping") == "true":
        return 0
    return int(least) if int(least) <= MOST_DIGITS else 0
