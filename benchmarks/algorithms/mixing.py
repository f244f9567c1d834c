"""Mixing: how long a season takes to measure, shuffles apart and together, and one session more."""

import random
import time

from essaim.algorithms.mixing import mixing_index, update_mixing

SIZES = (6, 8, 10, 12, 20, 30, 60)


def run() -> None:
    print(
        "| attendances, people, units | measured alone, s (of the processor) | with shuffles, s (of the processor)"
        " | shuffles | target, s | one session more, s | difference from measuring everything | cells shown, hidden |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for attendances, people, units, target in (
        (50_000, 5_000, 80, 0.5),
        (50_000, 5_000, 500, 0.5),
        (1_000_000, 40_000, 200, 3.0),
    ):
        pairs, unit_of = season(attendances, people=people, units=units)
        alone = timed(lambda pairs=pairs, unit_of=unit_of: mixing_index(pairs, unit_of, draws=0))[1:]
        mixing, *whole = timed(lambda pairs=pairs, unit_of=unit_of: mixing_index(pairs, unit_of))
        came = [f"p{at}" for at in range(30)]
        more, *added = timed(lambda mixing=mixing, came=came: update_mixing(mixing, "more", came, draws=0))
        full = mixing_index([*pairs, *(("more", name) for name in came)], unit_of, draws=0)
        apart = max(
            abs(full.ei_index - more.ei_index),
            abs(full.modularity - more.modularity),
            *(abs(one.weight - other.weight) for one, other in zip(full.cells, more.cells, strict=True)),
        )
        print(
            f"| {attendances:,}, {people:,}, {units:,} | {alone[0]:.2f} ({alone[1]:.2f}) | {whole[0]:.2f}"
            f" ({whole[1]:.2f}) | {mixing.chance['ei_index'].draws} | {target} | {added[0]:.2f} ({added[1]:.2f})"
            f" | {apart:.0e} | {len(mixing.cells):,}, {mixing.hidden:,} |"
        )


def season(attendances: int, *, people: int, units: int) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Generate sessions of six to sixty, one in fifty a plenary of three hundred; some units are much larger."""
    dice = random.Random(1)
    unit_of = {f"p{at}": f"u{int(dice.random() ** 1.5 * units)}" for at in range(people)}
    pairs: list[tuple[str, str]] = []
    session = 0
    while len(pairs) < attendances:
        size = 300 if dice.random() < 0.02 else dice.choice(SIZES)
        pairs += [(f"s{session}", f"p{at}") for at in dice.sample(range(people), size)]
        session += 1
    return pairs[:attendances], unit_of


def timed(call):
    """Return what the call returns, and its seconds of wall and of processor, the best of three."""
    best = (float("inf"), float("inf"))
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        answer = call()
        best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    return answer, *best


if __name__ == "__main__":
    run()
