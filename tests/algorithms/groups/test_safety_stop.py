"""What a search still does once the clock, told here by the test, says that time is over."""

import random

import numpy as np

from essaim.algorithms.answers import SafetyStop
from essaim.algorithms.groups import MixingWeights, Person
from essaim.algorithms.groups.reading import read
from essaim.algorithms.groups.searching import PACE, SLICE, search
from essaim.algorithms.groups.starting import first_round


class Clock:
    """A clock that stands at zero for some readings, then jumps."""

    def __init__(self, *, readings, then):
        self.left, self.then = readings, then

    def __call__(self):
        self.left -= 1
        return 0.0 if self.left >= 0 else self.then


def case(count, rounds):
    draw = random.Random(5)
    people = [Person(f"p{n:03}", f"u{draw.randrange(4)}", draw.choice("XY")) for n in range(count)]
    problem = read(people, [(3, 4)] * (count // 4 + 1), rounds, MixingWeights(), {}, {}, (), None)
    rows = [first_round(problem, number, seed=1, seconds=5.0) for number in range(rounds)]
    return problem, np.array(rows, dtype=np.int64)


def searched(problem, start, clock):
    told = []
    stop = SafetyStop(30, clock=clock)
    found, is_cut = search(problem, start, seed=1, time_limit=30.0, stop=stop, progress=told.append)
    return found, is_cut, told


def test_annealings_shorter_than_a_slice_look_at_the_clock_between_them():
    problem, start = case(11, 1)

    _, is_cut, told = searched(problem, start, Clock(readings=1, then=31.0))

    assert is_cut
    assert len(told) == 1  # one of ten annealings


def test_the_cooling_in_a_hurry_ends_with_the_clock_too():
    problem, start = case(151, 6)

    cooled, is_cut, told = searched(problem, start, Clock(readings=1, then=30.6))
    warm, is_cut_too, told_too = searched(problem, start, Clock(readings=1, then=31.0))

    assert is_cut
    assert is_cut_too
    assert len(told) == len(told_too) == 1
    assert told[0] <= 2 * SLICE / PACE
    assert cooled.tobytes() != warm.tobytes()  # so late that nothing is done any more


def test_a_clock_that_does_not_cut_changes_nothing():
    problem, start = case(11, 2)

    quick, cut, _ = searched(problem, start, Clock(readings=1, then=0.0))
    slow, cut_too, _ = searched(problem, start, Clock(readings=1, then=30.4))

    assert not cut
    assert not cut_too
    assert quick.tobytes() == slow.tobytes()


def test_what_is_kept_for_the_end_is_taken_from_the_search():
    stop = SafetyStop(30, clock=lambda: 0.0)

    stop.keep(4.0)

    assert stop.remaining == 26.5
