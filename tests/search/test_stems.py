"""Words as they are compared."""

import pytest

from essaim.search.stems import fold, singular, stem, telling, tokens_of, words_of
from essaim.search.typos import is_one_slip, keys_of, nearest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Les œuvres d’été", ["les", "oeuvres", "d", "ete"]),
        ("TRUC² à l'accueil", ["truc2", "a", "l", "accueil"]),
        ("e\u0301te\u0301", ["ete"]),
        ("—!;", []),
    ],
)
def test_words_are_folded(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("several", "one"),
    [("tableaux", "tableau"), ("journaux", "journal"), ("travaux", "travail"), ("formations", "formation")],
)
def test_plurals_meet_their_singular(several, one):
    assert stem(several) == stem(one)
    assert singular(several) == one


def test_a_family_of_words_shares_its_stem():
    assert len({stem(word) for word in ("formation", "formations", "former")}) <= 2
    assert stem("croises") == stem("croise")


def test_another_script_becomes_plain_signs():
    assert all(token.isascii() and token.isalnum() for token in tokens_of("Ελλάδα жизнь 東京"))


def test_words_that_say_nothing_are_looked_for_only_when_alone():
    assert telling(words_of("le tableau")) == ["tableau"]
    assert telling(["le"]) == ["le"]


@pytest.mark.parametrize("slip", ["tablau", "tabbleau", "tabelau", "tabloau", "tableau"])
def test_one_slip_is_forgiven(slip):
    assert is_one_slip(slip, "tableau")
    assert keys_of(slip) & keys_of("tableau")


@pytest.mark.parametrize("far", ["tableur", "tabl", "bureau", "tbaleua"])
def test_two_slips_are_not(far):
    assert not is_one_slip(far, "tableau")
    assert nearest(far, ["tableau"]) == []


def test_folding_is_done_once():
    assert fold(fold("Élève ŒUVRÉ")) == fold("Élève ŒUVRÉ") == "eleve oeuvre"
