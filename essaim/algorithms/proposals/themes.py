"""Which theme could be next for a card, learnt from the cards that people have put in columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.proposals.index import DIGITS, Proposals

STEPS = 10  # the longest walk from card to card
DAMPING = 0.9  # what a walk of one step more is worth
PENALTY = 2.0  # of the regression
Matrix = NDArray[np.float64]


def suggest_themes(
    index: Proposals, assigned: Mapping[int, str], *, k: int = 2
) -> dict[int, list[tuple[str, float]]]:
    """Return, for every text that nobody assigned, the k most likely themes, best first, each with its strength.

    Two cards are alike when many short walks over the graph of nearest neighbours join them:
    K = Σ_{t=0..10} (0.9·S)^t, S being that graph, each text tied to its eight closest, symmetric and
    normalised. Cards that nobody assigned count in it: they are the stepping stones. A strength is what a
    kernel ridge regression on K + 1 gives, one column per theme, 1 for a card of the theme and 0 for others:
    about a share, that may leave 0..1. A theme of many cards is penalised more, so that no theme is offered
    because it is large; equals follow the alphabet. Nothing assigned, nothing offered.

    One call learns anew from all that is assigned: time O(n·m·steps + m³) for m assigned of n texts. Sources:
    Zhou, Bousquet, Lal, Weston, Schölkopf, NIPS 16, 2004 (S and its diffusion); Smola and Kondor, COLT 2003
    (kernels of graphs).
    """
    if not assigned:
        return {i: [] for i in range(len(index.texts))}
    learnt = _learn(index, assigned)
    free = [i for i in range(len(index.texts)) if i not in assigned]
    strengths = np.round((learnt.kernel[free] + 1) @ learnt.shares, DIGITS)
    order = np.argsort(-strengths, axis=1, kind="stable")[:, : max(0, k)]
    return {
        i: [(learnt.themes[at], float(row[at])) for at in best]
        for i, row, best in zip(free, strengths, order.tolist(), strict=True)
    }


def voices(index: Proposals, assigned: Mapping[int, str], i: int, theme: str, k: int = 3) -> list[Fact]:
    """Return the assigned texts of a theme that speak for it at text i, loudest first (`voice`).

    `part` is what each brings to the strength of the theme there, `closeness` what it has in common with i.
    """
    learnt = _learn(index, assigned)
    at = learnt.themes.index(theme)
    parts = (learnt.kernel[i] + 1) * learnt.shares[:, at]
    theirs = sorted(
        (-round(float(part), DIGITS), j)
        for j, part in zip(learnt.cards, parts, strict=True)
        if assigned[j] == theme and part > 0
    )
    return [
        fact("voice", str(i), text=j, part=-part, closeness=index.closeness(i, j)) for part, j in theirs[:k]
    ]


@dataclass(frozen=True, eq=False)
class _Learnt:
    cards: list[int]
    themes: list[str]
    kernel: Matrix  # texts × cards
    shares: Matrix  # cards × themes


def _learn(index: Proposals, assigned: Mapping[int, str]) -> _Learnt:
    strangers = [i for i in assigned if not 0 <= i < len(index.texts)]
    if strangers:
        raise IndexError(f"no such texts: {strangers}; there are {len(index.texts)}")
    cards, themes = sorted(assigned), sorted(set(assigned.values()))
    starts = np.zeros((len(index.texts), len(cards)))
    starts[cards, np.arange(len(cards))] = 1
    kernel = starts
    for _ in range(STEPS):
        kernel = starts + DAMPING * (index.graph @ kernel)
    belongs = np.array([[float(assigned[card] == theme) for theme in themes] for card in cards])
    penalty = PENALTY * (belongs @ belongs.sum(axis=0)) * len(themes) / len(cards)
    shares = np.linalg.solve(kernel[cards] + 1 + np.diag(penalty), belongs)
    return _Learnt(cards, themes, kernel, shares)
