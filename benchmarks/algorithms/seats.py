"""Seats: published instances against their proven best, and 5,000 agents on 200 sessions."""

import os
import random
import time
from collections import Counter
from pathlib import Path

from essaim.algorithms.seats import Allocation, Applicant, Course, allocate_seats, check

# File, seats of each session, agents placed and smallest sum of ranks (proven best).
PUBLISHED = (
    ("glasgow_1.soi", 1, 35, 57),
    ("glasgow_2.soi", 1, 37, 54),
    ("glasgow_3.soi", 1, 32, 44),
    ("glasgow_4.soi", 1, 34, 48),
    ("agh_2003.soc", 17, 146, 347),
)


def preflib(path: Path, seats: int) -> tuple[list[Applicant], list[Course]]:
    """Read a file of PrefLib: each line holds how many people, then their wishes in order."""
    agents: list[Applicant] = []
    count = 0
    for line in path.read_text().splitlines():
        if line.startswith("# NUMBER ALTERNATIVES"):
            count = int(line.split(":")[1])
        if not line.startswith("#"):
            people, wishes = line.split(":")
            ranked = tuple(wish.strip() for wish in wishes.split(","))
            agents += [Applicant(f"a{len(agents) + i:03}", ranked) for i in range(int(people))]
    return agents, [Course(str(number), seats) for number in range(1, count + 1)]


def town(people: int, sessions: int, *, seed: int = 1) -> tuple[list[Applicant], list[Course]]:
    """Make a town: five wishes each, some sessions wanted much more, a third had nothing, seats for four in five."""
    draw = random.Random(seed)
    names = [f"s{number}" for number in range(sessions)]
    appeal = [1 / (number + 10) ** 0.7 for number in range(sessions)]
    agents = []
    for number in range(people):
        wishes: dict[str, None] = {}
        while len(wishes) < 5:
            wishes[draw.choices(names, appeal)[0]] = None
        unit = f"u{draw.randrange(max(1, people // 80))}"
        agents.append(Applicant(f"a{number}", tuple(wishes), unit, draw.random() < 0.3))
    seats = people * 4 // 5 // sessions
    return agents, [Course(name, seats, f"d{place // 2}") for place, name in enumerate(names)]


def row(name: str, answer: Allocation, seconds: float, known: str) -> str:
    """Return a line of the table."""
    levels = ", ".join(
        f"{level.name} {level.value:g}" + ("" if level.is_proven else f" (bound {level.bound:g})")
        for level in answer.levels
    )
    return f"| {name} | {levels} | {known} | {answer.status} | {seconds:.2f} s |"


def run() -> None:
    """Print the table."""
    print("| instance | levels | proven best | status | time |\n|---|---|---|---|---|")
    folder = os.environ.get("ESSAIM_BENCH_DATA")
    for file, seats, placed, ranks in PUBLISHED if folder else ():
        agents, sessions = preflib(Path(str(folder)) / "seats" / file, seats)
        began = time.perf_counter()
        answer = allocate_seats(agents, sessions, seed=1)
        seconds = time.perf_counter() - began
        wished = {agent.id: agent.wishes for agent in agents}
        choices = Counter(wished[name].index(got[0]) + 1 for name, got in answer.granted.items() if got)
        profile = "/".join(str(choices[rank]) for rank in range(1, max(choices) + 1))
        reached = {level.name: level.value for level in answer.levels}
        assert (reached["served"], reached["ranks"]) == (placed, ranks)
        assert check(answer, agents, sessions) == []
        print(row(f"{file} ({profile})", answer, seconds, f"served {placed}, ranks {ranks}"))
    if not folder:
        print("\nESSAIM_BENCH_DATA names no folder: the published instances were SKIPPED.\n")
    for people, count, rules in (
        (5000, 200, {}),
        (5000, 200, {"max_per_agent": 2}),
        (1000, 40, {"unit_quota": 4}),
        (5000, 200, {"unit_quota": 6}),
    ):
        agents, sessions = town(people, count)
        began = time.perf_counter()
        answer = allocate_seats(agents, sessions, seed=3, **rules)
        seconds = time.perf_counter() - began
        assert check(answer, agents, sessions, **rules) == []
        told = ", ".join(f"{name} {value}" for name, value in rules.items())
        print(row(f"{people} × {count}{', ' if told else ''}{told}", answer, seconds, "its bounds"))


if __name__ == "__main__":
    run()
