"""A matching with its prices and blossoms, before and after the loop of `matching.py`.

A node is a vertex, 0 to n−1, or a blossom, n to 2n−1: an odd ring of nodes. Prices `price[v]` and `extra[b]` are
twice those of the linear program, so that they stay whole.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE = -1


class Forest(NamedTuple):
    """The matching, its prices and its blossoms."""

    weight: Integers  # [u, v]
    allowed: Flags  # [u, v]
    price: Integers  # [v]
    extra: Integers  # [node] of blossoms
    mate: Integers  # [v]
    top: Integers  # [v] the outermost node that holds a vertex
    parent: Integers  # [node] the blossom that holds a node
    base: Integers  # [node] its vertex that is matched outside, or free
    label: Integers  # [node]
    source: Integers  # [node] the vertex outside from which it was labelled
    target: Integers  # [node] its vertex by which it was labelled
    ring: Integers  # [node, k] the nodes of a blossom, its base first
    tail: Integers  # [node, k] the vertex of ring[k] that is joined to ring[k + 1]
    head: Integers  # [node, k] the vertex of ring[k + 1] that is joined to ring[k]
    length: Integers  # [node] of a ring; zero when the number is free
    near: Integers  # [v] the outer vertex of the least slack
    todo: Integers  # vertices to scan
    stack: Integers  # [k, 2] rings to turn
    memo: Integers  # [0] how many are to scan


def planted(weight: Integers, allowed: Flags) -> Forest:
    """Return the beginning: nobody matched, every price the highest weight."""
    n = len(weight)
    nodes = np.full(2 * n, NONE, dtype=np.int64)
    ring = np.zeros((2 * n, n + 1), dtype=np.int64)
    return Forest(
        weight=weight,
        allowed=allowed & ~np.eye(n, dtype=np.bool_),
        price=np.full(n, weight.max(initial=0), dtype=np.int64),
        extra=np.zeros(2 * n, dtype=np.int64),
        mate=np.full(n, NONE, dtype=np.int64),
        top=np.arange(n),
        parent=nodes.copy(),
        base=np.concatenate([np.arange(n), nodes[:n]]),
        label=np.zeros(2 * n, dtype=np.int64),
        source=nodes.copy(),
        target=nodes.copy(),
        ring=ring,
        tail=ring.copy(),
        head=ring.copy(),
        length=np.zeros(2 * n, dtype=np.int64),
        near=nodes[:n].copy(),
        todo=np.zeros(n * (n + 4), dtype=np.int64),
        stack=np.zeros((2 * n + 2, 2), dtype=np.int64),
        memo=np.zeros(1, dtype=np.int64),
    )


def slacks(f: Forest) -> Integers:
    """Return twice what each edge, forced in, surely costs: its slack and the extra prices of blossoms around it."""
    n = len(f.mate)
    found: Integers = f.price[:, None] + f.price[None, :] - 2 * f.weight
    for b in range(n, 2 * n):
        if f.length[b] and f.extra[b]:
            within = np.array([_is_within(f, v, b) for v in range(n)])
            found += np.where(within[:, None] & within[None, :], f.extra[b], 0)
    return found


def _is_within(f: Forest, node: int, b: int) -> bool:
    while node not in (NONE, b):
        node = int(f.parent[node])
    return node == b
