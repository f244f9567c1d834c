"""XLSX and ODS: what is written is what is read back, whatever the texts."""

import io
from datetime import UTC, date, datetime

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import load
from odf.table import TableRow

from essaim.kernel.tables import Table, TableTooLong, write_table

SHEETS = ["xlsx", "ods"]


def file_of(ending, rows, header=("Nom",)):
    file = io.BytesIO()
    count = write_table(Table("Personnes", header, iter(rows)), ending, file)
    file.seek(0)
    return file, count


def read_back(file):
    return python_calamine.load_workbook(file).get_sheet_by_name("Personnes").to_python()


@pytest.mark.parametrize("ending", SHEETS)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1))
def test_any_text_comes_back_as_it_was(ending, text):
    file, _count = file_of(ending, [[f"a{text}z", 7]], ("Nom", "Nombre"))

    assert read_back(file)[1] == [f"a{text}z", 7.0]


@pytest.mark.parametrize("ending", SHEETS)
@pytest.mark.parametrize("text", ["=1+1", "000042", "+33 6", "-7", "@x", "http://a", "{=1}", "a\nb", "1e9"])
def test_a_text_stays_a_text(ending, text):
    file, _count = file_of(ending, [[text]])

    assert read_back(file)[1:] == [[text]]


@pytest.mark.parametrize("ending", SHEETS)
def test_signs_that_no_file_may_hold_do_not_break_it(ending):
    file, count = file_of(ending, [["a\x00\x0b\ufffe"], [None]])

    assert (count, read_back(file)[1][0][0]) == (2, "a")


@pytest.mark.parametrize("ending", SHEETS)
def test_moments_are_on_the_clock_of_the_wall(ending):
    file, _count = file_of(ending, [[datetime(2030, 2, 1, 9, tzinfo=UTC), date(2030, 2, 1)]], ("Le", "Jour"))

    moment, day = read_back(file)[1]
    assert (moment.isoformat(), day.isoformat()) == ("2030-02-01T10:00:00", "2030-02-01")


def test_another_reader_opens_the_open_document():
    file, _count = file_of("ods", [["Koné"], ["Bah"]])

    rows = load(file).getElementsByType(TableRow)
    assert [str(row) for row in rows] == ["Nom", "Koné", "Bah"]


@pytest.mark.parametrize("ending", SHEETS)
def test_a_sheet_that_is_too_long_is_refused_not_cut(ending, monkeypatch):
    monkeypatch.setattr("essaim.kernel.tables.cells.MOST_ROWS", 1)

    with pytest.raises(TableTooLong, match="CSV"):
        file_of(ending, [["a"], ["b"]])
    assert file_of("csv", [["a"], ["b"]])[1] == 2
