"""The check of tables sees what is broken."""

from dataclasses import replace

import pytest

from essaim.algorithms.answers import Level, Status, fact
from essaim.algorithms.groups import Person, check, compose_groups, score_seating

PEOPLE = [Person(name, unit) for name, unit in zip("abcdef", "UUVVWW", strict=True)]
RULES = {
    "sizes": [2, 2, 2],
    "rounds": 2,
    "pinned": {"a": 0},
    "apart": {frozenset("ab"), frozenset("af")},
    "max_same_unit": 1,
}


@pytest.fixture(scope="module")
def sound():
    found = compose_groups(PEOPLE, **RULES, seed=1)
    assert check(PEOPLE, found, **RULES) == []
    return found


@pytest.mark.parametrize(
    ("first", "codes"),
    [
        (("ac", "be", "df"), []),
        (("ac", "be", "dd"), ["seats", "seats", "unit"]),
        (("ac", "be", "dx"), ["seats", "seats"]),
        (("acb", "e", "df"), ["apart", "size", "size", "unit"]),
        (("ac", "bedf"), ["groups", "unit"]),
        (("be", "ac", "df"), ["pinned"]),
        (("af", "be", "cd"), ["apart", "unit"]),
    ],
)
def test_a_broken_rule_is_seen(sound, first, codes):
    broken = replace(sound, rounds=(tuple(map(tuple, first)), sound.rounds[1]))

    rules = ("seats", "size", "groups", "pinned", "apart", "unit")
    found = [told.code for told in check(PEOPLE, broken, **RULES) if told.code in rules]
    assert sorted(found) == codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"new_ties": 99}, "figure"),
        ({"points": 1.0}, "figure"),
        ({"repeats": 1}, "figure"),
        ({"fewest_new": 9}, "figure"),
        ({"explanations": ()}, "explanations"),
        ({"explanations": (fact("seated", "a", colleagues=9),)}, "explanation"),
        ({"levels": ()}, "levels"),
        ({"levels": (Level("repeats", 3, 0), Level("points", 0, 0))}, "level"),
        ({"levels": (Level("repeats", 0, 1), Level("points", 0, 0))}, "bound"),
        ({"rounds": ()}, "rounds"),
        ({"status": Status.INFEASIBLE}, "infeasible_without_reason"),
    ],
)
def test_a_wrong_figure_is_seen(sound, change, code):
    assert code in [told.code for told in check(PEOPLE, replace(sound, **change), **RULES)]


def test_a_status_beyond_what_is_proven_is_seen(sound):
    levels = (sound.levels[0], replace(sound.levels[1], bound=10**6))
    broken = replace(sound, levels=levels, status=Status.OPTIMAL)

    assert [told.code for told in check(PEOPLE, broken, **RULES)] == ["status"]


def test_a_move_by_hand_is_scored_with_the_rules_that_it_breaks():
    rounds = [["ab", "cd", "ef"]]

    score = score_seating(PEOPLE, rounds, sizes=[2, 2, 2], apart={frozenset("ab")}, max_same_unit=1, seed=1)

    assert [told.code for told in score.violations] == ["apart", "unit", "unit", "unit"]
    assert (score.points, score.new_ties, score.repeats, score.fewest_new) == (12.0, 3, 0, 1)
    assert score.explanations[0] == fact(
        "seated", "a", colleagues=1, new=1, other_units=0, repeats=0, pinned=0
    )


def test_a_seating_that_forgets_somebody_has_no_figures():
    score = score_seating(PEOPLE, [["ab", "cd", "e"]], seed=1)

    assert score.violations == (fact("seats", "f", round=0, seats=0, expected=1),)
    assert (score.points, score.explanations) == (0.0, ())
