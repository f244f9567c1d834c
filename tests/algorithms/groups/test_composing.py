"""Tables over one or several rounds."""

import random
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Status, fact
from essaim.algorithms.groups import (
    MixingWeights,
    Person,
    check,
    compose_groups,
    keep_in_place,
    score_seating,
)
from essaim.algorithms.groups.checking import broken_rules, points_of
from tests.algorithms.two_processes import printed


def strangers(count):
    return [Person(f"p{number:03}", unit=f"unit {number}") for number in range(count)]


def agents(count, *, units=4, seed=1):
    draw = random.Random(seed)
    return [
        Person(f"p{number:02}", f"u{draw.randrange(units)}", draw.choice("XY"), draw.choice("ABC"), draw.choice("st"))
        for number in range(count)
    ]  # fmt: skip


def past(people, count, seed=1):
    draw = random.Random(seed)
    names = [person.id for person in people]
    return {frozenset(draw.sample(names, 2)): draw.randrange(1, 3) for _ in range(count)}


def every_round(people, sizes):
    """Return every way to seat people, groups of one size told apart."""
    names = [person.id for person in people]
    found = set()
    for order in permutations(names):
        cut, groups = 0, []
        for size in sizes:
            groups.append(tuple(sorted(order[cut : cut + size])))
            cut += size
        found.add(tuple(groups))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_one_small_round_reaches_the_best_of_all(seed):
    people, sizes = agents(7, seed=seed), [3, 2, 2]
    met = past(people, 6, seed)

    found = compose_groups(people, sizes=sizes, met=met, seed=seed)

    ways = every_round(people, sizes)
    assert found.points == max(points_of(people, (way,), MixingWeights(), met) for way in ways)
    assert check(people, found, sizes=sizes, met=met) == []


def test_two_small_rounds_reach_the_best_of_all():
    people, sizes = agents(6, seed=3), [2, 2, 2]
    met = past(people, 5)

    found = compose_groups(people, sizes=sizes, rounds=2, met=met, seed=1)

    ways = [way for way in every_round(people, sizes) if way == tuple(sorted(way))]
    best = max(points_of(people, both, MixingWeights(), met) for both in combinations(ways, 2))
    assert found.points == best


@pytest.mark.parametrize(
    ("groups", "size", "weeks"), [(3, 3, 4), (5, 3, 6), (9, 3, 9), (20, 5, 6), (25, 8, 4)]
)
def test_golfers_never_meet_twice(groups, size, weeks):
    people = strangers(groups * size)

    found = compose_groups(people, sizes=[size] * groups, rounds=weeks, seed=1)

    assert (found.repeats, found.status) == (0, Status.OPTIMAL)
    assert check(people, found, sizes=[size] * groups, rounds=weeks) == []


def test_repeats_that_nobody_can_avoid_are_proven():
    found = compose_groups(strangers(4), sizes=[2, 2], rounds=4, seed=1)

    assert (found.repeats, found.levels[0].bound, found.status) == (2, 2, Status.OPTIMAL)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3))
def test_hard_rules_are_kept_or_named_and_the_order_of_people_changes_nothing(seed, rounds, limit):
    draw = random.Random(seed)
    people = agents(draw.randrange(1, 14), seed=seed)
    names = [person.id for person in people]
    sizes = [(draw.randrange(0, 4), 4) for _ in range(draw.randrange(1, 5))]
    rules = {
        "sizes": sizes,
        "rounds": rounds,
        "met": past(people, 5, seed) if len(people) > 1 else {},
        "pinned": {draw.choice(names): draw.randrange(len(sizes))} if draw.random() < 0.5 else {},
        "apart": {frozenset(draw.sample(names, 2)) for _ in range(3)} if len(people) > 1 else set(),
        "max_same_unit": limit,
    }

    found = compose_groups(people, **rules, seed=seed, time_limit=0.01)

    assert check(people, found, **rules) == []
    draw.shuffle(people)
    assert compose_groups(people, **rules, seed=seed, time_limit=0.01) == found


def test_an_impossible_event_of_few_is_impossible_by_every_way_too():
    people = agents(5, units=2, seed=4)
    names = [person.id for person in people]
    for apart in combinations([frozenset(pair) for pair in combinations(names[:4], 2)], 3):
        rules = {"sizes": [3, 2], "apart": set(apart), "max_same_unit": 2}
        found = compose_groups(people, **rules, seed=1, time_limit=0.01)
        ways = [way for way in every_round(people, [3, 2]) if not broken_rules(people, (way,), **rules)]
        assert (found.status is Status.INFEASIBLE) == (not ways)


def contradiction(people, **rules):
    return compose_groups(people, **rules, seed=1).conflicts


def test_each_contradiction_is_named_with_its_figures():
    same = [Person(f"p{number}", unit="DSI") for number in range(6)]
    p0, p1, p2 = (frozenset(pair) for pair in (("p0", "p1"), ("p0", "p2"), ("p1", "p2")))

    assert contradiction(same, sizes=[2, 2]) == (fact("too_few_places", "sizes", people=6, places=4),)
    assert contradiction(same, sizes=[(4, 5)] * 2) == (fact("too_many_places", "sizes", people=6, places=8),)
    assert contradiction(same, sizes=[3, 3], pinned={f"p{k}": 0 for k in range(4)}) == (
        fact("pinned_beyond_size", "0", round=0, pinned=4, most=3),
        fact("pins_leave_too_few", "pinned", round=0, people=6, needed=7),
    )
    assert contradiction(same, sizes=[3, 3], pinned={"p0": 1, "p1": 1}, apart={p0}) == (
        fact("pinned_together_and_apart", "p0", other="p1", round=0, group=1),
    )
    assert contradiction(same, sizes=[3, 3], max_same_unit=2) == (
        fact("unit_too_large", "DSI", people=6, groups=2, most=2),
    )
    assert contradiction(same, sizes=[3, 3], apart={p0, p1, p2}) == (
        fact("too_many_apart", "p0, p1, p2", people=3, groups=2),
    )
    assert contradiction(same, sizes=[3, 3], pinned={"x": 0, "p1": 2}, apart={frozenset(("p1", "y"))}) == (
        fact("unknown_person", "x", rule="pinned"),
        fact("unknown_person", "y", rule="apart"),
        fact("unknown_group", "p1", round=0, group=2, groups=2),
    )
    assert contradiction([*same, same[0]], sizes=[4, 3]) == (fact("same_person_twice", "p0"),)


