"""Whatever is indexed is found, by each of its words, forgiving accents, plurals and a slip; in its place only."""

import unicodedata
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.search.models import Document, Slip
from essaim.search.operations import Entry, forget, index, synchronise
from essaim.search.queries import Piece, pieces, search
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TOWN, HOSPITAL = 1, 2


def entry(key, title, text="", *, organisation=TOWN, kind="session", days=None):
    starts_at = None if days is None else NOW + timedelta(days=days)
    return Entry(kind, key, organisation, title, text, starts_at)


def found(text, *, organisation=TOWN, kind="session"):
    return search(text, organisation=organisation, at=NOW, most=10).keys.get(kind, [])


@pytest.mark.parametrize(
    "text",
    [
        "tableaux croisés",
        "TABLEAU CROISE",
        "les tableaux",
        "tabl",
        "croisés tab",
        "tablau croisés",
        "tabelaux",
        "croissés",
        "dynamique",
        "l’excel",
        "tableur croises",
    ],
)
def test_one_finds_what_one_means(text):
    index([entry(1, "Tableaux croisés", "Excel, pas à pas : dynamiques."), entry(2, "Potager en ville")])

    assert found(text) == [1]


@pytest.mark.parametrize(
    "text", ["", "  ", "!?", "zzz", "potiron", '" OR 1', "title:x", "a" * 500, "NOT AND OR *"]
)
def test_what_is_not_there_is_not_found_and_nothing_breaks(text):
    index([entry(1, "Tableaux croisés")])

    assert found(text) == []


LETTERS = "abcdefghijklmnopqrtuvwyàâäçéèêëîïôöùûüÿœæABCDEFGHIÉÈÀÇŒ"
WORDS = st.text(LETTERS, min_size=3, max_size=12)  # no final « s », « x »: those are plurals already


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_anything_is_found_by_each_of_its_words_with_and_without_accents_and_plural(words):
    Document.objects.all().delete()
    synchronise("session", [entry(1, words[0], " ".join(words))])

    for word in words:
        bare = "".join(
            sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
        )
        assert [found(form) for form in (word, bare, f"{word}s", f"{bare}S ")] == [[1]] * 4


def test_another_organisation_s_words_do_not_exist_not_even_to_mend_a_slip():
    index([entry(1, "Secret médical", organisation=HOSPITAL), entry(2, "Secrétariat")])

    assert found("medical") == []
    assert found("medicla") == []
    assert found("medical", organisation=HOSPITAL) == [1]


def opened(key, title, *guests):
    return Entry("session", key, TOWN, title, guests=guests)


def test_what_is_opened_to_another_organisation_is_found_there_too_slips_mended():
    index([opened(1, "Tableaux croisés", HOSPITAL), opened(2, "Tableaux de bord")])

    assert [found(text, organisation=HOSPITAL) for text in ("tableaux", "tablau", "bord")] == [[1], [1], []]
    assert sorted(found("tableaux")) == [1, 2]


def test_what_is_closed_to_another_organisation_is_found_there_no_more_nor_its_words():
    index([opened(1, "Tableaux croisés", HOSPITAL)])

    assert index([opened(1, "Tableaux croisés")]) == 1

    assert (found("tableaux", organisation=HOSPITAL), found("tableaux")) == ([], [1])
    assert set(Slip.objects.values_list("organisation", flat=True)) == {TOWN}


def test_what_changes_or_goes_changes_or_goes_in_every_organisation():
    index([opened(1, "Tableaux croisés", HOSPITAL)])
    index([opened(1, "Potager", HOSPITAL)])
    assert [found(text, organisation=HOSPITAL) for text in ("tableaux", "potager")] == [[], [1]]

    assert synchronise("session", []) == 2

    assert (found("potager"), found("potager", organisation=HOSPITAL)) == ([], [])


def test_the_title_comes_first_then_what_is_to_come_then_the_latest():
    index(
        [
            entry(1, "Bureautique", "excel", days=2),
            entry(2, "Excel", days=-50),
            entry(3, "Excel", days=30),
            entry(4, "Excel", days=3),
            entry(5, "Excel", days=-5),
        ]
    )

    assert found("excel") == [4, 3, 5, 2, 1]


def test_each_kind_has_its_own_room():
    index([entry(key, "Excel") for key in range(20)] + [entry(1, "Excel", kind="topic")])

    result = search("excel", organisation=TOWN, at=NOW, most=3)

    assert {kind: len(keys) for kind, keys in result.keys.items()} == {"session": 3, "topic": 1}


def test_some_of_the_words_are_said_to_be_only_some():
    index([entry(1, "Tableaux croisés")])

    result = search("tableaux potager", organisation=TOWN, at=NOW, most=3)

    assert (result.keys, result.is_whole) == ({"session": [1]}, False)


def test_what_is_forgotten_is_found_no_more_and_its_words_are_erased():
    index([entry(1, "Nadia Benali", "accueil", kind="agent"), entry(2, "Accueil")])

    forget("agent", [1])

    assert found("benali", kind="agent") == []
    assert Document.objects.count() == 1
    assert set(Slip.objects.values_list("word", flat=True)) == {"accueil"}


def test_what_changed_is_found_under_its_new_words_only():
    index([entry(1, "Tableaux croisés")])
    index([entry(1, "Potager en ville")])

    assert (found("croises"), found("potager")) == ([], [1])


def test_what_did_not_change_costs_one_look(django_assert_num_queries):
    index([entry(1, "Tableaux croisés")])

    with django_assert_num_queries(3):  # the look, in a savepoint of the test
        assert index([entry(1, "Tableaux croisés")]) == 0


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's index has no waiting list")
@pytest.mark.parametrize("name", ["search_words_by_title", "search_words_by_body"])
def test_no_search_reads_words_that_wait_for_their_place_in_the_index(name):
    index(entry(key, f"Atelier {key}", "tableaux croisés") for key in range(50))

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [name])
        assert cursor.fetchone() == (0,)  # pages put in their place just now: none was waiting


def test_synchronise_leaves_exactly_what_it_is_given():
    index([entry(1, "Un"), entry(2, "Deux"), entry(3, "Trois", kind="topic")])

    assert synchronise("session", [entry(2, "Deux"), entry(4, "Quatre")]) == 2
    assert sorted(Document.objects.values_list("kind", "key")) == [
        ("session", 2),
        ("session", 4),
        ("topic", 3),
    ]


def test_the_words_found_are_cut_out_for_a_mark():
    index([entry(1, "Tableaux croisés, pas à pas")])
    result = search("tablau crois", organisation=TOWN, at=NOW, most=3)

    assert pieces("Tableaux croisés, pas à pas", result) == [
        Piece("Tableaux", is_hit=True),
        Piece(" ", is_hit=False),
        Piece("croisés", is_hit=True),
        Piece(", pas à pas", is_hit=False),
    ]


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_pieces_put_together_are_the_text(text):
    result = search("", organisation=TOWN, at=NOW, most=1)

    assert "".join(piece.text for piece in pieces(text, result)) == text
