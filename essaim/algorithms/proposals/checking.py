"""What was said of proposals, worked out again from the definitions alone: dictionaries, loops, no solver."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from snowballstemmer import stemmer

from essaim.algorithms.proposals.common import COMMON

Vector = dict[str, float]
Offer = Sequence[tuple[str, float]]
CLOSE = 2e-6  # strengths and closenesses are told with six digits


def check(
    texts: Sequence[str],
    *,
    nearest: Mapping[int, Sequence[tuple[int, float]]] | None = None,
    duplicates: Sequence[tuple[int, int, float]] | None = None,
    threshold: float = 0.6,
    assigned: Mapping[int, str] | None = None,
    suggestions: Mapping[int, Offer] | None = None,
    k: int = 2,
) -> list[str]:
    """Return what is wrong with what was said of these texts, nothing when it is sound.

    `nearest` gives answers by text, `duplicates` the pairs at `threshold`, `suggestions` the offers of k themes
    learnt from `assigned`; what is not given is not checked. Meant for tests and spot checks: time O(n²·terms).
    """
    close = _closeness(texts)
    wrong = [] if nearest is None else _wrong_nearest(close, nearest)
    if duplicates is not None:
        wrong += _wrong_duplicates(close, duplicates, threshold)
    if suggestions is not None:
        wrong += _wrong_suggestions(texts, close, assigned or {}, suggestions, k)
    return wrong


def _wrong_nearest(close: list[list[float]], nearest: Mapping[int, Sequence[tuple[int, float]]]) -> list[str]:
    wrong = []
    for i, answer in nearest.items():
        named = {j for j, _ in answer}
        if i in named or len(named) != len(answer):
            wrong.append(f"text {i}: itself, or one text twice")
        wrong += [
            f"texts {i} and {j}: {told}, not {close[i][j]}" for j, told in answer if _apart(told, close[i][j])
        ]
        if any(after > before for (_, before), (_, after) in pairwise(answer)):
            wrong.append(f"text {i}: not the closest first")
        last = answer[-1][1] if answer else 0
        passed = [j for j in range(len(close)) if j not in {i, *named} and close[i][j] > last + CLOSE]
        wrong += [f"text {i}: {j} is closer and was passed over" for j in passed]
    return wrong


def _wrong_duplicates(
    close: list[list[float]], duplicates: Sequence[tuple[int, int, float]], threshold: float
) -> list[str]:
    told = {(i, j): value for i, j, value in duplicates}
    wrong = [
        f"pair {i}, {j}: not in order, or twice" for i, j in told if i >= j or len(told) != len(duplicates)
    ]
    for i in range(len(close)):
        for j in range(i + 1, len(close)):
            value = told.get((i, j))
            if value is None and close[i][j] >= threshold + CLOSE:
                wrong.append(f"pair {i}, {j} is missing: {close[i][j]}")
            elif value is not None and (_apart(value, close[i][j]) or value < threshold):
                wrong.append(f"pair {i}, {j}: {value}, not {close[i][j]}, or under {threshold}")
    return wrong


def _wrong_suggestions(
    texts: Sequence[str],
    close: list[list[float]],
    assigned: Mapping[int, str],
    suggestions: Mapping[int, Offer],
    k: int,
) -> list[str]:
    if set(suggestions) != set(range(len(close))) - set(assigned):
        return ["not exactly the texts that nobody assigned"]
    themes = sorted(set(assigned.values()))
    strengths = _strengths(_graph(texts, close), assigned, themes) if assigned else []
    wrong = []
    for i, offer in suggestions.items():
        names = [name for name, _ in offer]
        if (
            len(set(names)) != len(names)
            or len(names) != min(k, len(themes))
            or not set(names) <= set(themes)
        ):
            wrong.append(f"text {i}: {names} are not {k} themes of {themes}")
            continue
        value = dict(zip(themes, strengths[i], strict=True)) if themes else {}
        wrong += [
            f"text {i}: {name} is {told}, not {value[name]}"
            for name, told in offer
            if _apart(told, value[name])
        ]
        least = min((value[name] for name in names), default=0.0)
        better = [name for name in themes if name not in names and value[name] > least + CLOSE]
        wrong += [f"text {i}: {name} is likelier and was not offered" for name in better]
        if any(after > before for (_, before), (_, after) in pairwise(offer)):
            wrong.append(f"text {i}: not the likeliest first")
    return wrong


def _apart(told: float, value: float) -> bool:
    return abs(told - value) > CLOSE


def _words(text: str) -> list[str]:
    plain = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.combining(c) == 0)
    words = re.findall(r"[^\W_]+", plain)
    return [word for word in words if word not in COMMON] or words


def _unit(counts: Counter[str], holders: Mapping[str, int], texts: int) -> Vector:
    weights = {
        term: (1 + math.log(count)) * (1 + math.log((1 + texts) / (1 + holders[term])))
        for term, count in counts.items()
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()}


def _vectors(counted: list[Counter[str]]) -> list[Vector]:
    holders = Counter(term for counts in counted for term in counts)
    return [_unit(counts, holders, len(counted)) for counts in counted]


def _closeness(texts: Sequence[str]) -> list[list[float]]:
    """Return every cosine: 0.7 of that of runs of characters, 0.3 of that of stems."""
    stem = stemmer("french").stemWord
    words = [_words(text) for text in texts]
    runs = _vectors(
        [
            Counter(f" {w} "[at : at + n] for w in theirs for n in (3, 4) for at in range(len(w) + 3 - n))
            for theirs in words
        ]
    )
    stems = _vectors([Counter(map(stem, theirs)) for theirs in words])
    return [
        [round(0.7 * _dot(runs[i], runs[j]) + 0.3 * _dot(stems[i], stems[j]), 6) for j in range(len(texts))]
        for i in range(len(texts))
    ]


def _dot(one: Vector, other: Vector) -> float:
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _graph(texts: Sequence[str], close: list[list[float]]) -> list[dict[int, float]]:
    """Tie each text to its eight closest, both ways, and divide by the root of both sums."""
    ties: list[dict[int, float]] = [{} for _ in close]
    for i, row in enumerate(close):
        others = sorted(
            (j for j in range(len(close)) if j != i and row[j] > 0), key=lambda j: (-row[j], texts[j], j)
        )
        for j in others[:8]:
            ties[i][j] = ties[j][i] = row[j]
    sums = [sum(theirs.values()) for theirs in ties]
    return [
        {j: tie / math.sqrt(sums[i] * sums[j]) for j, tie in theirs.items()} for i, theirs in enumerate(ties)
    ]


def _strengths(
    graph: list[dict[int, float]], assigned: Mapping[int, str], themes: list[str]
) -> list[list[float]]:
    """Return the strength of each theme at each text: walks of up to ten steps, then a penalised regression."""
    cards = sorted(assigned)
    alike: list[list[float]] = []  # cards × texts
    for card in cards:
        start = [float(i == card) for i in range(len(graph))]
        walk = start
        for _ in range(10):
            walk = [s + 0.9 * sum(tie * walk[j] for j, tie in graph[i].items()) for i, s in enumerate(start)]
        alike.append(walk)
    sizes = Counter(assigned.values())
    rows = []
    for at, card in enumerate(cards):
        row = [alike[b][card] + 1 for b in range(len(cards))]
        row[at] += 2 * sizes[assigned[card]] * len(themes) / len(cards)
        rows.append(row + [float(assigned[card] == theme) for theme in themes])
    shares = _solved(rows)
    return [
        [sum((alike[at][i] + 1) * shares[at][t] for at in range(len(cards))) for t in range(len(themes))]
        for i in range(len(graph))
    ]


def _solved(rows: list[list[float]]) -> list[list[float]]:
    """Return the right-hand sides of a square system once it is eliminated."""
    count = len(rows)
    for at in range(count):
        pivot = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(count):
            if row != at:
                factor = rows[row][at]
                rows[row] = [value - factor * mine for value, mine in zip(rows[row], rows[at], strict=True)]
    return [row[count:] for row in rows]
