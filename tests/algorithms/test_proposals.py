"""Proposals: closeness, themes that learn, and duplicates that were edited."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.algorithms.edits import edited
from essaim.algorithms.proposals import check, near_duplicates, similar_texts, suggest_themes, voices

CYCLING = [
    "Installer des abris fermés pour les vélos devant chaque bâtiment",
    "Prêter des vélos électriques pour les déplacements entre les sites",
    "Une piste cyclable entre la gare et la direction",
    "Réparer son vélo ensemble le midi, avec un atelier ouvert",
]
READING = [
    "Créer une bibliothèque partagée dans le hall",
    "Un club de lecture le jeudi midi, avec un livre par mois",
    "Échanger les revues entre les services plutôt que s'abonner deux fois",
    "Des livres audio à emprunter à la bibliothèque pour le train",
]
COOKING = [
    "Un potager sur le toit pour la cantine",
    "Des repas végétariens à la cantine deux fois par semaine",
    "Composter les restes des repas du restaurant administratif",
    "Cuisiner les légumes du potager pendant un atelier de cuisine",
]
TEXTS = CYCLING + READING + COOKING
THEMES = ["Vélo"] * 4 + ["Livres"] * 4 + ["Cuisine"] * 4
words = st.sampled_from(
    ["vélo", "abri", "livre", "repas", "potager", "gare", "cantine", "atelier", "midi", "le", "pour"]
)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)


def test_the_nearest_shares_words_and_says_which():
    index = similar_texts(TEXTS)

    assert [j for j, _ in index.nearest(8, 2)] == [9, 11]
    assert {fact["term"] for fact in index.shared(8, 11)} == {"potag"}
    assert index.shared(0, 6) == [] or all(fact.code == "shared_run" for fact in index.shared(0, 6))
    assert check(TEXTS, nearest={i: index.nearest(i) for i in range(len(TEXTS))}) == []


def test_case_accents_and_ligatures_play_no_part():
    index = similar_texts(["Œuvrer à l’été", "OEUVRER A L'ETE", "oeuvrer à l'e\u0301te\u0301", "Autre chose"])

    assert index.nearest(0, 5) == [(1, 1.0), (2, 1.0)]


def test_texts_without_words_are_close_to_nothing():
    index = similar_texts(["", "…", "Le vélo", "le la les"])

    assert [index.nearest(i) for i in range(4)] == [[], [], [], []]
    assert near_duplicates(index) == []
    assert suggest_themes(index, {2: "Vélo"}).keys() == {0, 1, 3}
    assert suggest_themes(similar_texts([]), {}) == {}


def test_themes_are_learnt_from_a_card_of_each():
    index = similar_texts(TEXTS)
    assigned = {0: "Vélo", 5: "Livres", 8: "Cuisine"}

    offered = suggest_themes(index, assigned, k=1)

    assert {i: offer[0][0] for i, offer in offered.items() if i in (1, 7, 11)} == {
        1: "Vélo",
        7: "Livres",
        11: "Cuisine",
    }
    assert check(TEXTS, assigned=assigned, suggestions=offered, k=1) == []


def test_nothing_is_offered_before_somebody_begins_and_only_themes_in_use():
    index = similar_texts(TEXTS)

    assert suggest_themes(index, {}) == {i: [] for i in range(12)}
    assert {len(offer) for offer in suggest_themes(index, {0: "Vélo"}).values()} == {1}
    assert {len(offer) for offer in suggest_themes(index, {0: "Vélo", 4: "Livres"}, k=5).values()} == {2}


def test_each_move_is_learnt():
    index = similar_texts(TEXTS)
    assigned = {0: "Vélo", 5: "Livres"}

    before = suggest_themes(index, assigned)[11]
    after = suggest_themes(index, {**assigned, 8: "Cuisine"})[11]

    assert ("Cuisine" in dict(before), after[0][0]) == (False, "Cuisine")


def test_voices_are_cards_of_the_theme_and_add_up_to_no_more_than_was_said():
    index = similar_texts(TEXTS)
    assigned = dict(enumerate(THEMES[:-1]))

    spoken = voices(index, assigned, 11, "Cuisine")

    assert spoken[0]["text"] == 8
    assert {assigned[fact["text"]] for fact in spoken} == {"Cuisine"}
    assert [fact["closeness"] for fact in spoken] == [index.closeness(11, fact["text"]) for fact in spoken]


@settings(max_examples=40, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=14, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_texts_and_names_of_themes_change_nothing(texts, dice):
    order = list(range(len(texts)))
    dice.shuffle(order)
    one, other = similar_texts(texts), similar_texts([texts[i] for i in order])
    assigned = {i: "ab"[i % 2] for i in range(len(texts) // 2)}
    moved = {order.index(i): f"z{theme}" for i, theme in assigned.items()}

    here, there = suggest_themes(one, assigned), suggest_themes(other, moved)
    twins = {(order[i], order[j]) for i, j, _ in near_duplicates(other)}

    assert {tuple(sorted(pair)) for pair in twins} == {(i, j) for i, j, _ in near_duplicates(one)}
    assert {order[i]: sorted(round(s, 4) for _, s in offer) for i, offer in there.items()} == {
        i: sorted(round(s, 4) for _, s in offer) for i, offer in here.items()
    }
    assert check(texts, assigned=assigned, suggestions=here, duplicates=near_duplicates(one)) == []


def test_edited_copies_are_found_and_different_proposals_are_not():
    dice = random.Random(5)
    copies = [edited(text, dice, edits=2) for text in TEXTS]
    index = similar_texts(TEXTS + copies)

    found = near_duplicates(index)

    assert {(i, j) for i, j, _ in found} == {(i, i + 12) for i in range(12)}
    assert check(TEXTS + copies, duplicates=found) == []


def test_a_threshold_is_a_share():
    with pytest.raises(ValueError, match="between 0 and 1"):
        near_duplicates(similar_texts(TEXTS), threshold=0)


def test_texts_that_do_not_exist_are_refused():
    index = similar_texts(TEXTS)

    for call in (
        lambda: index.nearest(12),
        lambda: index.nearest(-1),
        lambda: suggest_themes(index, {12: "x"}),
    ):
        with pytest.raises(IndexError, match="there are 12"):
            call()


def test_two_processes_give_the_same_bytes():
    script = (
        "from tests.algorithms.test_proposals import *;"
        "i = similar_texts(TEXTS); a = dict(enumerate(THEMES[::2]));"
        "print(i, i.nearest(3), suggest_themes(i, a), near_duplicates(i, threshold=0.1))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env
        ).stdout
        for env in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "1"})
    }
    assert len(runs) == 1


INDEX = similar_texts(TEXTS)
ASSIGNED = {0: "Vélo", 5: "Livres", 8: "Cuisine"}
OFFERED = suggest_themes(INDEX, ASSIGNED)


@pytest.mark.parametrize(
    "said",
    [
        {"nearest": {8: INDEX.nearest(8)[1:]}},
        {"nearest": {8: [(11, 0.9), *INDEX.nearest(8)[1:]]}},
        {"nearest": {8: INDEX.nearest(8)[::-1]}},
        {"nearest": {8: [(8, 1.0)]}},
        {"duplicates": [(8, 11, 0.7)]},
        {"duplicates": [], "threshold": 0.1},
        {"assigned": ASSIGNED, "suggestions": {i: OFFERED[i] for i in list(OFFERED)[1:]}},
        {"assigned": ASSIGNED, "suggestions": {**OFFERED, 1: OFFERED[1][::-1]}},
        {"assigned": ASSIGNED, "suggestions": {**OFFERED, 1: OFFERED[2]}},
        {"assigned": ASSIGNED, "suggestions": {**OFFERED, 1: [("Autre", 1.0), OFFERED[1][0]]}},
        {"assigned": ASSIGNED, "suggestions": {**OFFERED, 1: OFFERED[1][:1]}},
    ],
)
def test_a_broken_answer_is_rejected(said):
    assert check(TEXTS, **said) != []
