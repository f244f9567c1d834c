"""Proposals: the right theme among two offered, edited duplicates found, and how long it takes."""

import csv
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.algorithms.edits import edited
from essaim.algorithms.proposals import Proposals, near_duplicates, similar_texts, suggest_themes

DRAWS = 40
Row = dict[str, str]


def run() -> None:
    folder = os.environ.get("ESSAIM_BENCH_DATA", "")
    source = Path(folder) / "proposals" / "citizens_convention.csv"
    print("| what | measured | target |")
    print("|---|---|---|")
    if folder and source.exists():
        published(list(csv.DictReader(source.read_text(encoding="utf-8").splitlines())))
    else:
        print("| SKIPPED: 146 published proposals, ESSAIM_BENCH_DATA names no folder that holds them | | |")
    generated()


def published(rows: list[Row]) -> None:
    texts, themes = [row["text"] for row in rows], [row["theme"] for row in rows]
    print(
        f"| {len(texts)} proposals indexed, s, best of five | {best_of(5, lambda: similar_texts(texts)):.3f} | 0.3 |"
    )
    index = similar_texts(texts)
    print(f"| graph of neighbours, once, s | {timed(lambda: index.graph):.3f} | |")
    for examples in (1, 2, 4, 8):
        told(index, themes, examples)
    told(index, [row["objective_id"] if row["objective"] else "" for row in rows], 2, least=4)
    session(index, themes)
    for edits in ((1, 3), (3, 6)):
        duplicates(texts, edits)


def told(index: Proposals, labels: list[str], examples: int, *, least: int = 2) -> None:
    """Print how often the right label is among two offered, over seeded draws of examples."""
    members = {label: [i for i, own in enumerate(labels) if own == label] for label in sorted(set(labels))}
    members = {label: own for label, own in members.items() if label and len(own) >= least}
    hits, firsts, fair, usual, taken = [], [], [], [], []
    for seed in range(DRAWS):
        dice = random.Random(seed)
        assigned = {
            i: label for label, own in members.items() for i in dice.sample(own, min(examples, len(own) - 1))
        }
        asked = [i for own in members.values() for i in own if i not in assigned]
        start = time.perf_counter()
        offered = suggest_themes(index, assigned)
        taken.append(time.perf_counter() - start)
        right = {i: labels[i] in [name for name, _ in offered[i]] for i in asked}
        hits.append(sum(right.values()) / len(asked))
        firsts.append(sum(offered[i][0][0] == labels[i] for i in asked) / len(asked))
        left = Counter(labels[i] for i in asked)
        shares = [sum(right[i] for i in asked if labels[i] == own) / count for own, count in left.items()]
        fair.append(sum(shares) / len(shares))
        usual.append(sum(count for _, count in left.most_common(2)) / len(asked))
    what = f"{len(members)} {'themes' if least == 2 else 'objectives'}, {examples} example{'s' * (examples > 1)} each"
    print(
        f"| {what}: right one among two offered, mean of {DRAWS} draws (worst; right at once; mean over classes;"
        f" always offering the two largest) | {mean(hits)} ({min(hits):.0%}; {mean(firsts)}; {mean(fair)};"
        f" {mean(usual)}) | {'60 %' if examples == 8 else ''} |"
    )
    if examples == 8:
        print(f"| learning again after a move, ms | {min(taken) * 1000:.1f} | |")


def session(index: Proposals, themes: list[str]) -> None:
    """Print how a whole session goes: cards in any order, each offered two themes, then put where it belongs."""
    shares = []
    for seed in range(10):
        order, right, asked = list(range(len(themes))), 0, 0
        random.Random(seed).shuffle(order)
        assigned: dict[int, str] = {}
        for card in order:
            if len(set(assigned.values())) > 2:
                asked += 1
                right += themes[card] in [name for name, _ in suggest_themes(index, assigned)[card]]
            assigned[card] = themes[card]
        shares.append(right / asked)
    what = "all cards one by one, from the third theme on: right one among two offered, mean of 10 orders"
    print(f"| {what} | {mean(shares)} | |")


def duplicates(texts: list[str], edits: tuple[int, int]) -> None:
    """Print precision and recall when sixty proposals come back edited; pairs of originals count as wrong."""
    found, right, wanted = 0, 0, 0
    for seed in range(20):
        dice = random.Random(seed)
        chosen = dice.sample(range(len(texts)), 60)
        copies = [edited(texts[i], dice, edits=dice.randint(*edits)) for i in chosen]
        expected = {(i, len(texts) + at) for at, i in enumerate(chosen)}
        pairs = {(i, j) for i, j, _ in near_duplicates(similar_texts(texts + copies))}
        found, right, wanted = found + len(pairs), right + len(pairs & expected), wanted + len(expected)
    print(
        f"| 60 of {len(texts)} come back with {edits[0]} to {edits[1]} edits, 20 draws: precision, recall |"
        f" {right / found:.3f}, {right / wanted:.3f} | 0.95, 0.90 |"
    )


def generated() -> None:
    for count in (500, 2_000):
        texts = invented(count)
        start = time.perf_counter()
        index = similar_texts(texts)
        indexed = time.perf_counter() - start
        graph = timed(lambda index=index: index.graph)
        assigned = {i: f"theme {i % 8}" for i in range(0, count, 10)}
        learnt = timed(lambda index=index, assigned=assigned: suggest_themes(index, assigned))
        twins = timed(lambda index=index: near_duplicates(index))
        print(
            f"| {count:,} generated texts: indexed, graph, a move learnt ({len(assigned)} assigned), duplicates, s |"
            f" {indexed:.2f}, {graph:.2f}, {learnt:.3f}, {twins:.2f} | |"
        )


def invented(count: int) -> list[str]:
    dice = random.Random(1)
    parts = [
        "ta",
        "cro",
        "ser",
        "vi",
        "for",
        "ma",
        "tion",
        "nu",
        "ri",
        "que",
        "po",
        "ger",
        "lo",
        "du",
        "men",
        "bli",
    ]
    words = ["".join(dice.choices(parts, k=dice.randint(2, 4))) for _ in range(3_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return [" ".join(dice.choices(words, weights, k=dice.randint(8, 40))) for _ in range(count)]


def mean(shares: list[float]) -> str:
    return f"{100 * sum(shares) / len(shares):.1f} %"


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def best_of(times: int, call: Callable[[], object]) -> float:
    return min(timed(call) for _ in range(times))


if __name__ == "__main__":
    run()
