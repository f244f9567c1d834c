"""An odd number of people: the best three, and the best pairs of all others, by branch and bound."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice

import numpy as np

from essaim.algorithms.pairs.forest import Flags, Forest, Integers, planted, slacks
from essaim.algorithms.pairs.matching import match

MOST = 3_000  # matchings, at most; beyond, the answer says how far the bound is
NEVER = -(2**62)


@dataclass(slots=True)
class TrioSearch:
    """Best-first search over who is third, then whom that person joins.

    Match everybody but c: the threesome (a, b, c) is then worth at most that matching, less what forcing the pair
    (a, b) surely loses, with what c brings to both. All numbers here are doubled, as prices are.
    """

    whole: Integers
    allowed: Flags
    best: int = NEVER
    trio: tuple[int, int, int] | None = None
    solved: int = 0
    bound: int = NEVER
    known: dict[frozenset[int], int] = field(default_factory=dict)

    def run(self) -> bool:
        """Search to the end or to the last matching allowed; return whether anybody may be left as a third."""
        n = len(self.whole)
        joined = np.zeros((n + 1, n + 1), dtype=np.int64)
        joined[:n, :n] = self.whole
        free = np.ones((n + 1, n + 1), dtype=np.bool_)
        free[:n, :n] = self.allowed
        forest = planted(joined, free)
        if not match(forest):
            return False
        loss = slacks(forest)
        total = twice_the_weight(forest)
        queue: list[tuple[int, int, tuple[int, ...]]] = []
        for third in range(n):
            bound = self._bounds(total - int(loss[n, third]), loss[:n, :n], third).max(initial=NEVER)
            if bound > NEVER:
                heappush(queue, (-int(bound), 0, (third,)))
        self._branch(queue)
        return True

    def _branch(self, queue: list[tuple[int, int, tuple[int, ...]]]) -> None:
        following: dict[int, Iterator[tuple[int, int, int]]] = {}
        while queue and -queue[0][0] > self.best:
            if self.solved >= MOST:
                self.bound = -queue[0][0]
                return
            _, _, people = heappop(queue)
            third = people[0]
            if len(people) == 1:
                following[third] = self._threesomes(third)
            else:
                self._try(people)
            for bound, a, b in islice(following[third], 1):
                heappush(queue, (-bound, 1, (third, a, b)))
        self.bound = self.best

    def _threesomes(self, third: int) -> Iterator[tuple[int, int, int]]:
        """Yield bound, a and b for a third person, the best first."""
        n = len(self.whole)
        others = [person for person in range(n) if person != third]
        forest = planted(
            self.whole[np.ix_(others, others)].copy(), self.allowed[np.ix_(others, others)].copy()
        )
        self.solved += 1
        if not match(forest):
            return
        loss = np.full((n, n), 2**61, dtype=np.int64)
        loss[np.ix_(others, others)] = slacks(forest)
        bounds = self._bounds(twice_the_weight(forest), loss, third)
        self._note_matched(forest, others, third, bounds)
        a, b = np.nonzero(np.triu(bounds, 1) > NEVER)
        a, b = a[a < b], b[a < b]
        order = np.argsort(-bounds[a, b], kind="stable")
        for k in order:
            yield int(bounds[a[k], b[k]]), int(a[k]), int(b[k])

    def _note_matched(self, forest: Forest, others: list[int], third: int, bounds: Integers) -> None:
        """Keep the best pair of the matching that the third may join: it costs the others nothing."""
        for place, partner in enumerate(forest.mate):
            a, b = others[place], others[int(partner)]
            if bounds[a, b] > self.best:
                self.best, self.trio = int(bounds[a, b]), (a, b, third)

    def _bounds(self, total: int, loss: Integers, third: int) -> Integers:
        """Return for each pair a bound of the threesome that it makes with a third; NEVER where it is forbidden."""
        brings = self.whole[third]
        bounds = total - loss + 2 * (brings[:, None] + brings[None, :])
        with_third = self.allowed[third]
        return np.where(self.allowed & with_third[:, None] & with_third[None, :], bounds, NEVER)

    def _try(self, people: tuple[int, ...]) -> None:
        """Find exactly what a threesome is worth."""
        key = frozenset(people)
        if key in self.known:
            return
        self.solved += 1
        others = [person for person in range(len(self.whole)) if person not in key]
        forest = planted(
            self.whole[np.ix_(others, others)].copy(), self.allowed[np.ix_(others, others)].copy()
        )
        c, a, b = people
        inside = int(self.whole[a, b] + self.whole[a, c] + self.whole[b, c])
        value = (2 * inside + twice_the_weight(forest)) if match(forest) else NEVER
        self.known[key] = value
        if value > self.best:
            self.best, self.trio = value, (a, b, c)


def twice_the_weight(forest: Forest) -> int:
    """Return twice the sum of the weights of a matching."""
    return int(forest.weight[np.arange(len(forest.mate)), forest.mate].sum())
