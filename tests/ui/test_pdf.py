"""PDFs made from a source of ours and data that people wrote."""

from pathlib import Path

import pytest

from essaim.ui import pdf as pdfs
from tests.factories import NOW


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small document of its own, beside the shared parts."""
    monkeypatch.setattr(pdfs, "ROOT", tmp_path)
    (tmp_path / "ui").symlink_to(Path(pdfs.__file__).parent)
    page = tmp_path / "try.typ"
    page.write_text(
        '#import "/ui/typst/essaim.typ": *\n#show: sheet.with(title: data.title)\n= #data.title\n#data.body'
    )
    return "try.typ"


def test_is_tagged_titled_and_the_same_each_time(source):
    made = [pdfs.pdf(source, {"title": "Affiche", "body": "Venez"}, at=NOW) for _ in range(2)]

    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made[0]
    assert b"pdfuaid" in made[0]


@pytest.mark.parametrize(
    "body", ["#panic()", '"] #read("/etc/passwd")', "$x$ *gras* @moi \\", "<script>", "«»:;!?"]
)
def test_what_people_write_is_text_never_source(source, body):
    assert pdfs.pdf(source, {"title": "Essai", "body": body}, at=NOW)


def test_names_of_every_script_find_their_letters(source):
    names = "Nguyễn Thị Ánh, محمد, Łukasz Żółć, Ελένη, Олена"

    without = pdfs.pdf(source, {"title": "Essai", "body": "a"}, at=NOW)
    assert pdfs.pdf(source, {"title": "Essai", "body": names}, at=NOW).count(b"/FontFile2") > without.count(
        b"/FontFile2"
    )


def test_sentences_get_the_spaces_of_french():
    assert pdfs.as_read({"a": ["Venez !", {"b": "l'atelier"}], "c": 3}) == {
        "a": ["Venez\u202f!", {"b": "l’atelier"}],
        "c": 3,
    }


def test_a_word_that_no_line_could_hold_may_be_broken():
    broken = pdfs.as_read(["x" * 120, "anticonstitutionnellement"])

    assert (broken[0].replace("\u200b", ""), max(map(len, broken[0].split("\u200b")))) == ("x" * 120, 20)
    assert broken[1] == "anticonstitutionnellement"


def test_a_qr_code_is_square_and_keeps_its_corners():
    code = pdfs.qr_code("https://essaim.example/s/TCD48/")

    assert {len(row) for row in code} == {len(code)}
    assert code[0][:8] == [True] * 7 + [False]


# The logo of the house ------------------------------------------------------------------------------------

WIDE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10"><path d="M0 0h100v10H0z" fill="#a00"/></svg>'


@pytest.fixture
def marked(source):
    page = pdfs.ROOT / source
    page.write_text(page.read_text() + "\n#mark()")
    return source


def test_a_logo_is_printed_in_its_own_shape(marked):
    said = {"title": "Essai", "body": "a"}
    without = pdfs.pdf(marked, said, at=NOW)

    wide = pdfs.pdf(marked, said | {"logo": {"kind": "svg", "content": WIDE, "ratio": 10.0}}, at=NOW)

    assert wide != without
    assert wide == pdfs.pdf(marked, said | {"logo": {"kind": "svg", "content": WIDE, "ratio": 10.0}}, at=NOW)


def test_a_drawing_that_paper_cannot_show_is_left_out(marked):
    said = {"title": "Essai", "body": "a"}
    broken = {"kind": "png", "content": b"\x89PNG\r\n\x1a\n", "ratio": 1.0}

    assert pdfs.pdf(marked, said | {"logo": broken}, at=NOW) == pdfs.pdf(marked, said, at=NOW)
