"""Counting pairs: what is new, what is not and why, what chance gives."""

import pytest

from essaim.ties.counting import Chance, Score, chance, score, sizes_for

UNITS = {1: 10, 2: 10, 3: 20, 4: 30, 5: None, 6: None}


def test_pairs_of_one_service_or_that_met_before_are_not_new():
    found = score([[[1, 2, 3], [4, 5, 6]]], units=UNITS, met={(1, 3)})

    assert found == Score(meetings=6, new=4, known=1, same_unit=1, repeats=0)


def test_a_pair_that_sits_together_twice_is_new_once():
    found = score([[[1, 3], [2, 4]], [[3, 1], [4, 5]]], units=UNITS, met=set())

    assert found == Score(meetings=4, new=3, known=0, same_unit=0, repeats=1)


def test_nobody_shares_a_service_with_somebody_without_one():
    assert score([[[5, 6]]], units=UNITS, met=set()).new == 1


def test_chance_is_the_same_for_the_same_seed_and_stays_within_what_is_possible():
    rounds = [[[1, 2, 3], [4, 5, 6]]]

    found = chance(rounds, units=UNITS, met={(1, 3)}, seed=4)

    assert found == chance([[[6, 5, 4], [3, 2, 1]]], units=UNITS, met={(1, 3)}, seed=4)
    assert 4 <= found.low <= found.mean <= found.high <= 6
    assert found.draws == 200


def test_chance_with_one_way_only_to_sit_is_what_it_is():
    assert chance([[[1, 3]]], units=UNITS, met=set(), seed=1) == Chance(1.0, 1, 1, 200)


@pytest.mark.parametrize(
    ("people", "at_most", "sizes"),
    [
        (24, 6, [(6, 6)] * 4),
        (25, 6, [(5, 5)] * 5),
        (26, 6, [(5, 6)] * 5),
        (350, 8, [(7, 8)] * 44),
        (3, 6, [(3, 3)]),
    ],
)
def test_tables_are_as_few_as_hold_everybody_and_even(people, at_most, sizes):
    assert sizes_for(people, at_most=at_most) == sizes


def test_chance_makes_no_tie_of_those_who_know_each_other():
    assert chance([[[1, 3]]], units=UNITS, met={(1, 3)}, seed=1).high == 0
    assert chance([[[1, 2]]], units=UNITS, met=set(), seed=1).high == 0
