"""An HR number keeps the zeros that a number format shows and that the file does not hold."""

import io
import zipfile

import pytest
import xlwt
from odf.number import Number, NumberStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import Table, TableCell, TableRow
from odf.text import P

from essaim.people.hrfile import read
from tests.people.test_hrfile_workbooks import xls, xlsx, zipped

HEADER = ["matricule", "nom"]


def numbers(data):
    return [row.hr_number for row in read(data).rows]


def dressed(*formats, value=4412):
    """An XLSX of one number, once per format."""

    def touch(book, sheet):
        for line, code in enumerate(formats, 1):
            sheet.write_number(line, 0, value + line - 1, book.add_format({"num_format": code}))
            sheet.write_string(line, 1, "Lévy")

    return xlsx({"Agents": [HEADER]}, touch=touch)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("000000", "004412"),
        ("00000000", "00004412"),
        ("[$-40C]000000", "004412"),
        ("000000;-000000", "004412"),
        ("00", "4412"),
        ("0", "4412"),
        ("@", "4412"),
        ("General", "4412"),
        ("#,##0", "4412"),
        ("000000.00", "4412"),
        ('"A"000000', "4412"),
    ],
)
def test_a_format_of_zeros_gives_the_number_its_zeros(code, shown):
    assert numbers(dressed(code)) == [shown]


def test_each_cell_has_its_own_format():
    assert numbers(dressed("000000", "General", "00000")) == ["004412", "4413", "04414"]


def test_a_formula_dressed_with_zeros_gives_its_kept_result():
    def touch(book, sheet):
        sheet.write_formula(1, 0, "=4400+12", book.add_format({"num_format": "000000"}), 4412)
        sheet.write_string(1, 1, "Lévy")

    assert numbers(xlsx({"Agents": [HEADER]}, touch=touch)) == ["004412"]


def test_a_text_stays_as_it_is_whatever_its_format():
    def touch(book, sheet):
        sheet.write_string(1, 0, "A7", book.add_format({"num_format": "000000"}))
        sheet.write_string(1, 1, "Lévy")

    assert numbers(xlsx({"Agents": [HEADER]}, touch=touch)) == ["A7"]


SHEET = """<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>matricule</x:t></x:is></x:c>
<x:c r="B1" t="inlineStr"><x:is><x:t>nom</x:t></x:is></x:c></x:row>
<x:row r="2"><x:c r="A2" s="1" t="n"> <x:v>4412</x:v></x:c>
<x:c r="B2" t="inlineStr"><x:is><x:t>Lévy</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"""


def test_other_programs_write_prefixes_and_kinds():
    with zipfile.ZipFile(io.BytesIO(dressed("000000"))) as box:
        parts = {name: box.read(name) for name in box.namelist()}

    assert numbers(zipped(parts | {"xl/worksheets/sheet1.xml": SHEET})) == ["004412"]


def ods(*, least, shown, suffix="", decimals=0, style=True):
    """An ODS of the number 4412 by a program: a style that asks for digits, a text beside the value."""
    book = OpenDocumentSpreadsheet()
    look = NumberStyle(name="N1")
    look.addElement(Number(minintegerdigits=least, decimalplaces=decimals))
    if suffix:
        look.addElement(Text(text=suffix))
    book.styles.addElement(look)
    book.styles.addElement(Style(name="ce0", family="table-cell", datastylename="N1"))
    book.automaticstyles.addElement(Style(name="ce1", family="table-cell", parentstylename="ce0"))
    table = Table(name="Agents")
    for number, name in [(None, None), (4412, "Lévy")]:
        line = TableRow()
        cell = TableCell(valuetype="string")
        if number:
            cell = TableCell(valuetype="float", value=number, **({"stylename": "ce1"} if style else {}))
        cell.addElement(P(text=shown if number else "matricule"))
        line.addElement(cell)
        text = TableCell(valuetype="string")
        text.addElement(P(text=name or "nom"))
        line.addElement(text)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    kept = io.BytesIO()
    book.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (ods(least=6, shown="4412"), "004412"),  # by number:min-integer-digits
        (ods(least=6, shown="004412"), "004412"),
        (ods(least=1, shown="004412", style=False), "004412"),  # shown so by the style of the column
        (ods(least=1, shown="4412"), "4412"),
        (ods(least=6, shown="4412", decimals=2), "4412"),
        (ods(least=6, shown="4412", suffix=" h"), "4412"),
        (ods(least=1, shown="9999"), "4412"),  # a text that is not the value is believed by nobody
        (ods(least=1, shown="009999"), "4412"),
    ],
)
def test_ods_keeps_the_digits_that_the_sheet_shows(data, number):
    assert numbers(data) == [number]


def test_the_reader_of_xls_gives_no_format_so_its_zeros_are_lost():
    """Said on the page where the file is dropped; the day this fails, the sentence goes."""

    def touch(_book, sheet):
        sheet.write(1, 0, 4412, xlwt.easyxf(num_format_str="000000"))
        sheet.write(1, 1, "Lévy")

    assert numbers(xls({"Agents": [HEADER]}, touch=touch)) == ["4412"]
