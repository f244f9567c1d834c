"""Everybody in pairs."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Level, Status, fact
from essaim.algorithms.pairs import check, compose_pairs
from tests.algorithms.two_processes import printed


def ways(names):
    """Yield every way to make pairs, and one trio when the names are an odd number."""
    if not names:
        yield ()
        return
    first, *others = names
    for other in others:
        for rest in ways([name for name in others if name != other]):
            yield ((first, other), *rest)
    if len(names) % 2:
        for two in combinations(others, 2):
            for rest in ways([name for name in others if name not in two]):
                yield ((first, *two), *rest)


def asked(seed):
    draw = random.Random(seed)
    names = [f"p{number}" for number in range(draw.randrange(2, 8))]
    pairs = [frozenset(pair) for pair in combinations(names, 2)]
    weight = {pair: draw.randrange(-5, 6) / 4 for pair in pairs}
    history = {pair: draw.randrange(3) for pair in pairs if draw.random() < 0.4}
    forbidden = {pair for pair in pairs if draw.random() < draw.choice([0, 0.2, 0.6])}
    return names, {"weight": weight, "history": history, "forbidden": forbidden}


def best_of_all(names, weight, history, forbidden):
    """Return the fewest repeats and the highest weight, every way tried; nothing when each is forbidden."""
    found = []
    for way in ways(names):
        together = [frozenset(pair) for group in way for pair in combinations(group, 2)]
        if len(names) > 1 and not forbidden & set(together):
            found.append(
                (-sum(history.get(pair, 0) for pair in together), sum(weight[pair] for pair in together))
            )
    return max(found, default=None)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_small_cases_are_the_best_of_all_and_the_order_of_people_changes_nothing(seed):
    names, rules = asked(seed)

    found = compose_pairs(names, **rules, seed=seed)

    best = best_of_all(names, **rules)
    assert check(names, found, **rules) == []
    assert found.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)
    if best is not None:
        assert (-found.repeats, found.weight) == best
    assert compose_pairs(names[::-1], **rules, seed=seed) == found


def test_an_odd_number_makes_one_trio_that_counts_as_its_three_pairs():
    weight = {frozenset("ab"): 1.0, frozenset("bc"): 1.0, frozenset("ac"): 1.0, frozenset("de"): 0.5}

    found = compose_pairs("abcde", weight=weight, seed=1)

    assert (found.pairs, found.weight) == ((("a", "b", "c"), ("d", "e")), 3.5)
    assert found.levels == (Level("repeats", 0, 0), Level("weight", 3.5, 3.5))
    assert found.explanations[0] == fact("paired", "a", partners="b, c", met=0, weight=2.0)


def test_who_met_before_meets_again_only_when_nothing_else_works():
    history = {frozenset("ab"): 1, frozenset("cd"): 1}

    found = compose_pairs("abcd", weight={frozenset("ab"): 100.0}, history=history, seed=1)

    assert found.repeats == 0
    assert ("a", "b") not in found.pairs


def test_the_seed_alone_decides_between_equal_answers():
    answers = {compose_pairs("abcd", weight={}, seed=seed).pairs for seed in range(40)}

    assert len(answers) == 3


def test_impossible_pairs_are_named():
    star = {frozenset(pair) for pair in combinations("bcd", 2)}
    no_trio = {frozenset("ab"), frozenset("bc"), frozenset("ac")}

    assert compose_pairs("a", weight={}, seed=1).conflicts == (fact("alone", "a"),)
    assert compose_pairs("aab", weight={}, seed=1).conflicts == (fact("same_person_twice", "a"),)
    assert compose_pairs("abcd", weight={}, forbidden=star, seed=1).conflicts == (
        fact("too_few_partners", "b, c, d", groups=3, partners=1, trio=0),
    )
    assert compose_pairs("abc", weight={}, forbidden={frozenset("ab")}, seed=1).conflicts == (
        fact("no_trio", "forbidden", tried=0),
    )
    assert compose_pairs("abc", weight={}, forbidden=no_trio, seed=1).conflicts == (
        fact("too_few_partners", "a, b, c", groups=3, partners=0, trio=1),
    )


def test_nobody_needs_no_pair():
    assert (compose_pairs([], weight={}, seed=1).pairs, compose_pairs([], weight={}, seed=1).status) == (
        (),
        "optimal",
    )


def test_two_hundred_people_are_paired_to_the_proven_optimum():
    draw = random.Random(1)
    names = [f"{number:03}" for number in range(199)]
    weight = {frozenset(pair): draw.random() for pair in combinations(names, 2)}

    found = compose_pairs(names, weight=weight, seed=1)

    assert found.status is Status.OPTIMAL
    assert check(names, found, weight=weight) == []


def test_a_search_for_three_that_ends_early_tells_how_far_its_bound_is(monkeypatch):
    monkeypatch.setattr("essaim.algorithms.pairs.trio.MOST", 1)
    draw = random.Random(5)
    names = [f"{number:02}" for number in range(31)]
    weight = {frozenset(pair): draw.random() for pair in combinations(names, 2)}

    found = compose_pairs(names, weight=weight, seed=1)

    assert check(names, found, weight=weight) == []
    assert found.levels[1].bound >= found.weight


def test_the_same_seed_gives_the_same_answer_in_another_process():
    call = (
        "from tests.algorithms.pairs.test_composing import *; names, rules = asked(11);"
        "print(compose_pairs(names, **rules, seed=4))"
    )
    names, rules = asked(11)

    assert printed(call) == str(compose_pairs(names, **rules, seed=4))


@pytest.mark.parametrize(
    ("weight", "history"), [({frozenset("ab"): float("nan")}, {}), ({}, {frozenset("ab"): -1})]
)
def test_weights_and_histories_that_count_nothing_are_refused(weight, history):
    with pytest.raises(ValueError, match="finite"):
        compose_pairs("ab", weight=weight, history=history, seed=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pairs": (("a", "b"), ("c", "d"))}, "forbidden"),
        ({"pairs": (("a", "c"),)}, "seats"),
        ({"pairs": (("a", "b", "c", "d"),)}, "sizes"),
        ({"weight": 7.0}, "figure"),
        ({"levels": ()}, "figure"),
        ({"explanations": ()}, "explanations"),
        ({"levels": (Level("repeats", 0, 0), Level("weight", 2.0, 9.0))}, "status"),
        ({"status": Status.INFEASIBLE}, "infeasible_without_reason"),
    ],
)
def test_the_check_sees_what_is_broken(change, code):
    rules = {"weight": {frozenset("ac"): 2.0}, "forbidden": {frozenset("ab")}}
    sound = compose_pairs("abcd", **rules, seed=1)

    assert check("abcd", sound, **rules) == []
    assert code in [told.code for told in check("abcd", replace(sound, **change), **rules)]
