"""Workbooks: read like a CSV, or refused whole, in words and within bounds."""

import io
import resource
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from essaim.people.hrfile import FileRefused, HrTable, read
from essaim.people.hrfile import archive as archive_module

HEADER = ["matricule", "nom", "prénom", "service"]
ROWS = [HEADER, ["001", "Lévy", "Zoé", "Accueil"], [12345.0, "Petit", "Léa", "Sports"]]
EXPECTED = [("001", "Lévy", "Zoé", ("Accueil",)), ("12345", "Petit", "Léa", ("Sports",))]


def xlsx(sheets=None, *, touch=None):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        for name, rows in (sheets or {"Agents": ROWS}).items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if touch:
                touch(book, sheet)
    return kept.getvalue()


def ods(rows=ROWS):
    book = OpenDocumentSpreadsheet()
    table = Table(name="Agents")
    for row in rows:
        line = TableRow()
        for value in row:
            typed = (
                {"valuetype": "float", "value": value}
                if isinstance(value, float)
                else {"valuetype": "string"}
            )
            cell = TableCell(**typed)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    kept = io.BytesIO()
    book.write(kept)
    return kept.getvalue()


def zipped(parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return kept.getvalue()


def changed(data, **parts):
    """The same zip with parts replaced or added; `__` stands for `/` in their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        kept = {name: box.read(name) for name in box.namelist()}
    return zipped(kept | parts)


def told(table):
    return [(row.hr_number, row.last_name, row.first_name, row.unit) for row in table.rows]


@pytest.mark.parametrize("data", [xlsx(), ods()], ids=["xlsx", "ods"])
def test_a_workbook_is_read_like_a_csv(data):
    table = read(data)

    assert told(table) == EXPECTED
    assert [row.line for row in table.rows] == [2, 3]


def test_titles_above_the_header_and_blank_rows_are_passed_over():
    rows = [
        ["Extraction du 3 mai"],
        [],
        HEADER,
        [],
        ["001", "Lévy", "Zoé", "Accueil"],
        ["002", "", "Max", "Sports"],
    ]

    table = read(xlsx({"Agents": rows}))

    assert [(row.line, row.last_name) for row in table.rows] == [(5, "Lévy")]
    assert [(bad.line, bad.column) for bad in table.bad] == [(6, "nom")]


def test_a_day_of_the_spreadsheet_is_a_day():
    def touch(book, sheet):
        sheet.write_datetime(1, 2, datetime(2019, 3, 4), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001

    table = read(xlsx({"A": [["matricule", "nom", "date d’entrée"], ["1", "Lévy"]]}, touch=touch))

    assert table.rows[0].entry_on == date(2019, 3, 4)


def test_several_sheets_wait_for_a_name_and_hidden_ones_do_not_count():
    two = xlsx({"Agents": ROWS, "Paie": [["matricule", "nom"], ["1", "mai"]], "Notes": [["mois"]]})

    with pytest.raises(FileRefused, match="plusieurs feuilles : « Agents », « Paie »"):
        read(two)
    with pytest.raises(FileRefused, match="n’a pas de feuille « Ventes »"):
        read(two, sheet="Ventes")
    assert told(read(two, sheet="Agents")) == EXPECTED

    def hide(_book, sheet):
        if sheet.name == "Paie":
            sheet.hide()

    assert told(read(xlsx({"Agents": ROWS, "Paie": ROWS}, touch=hide))) == EXPECTED


def test_the_only_sheet_with_names_of_columns_is_the_list():
    assert told(read(xlsx({"Notes": [["Paie"], ["mai"]], "Agents": ROWS}))) == EXPECTED


def xls(sheets=None, *, touch=None):
    book = xlwt.Workbook()
    for name, rows in (sheets or {"Agents": ROWS}).items():
        sheet = book.add_sheet(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
        if touch:
            touch(book, sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_password(data):
    """The same XLS whose first record is followed by FILEPASS, as a password leaves it."""
    start = data.index(b"\x09\x08\x10\x00") + 20
    return data[:start] + b"\x2f\x00\x08\x00" + b"\x00" * 8 + data[start + 12 :]


def renamed(data, name):
    """The same XLS whose main stream is called otherwise."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    start = data.index("Workbook".encode("utf-16-le"))
    return data[:start] + entry + data[start + 66 :]


def test_an_old_workbook_is_read_like_a_csv():
    def touch(_book, sheet):
        day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        sheet.write(0, 4, "date d’entrée")
        sheet.write(1, 4, date(2019, 3, 4), day)

    table = read(xls(touch=touch))

    assert told(table) == EXPECTED
    assert [row.entry_on for row in table.rows] == [date(2019, 3, 4), None]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (xls({"Agents": ROWS, "Paie": ROWS}), "plusieurs feuilles : « Agents », « Paie »"),
        (xls(touch=lambda _book, sheet: sheet.write(65_535, 255, "x")), "démesuré"),
        (xls({"A": [[f"colonne {n}" for n in range(250)]]}), "plus de 200 colonnes"),
        (with_password(xls()), "mot de passe"),
        (renamed(xls(), "EncryptedPackage"), "mot de passe"),
        (renamed(xls(), "_VBA_PROJECT_CUR"), "contient des macros"),
        (renamed(xls(), "WordDocument"), "pas un tableur"),
        (xls()[:1200], "abîmé ou incomplet"),
    ],
)
def test_an_old_workbook_is_refused_in_words(data, words):
    with pytest.raises(FileRefused, match=words):
        read(data)


