"""A buddy for each newcomer, as many as each buddy may take."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from essaim.algorithms.answers import Fact, Level, Status, digest_of, fact
from essaim.algorithms.pairs.asking import Assignment, Scores, score_between


def assign_buddies(
    newcomers: Sequence[str], buddies: Mapping[str, int], *, score: Scores, seed: int = 0
) -> Assignment:
    """Give as many newcomers as possible a buddy, then the highest sum of scores.

    Formally a maximum-weight bipartite b-matching: `buddies` says how many newcomers each may take, and
    `score(newcomer, buddy)` is a finite number, or None when they may not be together (so is what a mapping does
    not hold). Exact: a rectangular assignment in which each buddy has a column per newcomer to take; O(n² × places).
    Equal answers are told apart by the seed. Each newcomer without buddy is told why: `no_allowed_buddy`, or
    `all_full`, every allowed buddy having as many as they may take. Raises ValueError for a capacity below zero, a
    newcomer named twice, or a score that is not finite.
    """
    if min(buddies.values(), default=0) < 0 or len(set(newcomers)) < len(newcomers):
        raise ValueError("a newcomer is named once and a capacity is zero or more")
    order = np.random.default_rng(seed % 2**64)
    rows = [sorted(newcomers)[k] for k in order.permutation(len(newcomers))]
    places = [name for name in sorted(buddies) for _ in range(min(buddies[name], len(rows)))]
    columns = [places[k] for k in order.permutation(len(places))]
    scores = {(a, b): score_between(score, a, b) for a in rows for b in buddies}
    known = [value for value in scores.values() if value is not None]
    if not np.isfinite(known).all():
        raise ValueError("scores are finite numbers")
    buddy = _assign(rows, columns, scores, low=min(known, default=0.0), high=max(known, default=0.0))
    total = sum(scores[pair] or 0.0 for pair in buddy.items())
    return Assignment(
        status=Status.OPTIMAL,
        seed=seed,
        digest=digest_of(
            sorted(newcomers), buddies, sorted((*pair, value) for pair, value in scores.items())
        ),
        levels=(Level("assigned", len(buddy), len(buddy)), Level("score", total, total)),
        explanations=_told(sorted(newcomers), buddy, scores),
        buddy=buddy,
        unassigned=tuple(name for name in sorted(newcomers) if name not in buddy),
        score=total,
    )


def _assign(
    rows: Sequence[str],
    columns: Sequence[str],
    scores: Mapping[tuple[str, str], float | None],
    *,
    low: float,
    high: float,
) -> dict[str, str]:
    """Return the best assignment; one more newcomer outweighs all scores, no buddy is a column of one's own."""
    one_more = (high - low + 1.0) * (len(rows) + 1)
    worth = np.zeros((len(rows), len(columns) + len(rows)))
    for i, newcomer in enumerate(rows):
        for j, buddy in enumerate(columns):
            points = scores[newcomer, buddy]
            worth[i, j] = -one_more if points is None else one_more + points - low
    found = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return dict(sorted((rows[i], columns[j]) for i, j in found if j < len(columns)))


def _told(
    newcomers: Sequence[str], buddy: Mapping[str, str], scores: Mapping[tuple[str, str], float | None]
) -> tuple[Fact, ...]:
    found = []
    for name in newcomers:
        allowed = sum(points is not None for (newcomer, _), points in scores.items() if newcomer == name)
        if name in buddy:
            points = scores[name, buddy[name]] or 0.0
            found.append(fact("assigned", name, buddy=buddy[name], score=points))
        else:
            found.append(fact("all_full" if allowed else "no_allowed_buddy", name, allowed=allowed))
    return tuple(found)
