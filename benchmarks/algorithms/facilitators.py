"""Facilitators for a year of requests, made at random, against the bounds that the search proves."""

import random
import time

from essaim.algorithms.facilitators import Facilitator, Request, check, match_facilitators


def year(
    requests: int, people: int, *, days: int = 200, quota: int = 8, free: float = 0.5, seed: int = 1
) -> tuple[list[Request], list[Facilitator]]:
    """Make a year: teams of one to three, none to two skills asked of six, half of the facilitators senior."""
    draw = random.Random(seed)
    calendar = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 18)][:days]
    facilitators = [
        Facilitator(
            f"f{number}",
            f"u{draw.randrange(25)}",
            frozenset(draw.sample("abcdef", 3)),
            frozenset(day for day in calendar if draw.random() < free),
            quota,
            {"2026": draw.randrange(4)},
            is_senior=draw.random() < 0.5,
        )
        for number in range(people)
    ]
    asked = [
        Request(
            f"r{number}",
            f"u{draw.randrange(25)}",
            tuple(sorted(draw.sample(calendar, draw.choice((1, 1, 1, 2, 3))))),
            draw.choice((1, 2, 2, 3)),
            frozenset(draw.sample("abcdef", draw.choice((0, 1, 1, 2)))),
        )
        for number in range(requests)
    ]
    return asked, facilitators


def run() -> None:
    """Print the table."""
    print("| requests × facilitators | days asked | days | balance | alone | mixed | status | time |")
    print("|---|---|---|---|---|---|---|---|")
    for requests, people, limit, shape in (
        (47, 30, 5.0, {}),
        (47, 30, 5.0, {"quota": 6, "free": 0.25}),
        (300, 100, 30.0, {}),
        (300, 100, 30.0, {"quota": 9, "free": 0.3}),
        (300, 100, 30.0, {"quota": 16, "free": 0.15, "days": 120}),
    ):
        asked, facilitators = year(requests, people, **shape)
        began = time.perf_counter()
        answer = match_facilitators(asked, facilitators, seed=1, time_limit=limit)
        seconds = time.perf_counter() - began
        assert check(answer, asked, facilitators) == []
        told = " | ".join(
            f"{level.value:g}" + ("" if level.is_proven else f" (bound {level.bound:g})")
            for level in answer.levels
        )
        words = ", ".join(f"{name} {value}" for name, value in shape.items())
        name = f"{requests} × {people}{', ' if words else ''}{words}"
        cut = ", cut by the clock" if answer.is_cut else ""
        count = sum(len(request.days) for request in asked)
        print(f"| {name} | {count} | {told} | {answer.status}{cut} | {seconds:.2f} s of {limit:g} |")


if __name__ == "__main__":
    run()
