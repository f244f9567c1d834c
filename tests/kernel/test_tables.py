"""Tables for spreadsheets."""

import pytest

from essaim.kernel.tables import csv_rows


def cells(value):
    _, line = csv_rows(["Titre", "Suite"], [[value, "…"]])
    return line.removesuffix(";…\r\n")


def test_the_file_opens_in_french_spreadsheets():
    assert (
        "".join(csv_rows(["Nom", "Service"], [["Koné", "Écoles"]])) == "\ufeffNom;Service\r\nKoné;Écoles\r\n"
    )


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_begins_like_a_formula_is_kept_as_text(text):
    assert cells(text).lstrip('"').startswith(f"'{text[0]}")


@pytest.mark.parametrize(("value", "line"), [(-2, "-2"), (None, ""), ("a;b", '"a;b"'), ('"', '""""')])
def test_numbers_stay_numbers_and_signs_are_quoted(value, line):
    assert cells(value) == line


def test_rows_are_read_one_at_a_time():
    def rows():
        yield ["un"]
        raise AssertionError("the second row was read before it was asked for")

    lines = csv_rows(["Titre"], rows())

    assert [next(lines), next(lines)] == ["\ufeffTitre\r\n", "un\r\n"]
