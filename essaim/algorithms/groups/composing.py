"""Tables over one or several rounds, so that services mix and people meet whom they never met."""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from essaim.algorithms.answers import Fact, Level, SafetyStop, Status, digest_of, fact
from essaim.algorithms.groups.bounds import fewest_repeats, most_points
from essaim.algorithms.groups.people import Grouping, MixingWeights, Person, Pin, Score, Seating, Sizes
from essaim.algorithms.groups.reading import Integers, Problem, contradictions, read, strangers
from essaim.algorithms.groups.scoring import score_seating
from essaim.algorithms.groups.searching import compile_first, search
from essaim.algorithms.groups.starting import Found, first_round, opposed_rules


def compose_groups(
    people: Sequence[Person],
    *,
    sizes: Sizes,
    rounds: int = 1,
    weights: MixingWeights = MixingWeights(),  # noqa: B008
    met: Mapping[frozenset[str], int] = {},
    pinned: Mapping[str, Pin] = {},
    apart: Collection[frozenset[str]] = (),
    max_same_unit: int | None = None,
    seed: int,
    time_limit: float = 5.0,
    progress: Callable[[float], None] | None = None,
) -> Grouping:
    """Seat everybody once per round: repeats are avoided first, then tables bring the most points of `weights`.

    Formally a social golfer problem (CSPLib 010) whose pairs have weights; with one round a maximally diverse
    grouping problem; both NP-hard. Hard rules: `sizes`, a number or the fewest and the most, people being spread as
    evenly as the intervals and the pins allow; `pinned`, a group in every round or by round; `apart`, pairs who never
    share a group; `max_same_unit`, people of one known unit per group. `met` says how often two people met before.
    Annealing: a trial is O(1), an exchange O(people + rounds × size); `time_limit`, in seconds, sets how many, small
    cases end sooner. `progress` hears numbers that grow from 0 to 1. Levels: `repeats`, then `points`. What is
    impossible is named in `conflicts`. Raises ValueError for less than one round.
    """
    compile_first()
    stop = SafetyStop(time_limit)
    ordered = sorted(people, key=lambda person: person.id)
    digest = digest_of(ordered, sizes, rounds, weights, met, pinned, apart, max_same_unit)
    conflicts = strangers(people, sizes, rounds, pinned, apart)
    if conflicts:
        return Grouping(status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts)
    problem = read(people, sizes, rounds, weights, met, pinned, apart, max_same_unit)
    group, conflicts, is_cut = _compose(problem, seed, time_limit, stop, progress or (lambda _: None))
    if conflicts:
        return Grouping(
            status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts, is_cut=is_cut
        )
    seating = _named(problem, group)
    score = score_seating(people, seating, weights=weights, met=met, pinned=pinned, seed=seed)
    return _answer(problem, seating, score, seed=seed, digest=digest, is_cut=is_cut)


def _compose(
    problem: Problem, seed: int, time_limit: float, stop: SafetyStop, progress: Callable[[float], None]
) -> tuple[Integers, tuple[Fact, ...], bool]:
    """Return a group for each person and round, or what forbids it, and whether the clock cut the search.

    A first seating comes by drawing, else by an integer program, which proves that there is none.
    """
    nobody = np.zeros((0, 0), dtype=np.int64)
    conflicts = contradictions(problem)
    if conflicts:
        return nobody, conflicts, False
    start, conflicts = _start(problem, seed, stop)
    if start is None:
        return nobody, conflicts, any(told.code == "not_found_in_time" for told in conflicts)
    before = stop.remaining
    score_seating(problem.people, _named(problem, start), seed=seed)
    stop.keep(before - stop.remaining)  # the answer will be told in about as long
    group, is_cut = search(problem, start, seed=seed, time_limit=time_limit, stop=stop, progress=progress)
    progress(1.0)
    return group, (), is_cut


def _answer(
    problem: Problem, seating: Seating, score: Score, *, seed: int, digest: str, is_cut: bool
) -> Grouping:
    levels = (
        Level("repeats", score.repeats, fewest_repeats(problem)),
        Level("points", score.points, max(score.points, most_points(problem))),
    )
    return Grouping(
        status=Status.OPTIMAL if all(level.is_proven for level in levels) else Status.FEASIBLE,
        seed=seed,
        digest=digest,
        levels=levels,
        explanations=score.explanations,
        is_cut=is_cut,
        rounds=seating,
        points=score.points,
        new_ties=score.new_ties,
        repeats=score.repeats,
        fewest_new=score.fewest_new,
        expected_new_ties=score.expected_new_ties,
        expected_interval=score.expected_interval,
    )


def _start(problem: Problem, seed: int, stop: SafetyStop) -> tuple[Integers | None, tuple[Fact, ...]]:
    """Return a first seating of all rounds, or the rules that forbid one."""
    rows = []
    for number in range(problem.rounds):
        row = first_round(problem, number, seed=seed, seconds=max(0.1, stop.remaining))
        if row is Found.NOTHING:
            return None, (fact("not_found_in_time", f"round {number}"),)
        if row is Found.IMPOSSIBLE:
            rules = opposed_rules(problem, number, stop=stop)
            return None, (fact("contradiction", ", ".join(rules), round=number),)
        rows.append(row)
    return np.array(rows, dtype=np.int64).reshape(problem.rounds, len(problem.people)), ()


def _named(problem: Problem, group: Integers) -> Seating:
    names = np.array([person.id for person in problem.people], dtype=object)
    return tuple(tuple(tuple(names[row == index]) for index in range(len(problem.sizes))) for row in group)
