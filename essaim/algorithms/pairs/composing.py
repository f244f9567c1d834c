"""Everybody in pairs, and three together when the number is odd: coffees, exchanges between services."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from essaim.algorithms.answers import Fact, Level, Status, digest_of, fact
from essaim.algorithms.pairs.asking import Asked, Pair, Pairing, Weight, read
from essaim.algorithms.pairs.checking import told_of
from essaim.algorithms.pairs.forest import Forest, planted
from essaim.algorithms.pairs.matching import INNER, OUTER, match
from essaim.algorithms.pairs.trio import TrioSearch

Groups = tuple[tuple[int, ...], ...]


def compose_pairs(
    people: Sequence[str],
    *,
    weight: Weight,
    forbidden: Collection[Pair] = (),
    history: Mapping[Pair, int] = {},
    seed: int,
) -> Pairing:
    """Pair everybody so that past meetings are the fewest, then the weights the most.

    Formally a maximum-weight perfect matching in a general graph whose edges are the pairs not `forbidden`; solved
    exactly by Edmonds' algorithm with prices, O(n³) per matching when blossoms are few (20 ms for 200 people). With
    an odd number one threesome, which counts as its three pairs and may hold no forbidden one: exact too, by branch
    and bound on the prices of a matching for each possible third, unless more than 3,000 matchings are needed;
    `levels` then tell how far the bound is. `weight` is called with two names in order, or is a mapping of pairs in
    which what is absent weighs zero; `history` counts past meetings. Weights of up to six decimals count exactly,
    others to about 2⁻²⁵ of their spread; equal answers are told apart by a draw from the seed. Memory O(n²).

    Infeasible input is named in `conflicts`. Raises ValueError for weights that are not finite or past meetings below
    zero. Source: Edmonds, « Maximum matching and a polyhedron with 0,1-vertices », J. Res. Nat. Bur. Standards 69B,
    1965.
    """
    asked = read(sorted(set(people)), weight, forbidden, history, seed)
    digest = digest_of(asked.names, asked.weight, asked.past, asked.allowed)
    conflicts = _misnamed(people)
    groups, bound = ((), 0) if conflicts else _solve(asked)
    if isinstance(groups, Fact):
        conflicts, groups = (groups,), ()
    if conflicts:
        return Pairing(status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts)
    pairs = tuple(sorted(tuple(asked.names[person] for person in sorted(group)) for group in groups))
    told = told_of(pairs, weight, history)
    return _answer(pairs, _levels(asked, groups, bound), told, seed=seed, digest=digest)


def _misnamed(people: Sequence[str]) -> tuple[Fact, ...]:
    """Return who is named twice, or alone."""
    if len(people) == 1:
        return (fact("alone", people[0]),)
    return tuple(fact("same_person_twice", name) for name, k in sorted(Counter(people).items()) if k > 1)


def _answer(
    pairs: tuple[tuple[str, ...], ...],
    levels: tuple[Level, ...],
    told: tuple[Fact, ...],
    *,
    seed: int,
    digest: str,
) -> Pairing:
    return Pairing(
        status=Status.OPTIMAL if all(level.is_proven for level in levels) else Status.FEASIBLE,
        seed=seed,
        digest=digest,
        levels=levels,
        explanations=told,
        pairs=pairs,
        weight=levels[1].value,
        repeats=int(levels[0].value),
    )


def _solve(asked: Asked) -> tuple[Groups | Fact, int]:
    """Return the groups and a bound of their worth in whole numbers, or what makes pairing impossible."""
    if len(asked.names) % 2:
        return _with_a_trio(asked)
    forest = planted(asked.whole, asked.allowed)
    if not match(forest):
        return _too_few(asked, forest), 0
    groups = _groups_of(forest, list(range(len(asked.names))))
    return groups, _worth(asked, groups)


def _with_a_trio(asked: Asked) -> tuple[Groups | Fact, int]:
    search = TrioSearch(asked.whole, asked.allowed)
    n = len(asked.names)
    if not search.run():
        free = np.ones((n + 1, n + 1), dtype=np.bool_)
        free[:n, :n] = asked.allowed
        forest = planted(np.zeros((n + 1, n + 1), dtype=np.int64), free)
        match(forest)
        return _too_few(asked, forest), 0
    if search.trio is None:
        is_proven = search.bound == search.best
        return fact("no_trio" if is_proven else "no_trio_found", "forbidden", tried=search.solved), 0
    others = [person for person in range(n) if person not in search.trio]
    forest = planted(asked.whole[np.ix_(others, others)].copy(), asked.allowed[np.ix_(others, others)].copy())
    match(forest)
    return (search.trio, *_groups_of(forest, others)), search.bound // 2


def _groups_of(forest: Forest, people: list[int]) -> Groups:
    mates = enumerate(forest.mate.tolist())
    return tuple((people[one], people[two]) for one, two in mates if one < two)


def _worth(asked: Asked, groups: Groups) -> int:
    return sum(int(asked.whole[a, b]) for group in groups for a in group for b in group if a < b)


def _levels(asked: Asked, groups: Groups, bound: int) -> tuple[Level, ...]:
    """Return past meetings, then weight, with what is proven of both."""
    edges = [(a, b) for group in groups for a in group for b in group if a < b]
    repeats = sum(int(asked.past[edge]) for edge in edges)
    weight = float(sum(asked.weight[edge] for edge in sorted(edges)))
    if bound <= _worth(asked, groups):
        return Level("repeats", repeats, repeats), Level(
            "weight", weight, weight + 2 * asked.error * len(edges)
        )
    fewest = max(0, -(bound // asked.unit))
    highest = max((float(asked.weight[a].max()) for a in range(len(asked.names))), default=0.0)
    return Level("repeats", repeats, min(repeats, fewest)), Level("weight", weight, highest * len(edges))


def _too_few(asked: Asked, forest: Forest) -> Fact:
    """Name people who can only be with too few others: the outer ones of a search that went no further.

    Each outer node is an odd number of people with no way out but the inner people, who are fewer than these nodes.
    """
    n = len(asked.names)
    inner = [v for v in range(n) if forest.label[forest.top[v]] == INNER]
    outer = [v for v in range(n) if forest.label[forest.top[v]] == OUTER]
    groups = len({int(forest.top[v]) for v in outer})
    names = ", ".join(asked.names[v] for v in outer)
    return fact("too_few_partners", names, groups=groups, partners=len(inner), trio=n % 2)
