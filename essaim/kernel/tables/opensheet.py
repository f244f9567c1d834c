"""ODS: a zip whose only long file is written row by row (see docs/decisions, « Our own writer of ODS »)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from essaim.kernel.tables.cells import Cell, Table, local, within_a_sheet

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile(r"\r\n|\r|\n")
SPACES = re.compile(r" {2,}|^ | $|\t")
ROWS_AT_ONCE = 200
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        **{name: name for name in ("office", "table", "text", "style", "manifest", "config")},
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }.items()
)
PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f'{PROLOG}<manifest:manifest {NAMES} manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_DAY = '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
_DATE = f'{_DAY}<number:text>/</number:text><number:year number:style="long"/>'
_TIME = '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
STYLES = (
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style>'
    f'<number:date-style style:name="n-day">{_DATE}</number:date-style>'
    f'<number:date-style style:name="n-moment">{_DATE}<number:text> </number:text>{_TIME}</number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="n-day"/>'
    '<style:style style:name="moment" style:family="table-cell" style:data-style-name="n-moment"/>'
)
ITEM = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
FROZEN = (
    ("VerticalSplitMode", "short", 2),
    ("VerticalSplitPosition", "int", 1),
    ("PositionBottom", "int", 1),
)


def write_ods(table: Table, into: BinaryIO) -> int:
    """Write the table; how many rows it had."""
    with ZipFile(into, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", KIND, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("settings.xml", settings_of(table.name))
        with archive.open("content.xml", "w", force_zip64=True) as content:
            return write_content(table, content)


def settings_of(sheet: str) -> str:
    """The header row stays in sight while one scrolls."""
    items = "".join(ITEM.format(*item) for item in FROZEN)
    entry = f"<config:config-item-map-entry config:name={quoteattr(clean(sheet))}>{items}"
    return (
        f'{PROLOG}<office:document-settings {NAMES} office:version="1.2"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{entry}</config:config-item-map-entry>'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def write_content(table: Table, content: IO[bytes]) -> int:
    """The sheet itself, some rows at a time; how many there were."""
    width = max(len(table.header), 1)
    head = "".join(text_cell(name, ' table:style-name="head"') for name in table.header)
    content.write(
        (
            f'{PROLOG}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>{STYLES}'
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f"<table:table table:name={quoteattr(clean(table.name))}>"
            f'<table:table-column table:style-name="wide" table:number-columns-repeated="{width}"/>'
            f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        ).encode()
    )
    count, rows = 0, []
    for count, row in enumerate(within_a_sheet(table.rows), start=1):  # noqa: B007 -- counted for the caller
        rows.append(row_of(row))
        if len(rows) == ROWS_AT_ONCE:
            content.write("".join(rows).encode())
            rows.clear()
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    content.write(("".join(rows) + end).encode())
    return count


def row_of(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>"


def cell_of(value: Cell) -> str:
    """Each cell by its kind: nothing is guessed from what a text looks like."""
    if isinstance(value, str):
        return text_cell(value) if value else "<table:table-cell/>"
    if isinstance(value, datetime):
        moment = local(value)
        return dated("moment", f"{moment:%Y-%m-%dT%H:%M:%S}", f"{moment:%d/%m/%Y %H:%M}")
    if isinstance(value, date):
        return dated("day", value.isoformat(), f"{value:%d/%m/%Y}")
    if value is None:
        return "<table:table-cell/>"
    shown = f"{value}".replace(".", ",")
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def dated(style: str, value: str, shown: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def text_cell(text: str, style: str = "") -> str:
    """One paragraph per line; spaces in a row would fold, so they are spelled out."""
    paragraphs = escape(clean(text))
    if paragraphs.isprintable() and "  " not in paragraphs and paragraphs == paragraphs.strip():
        shown = f"<text:p>{paragraphs}</text:p>"
    else:
        shown = "".join(f"<text:p>{SPACES.sub(_spelled, part)}</text:p>" for part in BREAKS.split(paragraphs))
    return f'<table:table-cell{style} office:value-type="string">{shown}</table:table-cell>'


def _spelled(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def clean(text: str) -> str:
    """Without the signs that no XML may hold."""
    return NOT_XML.sub("", text) if not text.isprintable() else text