def test_a_far_cell_of_an_old_workbook_costs_the_site_nothing():
    data = xls(touch=lambda _book, sheet: sheet.write(65_535, 255, "x"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FileRefused, match="démesuré"):
        read(data)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_formula_gives_its_kept_result_or_is_told():
    def touch(_book, sheet):
        sheet.write_formula(1, 1, '="Lé"&"vy"', None, "Lévy")

    data = xlsx(touch=touch)
    assert read(data).rows[0].last_name == "Lévy"

    with zipfile.ZipFile(io.BytesIO(data)) as box:
        sheet = box.read("xl/worksheets/sheet1.xml")
    bare = changed(data, **{"xl/worksheets/sheet1.xml": sheet.replace("<v>Lévy</v>".encode(), b"")})
    with pytest.raises(FileRefused, match="La formule B2 n’a pas de résultat"):
        read(bare)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"liste.csv": "nom"}), "archive zip, pas un classeur"),
        (zipped({"xl/workbook.bin": b""}), "xlsb"),
        (xlsx()[:-200], "abîmé ou incomplet"),
        (xlsx()[:1000], "abîmé ou incomplet"),
        (changed(xlsx(), **{"xl/vbaProject.bin": b"x"}), "contient des macros"),
        (changed(ods(), **{"Basic/Standard/a.xml": b"<a/>"}), "contient des macros"),
        (changed(ods(), **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "mot de passe"),
        (changed(ods(), mimetype=b"application/vnd.oasis.opendocument.text"), "pas un tableur"),
        (changed(xlsx(), **{"xl/styles.xml": DOCTYPE}), "DOCTYPE"),
        (changed(ods(), **{"content.xml": DOCTYPE}), "DOCTYPE"),
        (changed(xlsx(), **{"xl/styles.xml": b" " * 101 * 2**20}), "démesuré"),
        (xlsx({"A": [[f"colonne {n}" for n in range(300)]]}), "plus de 200 colonnes"),
        (xlsx({"A": [*ROWS, ["1", "x" * 32_700]]}), "cellule de ce classeur est démesurée"),
        (xlsx(touch=lambda _book, sheet: sheet.write(1_048_575, 16_000, "x")), "plus de 200 colonnes"),
        (xlsx(touch=lambda _book, sheet: sheet.write(1_048_575, 0, "x")), "plus de 100 000 lignes"),
        (xlsx({"A": []}), "est vide"),
    ],
)
def test_a_workbook_is_refused_in_words(data, words):
    with pytest.raises(FileRefused, match=words):
        read(data)


def test_a_size_that_lies_is_not_believed(monkeypatch):
    monkeypatch.setattr(archive_module, "MAX_INFLATED", 1000)

    with pytest.raises(FileRefused, match="démesuré"):
        read(xlsx())


CELL = (
    '<table:table-row><table:table-cell office:value-type="string" %s><text:p>x</text:p></table:table-cell>'
)
BLANK = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def with_end(end):
    """An ODS whose last sheet ends so."""
    with zipfile.ZipFile(io.BytesIO(ods())) as box:
        content = box.read("content.xml").decode()
    return changed(ods(), **{"content.xml": content.replace("</table:table>", f"{end}</table:table>")})


def test_repeated_cells_of_ods_are_measured_before_they_unfold():
    wide = CELL % 'table:number-columns-repeated="16000"' + "</table:table-row>"
    tall = (CELL % "").replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">')

    with pytest.raises(FileRefused, match="plus de 200 colonnes"):
        read(with_end(wide))
    with pytest.raises(FileRefused, match="plus de 100 000 lignes"):
        read(with_end(tall + "</table:table-row>"))


def test_the_blank_rest_of_a_sheet_and_of_the_next_one_count_for_nothing():
    second = (
        '</table:table><table:table table:name="B"><table:table-row><table:table-cell/></table:table-row>'
    )

    assert told(read(with_end(BLANK))) == EXPECTED
    assert told(read(with_end(BLANK + second))) == EXPECTED


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_a_table_or_a_refusal(place, noise):
    data = bytearray(xlsx())
    data[place : place + len(noise)] = noise
    with suppress(FileRefused):
        assert isinstance(read(bytes(data)), HrTable)
