"""English is whole: every sentence is translated, keeps its placeholders, and counts 0, 1 and 2 as English does."""

import ast

import polib
import pytest
from django.utils import translation

from essaim.kernel.language import ENGLISH, speaking
from scripts import english
from scripts.sentences import ROOT, counted_sentences

LINES = polib.pofile(str(english.CATALOGUE))


def test_every_sentence_has_its_line_and_no_line_is_left_over():
    asked = {(entry.msgid, entry.msgid_plural) for entry in english.wanted()}

    assert asked ^ {(entry.msgid, entry.msgid_plural) for entry in LINES} == set(), "run `make messages`"


def test_every_line_is_translated_with_its_placeholders():
    troubles = [(trouble, line.msgid) for line in LINES if (trouble := english.trouble_of(line))]

    assert troubles == [], "translate them in locale/en, then run `make messages`"


def test_what_the_product_reads_is_what_is_written():
    read = polib.mofile(str(english.CATALOGUE.with_suffix(".mo")))

    assert {line.msgid: english.said_by(line) for line in read} == {
        line.msgid: english.said_by(line) for line in LINES
    }


def test_english_is_typeset_as_english():
    french_signs = [line.msgid for line in LINES for _f, said in english.said_by(line) if is_french_set(said)]

    # the examples of a programme's own words are French words in a French sentence
    assert [one for one in french_signs if "«" not in one and "»" not in one] == []


def is_french_set(said):
    return any(sign in said for sign in "«»\u202f") or any(f" {sign}" in said for sign in ";?!:")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            polib.POEntry(msgid="%(n)s places", msgstr="places"),
            "placeholders, tags, or spaces at the ends differ",
        ),
        (polib.POEntry(msgid="Oui", msgstr=" Yes"), "placeholders, tags, or spaces at the ends differ"),
        (polib.POEntry(msgid="Oui", msgstr=""), "not translated"),
        (polib.POEntry(msgid="Oui", msgstr="Yes", flags=["fuzzy"]), "fuzzy or obsolete"),
        (polib.POEntry(msgid="Oui : %(n)s <b>", msgstr="%(n)s: <b> yes"), ""),
    ],
)
def test_a_wrong_line_is_told(line, found):
    assert english.trouble_of(line) == found


@pytest.mark.parametrize(("language", "singular"), [("fr", [0, 1]), (ENGLISH, [1])])
def test_zero_one_and_two_are_counted_as_the_language_does(language, singular):
    with speaking(language):
        for one, many in counted_sentences():
            said = {count: translation.ngettext(one, many, count) for count in (0, 1, 2)}
            assert all(said[count] == said[1] for count in singular)
            assert said[0] == said[0 if 0 in singular else 2]


def test_places_are_counted():
    def counted(count):
        return translation.ngettext("%(n)s place libre", "%(n)s places libres", count) % {"n": count}

    with speaking(ENGLISH):
        assert [counted(n) for n in (0, 1, 2)] == ["0 free places", "1 free place", "2 free places"]
    assert [counted(n) for n in (0, 1, 2)] == ["0 place libre", "1 place libre", "2 places libres"]


def said_on_reading(tree):
    """Sentences said once, when a module is read: in French for ever."""
    at_once = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in {"gettext", "ngettext"}
    }
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in at_once and id(node) not in inside:
            yield node.lineno


def test_no_sentence_is_said_before_somebody_reads_it():
    sources = sorted((ROOT / "essaim").rglob("*.py"))

    found = {str(path.relative_to(ROOT)): [*said_on_reading(ast.parse(path.read_text()))] for path in sources}
    assert {name: lines for name, lines in found.items() if lines} == {}, "use gettext_lazy"
