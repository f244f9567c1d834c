"""Mixing: beside networkx, beside brute force, and what may never be read from it."""

import random
import subprocess
import sys
from dataclasses import replace

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Status
from essaim.algorithms.mixing import check, mixing_index, update_mixing

PEOPLE = [f"p{number:02}" for number in range(14)]
UNITS = {name: "abc"[at % 3] for at, name in enumerate(PEOPLE[:-1])}  # the last has no unit
attendances = st.lists(
    st.tuples(st.sampled_from(["s1", "s2", "s3", "s4"]), st.sampled_from(PEOPLE)), max_size=40
)


def season(seed: int, *, people: int = 60, units: int = 5, sessions: int = 20) -> tuple[list, dict[str, str]]:
    dice = random.Random(seed)
    unit_of = {f"p{at}": f"u{dice.randrange(units)}" for at in range(people)}
    pairs = [
        (f"s{session}", person)
        for session in range(sessions)
        for person in dice.sample(sorted(unit_of), dice.randint(1, 15))
    ]
    return pairs, unit_of


def graph_of(pairs, unit_of):
    graph = networkx.Graph()
    sheets: dict[str, set[str]] = {}
    for session, person in pairs:
        sheets.setdefault(session, set()).add(person)
    for people in sheets.values():
        for one in people:
            for other in people:
                if one < other:
                    before = graph.get_edge_data(one, other, {"weight": 0})["weight"]
                    graph.add_edge(one, other, weight=before + 1 / (len(people) - 1))
    return graph


@pytest.mark.parametrize("seed", range(5))
def test_modularity_and_ei_index_are_those_of_the_graph_of_people(seed):
    pairs, unit_of = season(seed)
    graph = graph_of(pairs, unit_of)
    groups = [{name for name in graph if unit_of[name] == unit} for unit in set(unit_of.values())]

    mixing = mixing_index(pairs, unit_of, draws=39)

    between = sum(w for one, other, w in graph.edges.data("weight") if unit_of[one] != unit_of[other])
    total = graph.size(weight="weight")
    assert mixing.modularity == pytest.approx(networkx.community.modularity(graph, groups), abs=1e-12)
    assert mixing.ei_index == pytest.approx((2 * between - total) / total, abs=1e-12)
    assert mixing.status == Status.OPTIMAL
    assert check(pairs, unit_of, mixing) == []


@settings(max_examples=60, deadline=None)
@given(attendances, st.randoms(use_true_random=False))
def test_the_order_and_repeats_of_the_pairs_change_nothing(pairs, dice):
    mixed = pairs + pairs[:3]
    dice.shuffle(mixed)

    one, other = (mixing_index(given, UNITS, fewest=2, draws=39) for given in (pairs, mixed))

    assert (one.digest, one.ei_index, one.modularity, one.chance, one.cells) == (
        other.digest,
        other.ei_index,
        other.modularity,
        other.chance,
        other.cells,
    )
    assert check(pairs, UNITS, one) == []


@settings(max_examples=40, deadline=None)
@given(attendances)
def test_other_names_for_people_and_units_change_no_measure(pairs):
    one = mixing_index(pairs, UNITS, draws=0, fewest=1)
    other = mixing_index(
        [(session, person[::-1]) for session, person in pairs],
        {person[::-1]: f"z{unit}" for person, unit in UNITS.items()},
        draws=0,
        fewest=1,
    )

    assert other.ei_index == pytest.approx(one.ei_index, abs=1e-12)
    assert other.modularity == pytest.approx(one.modularity, abs=1e-12)
    assert [(c.first[1:], c.second[1:], c.people) for c in sorted(other.cells, key=repr)] == [
        (c.first, c.second, c.people) for c in sorted(one.cells, key=repr)
    ]


@settings(max_examples=60, deadline=None)
@given(attendances, st.sampled_from(["s0", "s2", "s5"]), st.lists(st.sampled_from(PEOPLE), max_size=8))
def test_one_session_more_or_corrected_equals_measuring_everything(pairs, session, people):
    others = [pair for pair in pairs if pair[0] != session]

    updated = update_mixing(mixing_index(pairs, UNITS, fewest=2, draws=39), session, people)

    full = mixing_index([*others, *((session, person) for person in people)], UNITS, fewest=2, draws=39)
    assert repr(updated) == repr(full)
    assert updated.cells == full.cells


def test_a_newcomer_brings_a_unit():
    pairs, unit_of = season(1)
    updated = update_mixing(mixing_index(pairs, unit_of), "new", ["p1", "guest"], units={"guest": "u9"})

    assert repr(updated) == repr(
        mixing_index([*pairs, ("new", "p1"), ("new", "guest")], unit_of | {"guest": "u9"})
    )


def test_a_unit_that_changed_asks_for_a_measure_from_the_pairs():
    mixing = mixing_index([("s", "a"), ("s", "b"), ("s", "c")], {"a": "x", "b": "y"})

    for units in ({"a": "z"}, {"c": "x"}):  # c was counted aside, without a unit
        with pytest.raises(ValueError, match="measure from the pairs"):
            update_mixing(mixing, "t", ["a"], units=units)


def test_a_plenary_weighs_no_more_per_person_than_a_workshop():
    plenary = [("plenary", f"p{at}") for at in range(100)]
    units = {f"p{at}": "ab"[at % 2] for at in range(100)}

    assert mixing_index(plenary, units, draws=0).external == pytest.approx(50 * 50 / 99)
    workshop = mixing_index([("w", "p0"), ("w", "p1")], units, draws=0)
    assert (workshop.external, workshop.internal) == (1, 0)