def test_rules_that_only_together_contradict_each_other_are_named():
    people = strangers(4)
    apart = {frozenset(("p000", other)) for other in ("p001", "p002")}

    found = compose_groups(people, sizes=[2, 2], apart=apart, pinned={"p003": 1, "p000": 0}, seed=1)

    assert found.conflicts == (fact("contradiction", "sizes, pinned, apart", round=0),)
    assert check(people, found, sizes=[2, 2], apart=apart) == []


def test_a_pin_holds_in_every_round_or_in_those_it_names():
    people = strangers(9)
    pinned = {"p000": 2, "p001": {1: 0}, "p002": (None, 1)}

    found = compose_groups(people, sizes=[3] * 3, rounds=3, pinned=pinned, seed=1)

    seats = [
        [name in found.rounds[r][g] for r in range(3)] for name, g in (("p000", 2), ("p001", 0), ("p002", 1))
    ]
    assert seats[0] == [True, True, True]
    assert (seats[1][1], seats[2][1]) == (True, True)
    assert check(people, found, sizes=[3] * 3, rounds=3, pinned=pinned) == []


def test_tables_kept_after_a_move_by_hand_stay_and_the_rest_is_composed_around():
    people = agents(12)
    first = compose_groups(people, sizes=[4] * 3, rounds=2, seed=1)
    (a, *others), (b, *rest), last = first.rounds[0]
    moved = (tuple(sorted((b, *others))), tuple(sorted((a, *rest))), last)
    rounds = (moved, first.rounds[1])

    pins = keep_in_place(rounds, people={a}, tables={(0, 0)})
    again = compose_groups(people, sizes=[4] * 3, rounds=2, pinned=pins, seed=1)

    assert again.rounds[0][0] == moved[0]
    assert a in again.rounds[0][1]
    assert check(people, again, sizes=[4] * 3, rounds=2, pinned=pins) == []


def test_sizes_are_as_even_as_the_intervals_allow():
    found = compose_groups(strangers(17), sizes=[(2, 8), (2, 8), (2, 3)], seed=1)

    assert [len(group) for group in found.rounds[0]] == [7, 7, 3]


def test_people_who_met_before_are_told_from_new_ones():
    people = [replace(person, unit="DSI") for person in strangers(4)]
    met = {frozenset(("p000", "p001")): 1, frozenset(("p002", "p003")): 1}

    found = compose_groups(people, sizes=[2, 2], met=met, seed=1)

    assert found.new_ties == 2
    assert found.explanations[0] == fact(
        "seated", "p000", colleagues=1, new=1, other_units=0, repeats=0, pinned=0
    )
    assert (found.fewest_new, found.expected_interval) == (1, (0.0, 2.0))
    assert found.expected_new_ties == pytest.approx(4 / 3, abs=0.2)
    assert found.gain == pytest.approx(2 / found.expected_new_ties - 1)


def test_the_score_of_the_answer_as_it_stands_is_the_answers():
    people, rules = agents(16), {"sizes": [4] * 4, "met": past(agents(16), 20)}
    found = compose_groups(people, **rules, rounds=2, seed=5)

    score = score_seating(people, found.rounds, **rules, seed=5)

    names = (
        "points",
        "new_ties",
        "repeats",
        "fewest_new",
        "expected_new_ties",
        "expected_interval",
        "gain",
        "explanations",
    )
    assert [getattr(score, name) for name in names] == [getattr(found, name) for name in names]
    assert score.violations == ()


def test_the_same_seed_gives_the_same_answer_in_another_process():
    call = (
        "from tests.algorithms.groups.test_composing import *;"
        "print(compose_groups(agents(16), sizes=[(3, 5)] * 4, rounds=2, met=past(agents(16), 20), seed=3))"
    )

    ours = compose_groups(agents(16), sizes=[(3, 5)] * 4, rounds=2, met=past(agents(16), 20), seed=3)

    assert printed(call) == str(ours)


def test_progress_grows_from_zero_to_one_and_the_clock_is_admitted(monkeypatch):
    monkeypatch.setattr("essaim.algorithms.groups.searching.PACE", 10**9)
    told = []

    found = compose_groups(
        agents(100, units=30), sizes=[10] * 10, rounds=3, seed=1, time_limit=0.2, progress=told.append
    )

    assert found.is_cut
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_nobody_is_seated_nowhere():
    found = compose_groups([], sizes=[(0, 3)], rounds=2, seed=1)

    assert (found.rounds, found.status) == ((((),), ((),)), Status.OPTIMAL)


def test_less_than_a_round_is_refused():
    with pytest.raises(ValueError, match="at least one round"):
        compose_groups(strangers(2), sizes=[2], rounds=0, seed=1)
    with pytest.raises(ValueError, match="zero or more"):
        MixingWeights(unit=-1.0)
