"""Whether pairs and buddies are sound: counted anew, by code that seeks nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from essaim.algorithms.answers import Fact, Status, fact
from essaim.algorithms.pairs.asking import (
    Assignment,
    Pair,
    Pairing,
    Scores,
    Weight,
    score_between,
    weight_between,
)


def check(
    people: Sequence[str],
    pairing: Pairing,
    *,
    weight: Weight,
    forbidden: Collection[Pair] = (),
    history: Mapping[Pair, int] = {},
) -> list[Fact]:
    """Return what is wrong with an answer of `compose_pairs`; nothing when it is sound.

    An answer that says « infeasible » is sound when it names a reason and pairs nobody.
    """
    if pairing.status is Status.INFEASIBLE:
        return (
            [] if pairing.conflicts and not pairing.pairs else [fact("infeasible_without_reason", "answer")]
        )
    wrong = _wrong_seats(people, pairing)
    together = [frozenset(pair) for group in pairing.pairs for pair in combinations(group, 2)]
    wrong += [fact("forbidden", ", ".join(sorted(pair))) for pair in together if pair in set(forbidden)]
    if wrong:
        return wrong
    counted = {
        "repeats": sum(history.get(pair, 0) for pair in together),
        "weight": sum(weight_between(weight, *sorted(pair)) for pair in together),
    }
    levels = {level.name: level.value for level in pairing.levels}
    for name, value in counted.items():
        for said in (getattr(pairing, name), levels.get(name)):
            if said is None or abs(said - value) > 1e-6 * max(1.0, abs(value)):
                wrong.append(fact("figure", name, counted=value))
    if pairing.explanations != told_of(pairing.pairs, weight, history):
        wrong.append(fact("explanations", "answer"))
    if pairing.status is Status.OPTIMAL and not all(level.is_proven for level in pairing.levels):
        wrong.append(fact("status", "answer"))
    return wrong


def told_of(
    pairs: Sequence[tuple[str, ...]], weight: Weight, history: Mapping[Pair, int]
) -> tuple[Fact, ...]:
    """Return with whom each person is, how often they met before, and what it weighs, in the order of names."""
    found = []
    for group in pairs:
        for name in group:
            others = [other for other in group if other != name]
            past = sum(history.get(frozenset((name, other)), 0) for other in others)
            weighs = sum(weight_between(weight, name, other) for other in others)
            found.append(fact("paired", name, partners=", ".join(others), met=past, weight=weighs))
    return tuple(sorted(found, key=lambda told: told.about))


def check_buddies(
    newcomers: Sequence[str], buddies: Mapping[str, int], assignment: Assignment, *, score: Scores
) -> list[Fact]:
    """Return what is wrong with an answer of `assign_buddies`, whoever could still have a buddy included."""
    wrong = []
    held = Counter(assignment.buddy.values())
    for buddy, count in sorted(held.items()):
        if count > buddies.get(buddy, 0):
            wrong.append(fact("capacity", buddy, newcomers=count, most=buddies.get(buddy, 0)))
    if sorted([*assignment.buddy, *assignment.unassigned]) != sorted(newcomers):
        wrong.append(fact("newcomers", "answer"))
    total = 0.0
    for newcomer, buddy in assignment.buddy.items():
        points = score_between(score, newcomer, buddy)
        if points is None:
            wrong.append(fact("forbidden", newcomer, buddy=buddy))
        total += points or 0.0
    for newcomer in assignment.unassigned:
        open_ = [b for b in buddies if score_between(score, newcomer, b) is not None and held[b] < buddies[b]]
        wrong += [fact("left_out", newcomer, buddy=buddy) for buddy in sorted(open_)]
    if abs(total - assignment.score) > 1e-6 * max(1.0, abs(total)):
        wrong.append(fact("figure", "score", said=assignment.score, counted=total))
    return wrong


def _wrong_seats(people: Sequence[str], pairing: Pairing) -> list[Fact]:
    seats = Counter(name for group in pairing.pairs for name in group)
    wrong = [
        fact("seats", name, seats=seats[name])
        for name in sorted({*people, *seats})
        if seats[name] != 1 or name not in people
    ]
    sizes = Counter(len(group) for group in pairing.pairs)
    if set(sizes) - {2, 3} or sizes[3] != len(people) % 2:
        wrong.append(fact("sizes", "answer", pairs=sizes[2], trios=sizes[3]))
    return wrong
