"""A buddy for each newcomer."""

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import fact
from essaim.algorithms.pairs import assign_buddies, check_buddies


def asked(seed):
    draw = random.Random(seed)
    newcomers = [f"n{number}" for number in range(draw.randrange(5))]
    buddies = {f"b{number}": draw.randrange(3) for number in range(draw.randrange(1, 4))}
    score = {pair: draw.randrange(-9, 10) / 2 for pair in product(newcomers, buddies) if draw.random() < 0.7}
    return newcomers, buddies, score


def best_of_all(newcomers, buddies, score):
    """Return the most newcomers with a buddy, then the highest score, every way tried."""
    best = (0, 0.0)
    for way in product([None, *buddies], repeat=len(newcomers)):
        pairs = [(newcomer, buddy) for newcomer, buddy in zip(newcomers, way, strict=True) if buddy]
        if all(pair in score for pair in pairs) and all(way.count(b) <= most for b, most in buddies.items()):
            best = max(best, (len(pairs), sum(score[pair] for pair in pairs)))
    return best


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6))
def test_small_cases_are_the_best_of_all_and_the_order_of_people_changes_nothing(seed):
    newcomers, buddies, score = asked(seed)

    found = assign_buddies(newcomers, buddies, score=score, seed=seed)

    assert (
        (len(found.buddy), found.score) == best_of_all(newcomers, buddies, score) if newcomers else (0, 0.0)
    )
    assert check_buddies(newcomers, buddies, found, score=score) == []
    turned = dict(reversed(buddies.items()))
    assert assign_buddies(newcomers[::-1], turned, score=score, seed=seed) == found


def test_whoever_stays_without_a_buddy_reads_why():
    score = {("ann", "bob"): 1.0, ("cleo", "bob"): 3.0}

    found = assign_buddies(["ann", "cleo", "dan"], {"bob": 1}, score=score)

    assert (found.buddy, found.unassigned) == ({"cleo": "bob"}, ("ann", "dan"))
    assert found.explanations == (
        fact("all_full", "ann", allowed=1),
        fact("assigned", "cleo", buddy="bob", score=3.0),
        fact("no_allowed_buddy", "dan", allowed=0),
    )


@pytest.mark.parametrize(
    ("newcomers", "buddies", "score"),
    [(["a", "a"], {"b": 1}, 1.0), (["a"], {"b": -1}, 1.0), (["a"], {"b": 1}, float("inf"))],
)
def test_input_that_means_nothing_is_refused(newcomers, buddies, score):
    with pytest.raises(ValueError, match=r"once|finite"):
        assign_buddies(newcomers, buddies, score=lambda newcomer, buddy: score)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"buddy": {"a": "x", "b": "x"}}, "capacity"),
        ({"buddy": {"a": "y", "b": "x"}}, "forbidden"),
        ({"buddy": {}}, "newcomers"),
        ({"buddy": {}, "unassigned": ("a", "b"), "score": 0.0}, "left_out"),
        ({"score": 9.0}, "figure"),
    ],
)
def test_the_check_sees_what_is_broken(change, code):
    buddies, score = {"x": 1, "y": 1}, {("a", "x"): 1.0, ("b", "x"): 1.0, ("b", "y"): 1.0}
    sound = assign_buddies("ab", buddies, score=score)

    assert check_buddies("ab", buddies, sound, score=score) == []
    found = check_buddies("ab", buddies, replace(sound, **change), score=score)
    assert code in [told.code for told in found]