def test_what_makes_no_tie_is_told():
    pairs = [("s", "a"), ("s", "b"), ("s", "b"), ("s", "stranger"), ("alone", "a"), ("t", "stranger")]

    facts = {each.code: dict(each.values) for each in mixing_index(pairs, {"a": "x", "b": "y"}).explanations}

    assert facts == {
        "counted": {"sessions": 3, "people": 2, "attendances": 3, "units": 2},
        "people_without_unit": {"people": 1, "attendances": 2},
        "counted_once": {"repeats": 1},
        "sessions_without_tie": {"sessions": 2},
        "cells_hidden": {"cells": 1, "fewest": 5},
    }


@pytest.mark.parametrize("pairs", [[], [("s", "a")], [("s", "nobody"), ("s", "a")]])
def test_nobody_met_is_no_figure(pairs):
    mixing = mixing_index(pairs, {"a": "x"})

    assert (mixing.ei_index, mixing.modularity, mixing.chance, mixing.cells) == (None, None, {}, ())
    assert check(pairs, {"a": "x"}, mixing) == []


def test_a_cell_of_four_people_on_one_side_is_hidden():
    sizes = {"few": 4} | dict.fromkeys("abcdefgh", 9)
    units = {f"{unit}{at}": unit for unit, size in sizes.items() for at in range(size)}
    pairs = [("s", name) for name in units]

    mixing = mixing_index(pairs, units, draws=0)

    assert [cell for cell in mixing.cells if "few" in (cell.first, cell.second)] == []
    assert mixing.between("few", "a") is None
    assert len(mixing.cells) == 27  # 9 of its row, and 9 that would have given them away
    assert {cell.people for cell in mixing.ties} == {18}
    assert check(pairs, units, mixing) == []


def test_a_hidden_cell_does_not_follow_from_the_sums_of_rows():
    """Only a and b are few together: what stands beside them would give them away, and is hidden as well."""
    units = {f"{unit}{at}": unit for unit in "abcdef" for at in range(8)}
    pairs = [
        (f"{one}{other}", f"{u}{at}")
        for one in "abcdef"
        for other in "abcdef"
        for u in {one, other}
        for at in range(6)
    ]
    pairs = [pair for pair in pairs if set(pair[0]) != set("ab")] + [("ab", "a0"), ("ab", "b0"), ("ab", "b1")]

    mixing = mixing_index(pairs, units, draws=0)

    assert mixing.between("a", "b") is None
    assert mixing.hidden > 1
    assert check(pairs, units, mixing) == []


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_cell_is_ever_exposed(seed):
    pairs, unit_of = season(seed, units=3 + seed % 6, sessions=4 + seed)

    assert check(pairs, unit_of, mixing_index(pairs, unit_of, draws=0)) == []


def test_chance_holds_the_truth_as_often_as_it_says():
    """Units dealt at random lie within the interval 95 times of a hundred."""
    pairs, unit_of = season(7)
    dice, inside = random.Random(0), 0
    for _ in range(100):
        names = list(unit_of)
        dice.shuffle(names)
        dealt = dict(zip(names, unit_of.values(), strict=True))
        mixing = mixing_index(pairs, dealt, draws=39)
        chance = mixing.chance["ei_index"]
        inside += chance.low <= mixing.ei_index <= chance.high
        assert (chance.draws, chance.coverage) == (39, pytest.approx(0.95))
    assert 88 <= inside <= 100


def test_units_that_stay_among_their_own_fall_outside_chance():
    pairs = [(f"s{at}{unit}", f"{unit}{who}") for at in range(5) for unit in "abc" for who in range(8)]
    mixing = mixing_index(pairs, {f"{unit}{who}": unit for unit in "abc" for who in range(8)})

    chance = mixing.chance["ei_index"]
    assert (mixing.ei_index, chance.below, chance.draws) == (-1, 0, 199)
    assert mixing.modularity > mixing.chance["modularity"].high


def test_two_processes_give_the_same_bytes():
    script = (
        "from tests.algorithms.test_mixing import season, mixing_index;"
        "m = mixing_index(*season(3), draws=39); print(repr(m), m.cells)"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env
        ).stdout
        for env in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
    }
    mixing = mixing_index(*season(3), draws=39)
    assert runs == {f"{mixing!r} {mixing.cells}\n"}


def broken(mixing):
    cell = mixing.cells[0]
    wrong = replace(mixing)
    wrong.__dict__["cells"] = (replace(cell, weight=cell.weight + 0.01), *mixing.cells[1:])
    chance = replace(mixing.chance["ei_index"], low=-1.0)
    return {
        "cell": wrong,
        "index": replace(mixing, ei_index=mixing.ei_index + 1e-6),
        "modularity": replace(mixing, modularity=0.5),
        "chance": replace(mixing, chance={**mixing.chance, "ei_index": chance}),
        "hidden": replace(mixing, hidden=mixing.hidden + 1),
        "fewest": replace(mixing, fewest=30),
    }


@pytest.mark.parametrize("what", ["cell", "index", "modularity", "chance", "hidden", "fewest"])
def test_a_broken_measure_is_rejected(what):
    pairs, unit_of = season(2)
    mixing = mixing_index(pairs, unit_of, draws=39)

    assert check(pairs, unit_of, broken(mixing)[what]) != []
