"""Texts that say nearly the same: one was edited from the other, most often."""

import numpy as np

from essaim.algorithms.proposals.index import Proposals

THRESHOLD = 0.6


def near_duplicates(index: Proposals, *, threshold: float = THRESHOLD) -> list[tuple[int, int, float]]:
    """Return the pairs (i, j, closeness), i < j, at least as close as `threshold`, closest first.

    Every pair is compared: time O(n²) at most, memory O(n) and the pairs found. Nothing is merged: somebody
    looks at them side by side.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"a threshold lies between 0 and 1, not at {threshold}")
    pairs = [
        (first + int(row), int(column), float(block[row, column]))
        for first, block in index.blocks()
        for row, column in np.argwhere(block >= threshold)
        if first + row < column
    ]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
