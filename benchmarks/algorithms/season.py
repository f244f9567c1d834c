"""Seasons of twelve weeks, made at random, against the bound that the search proves."""

import random
import time

from essaim.algorithms.season import Host, Room, SeasonRules, Slot, Topic, check, plan_season

Things = tuple[list[Topic], list[Host], list[Room], list[Slot]]
RULES = SeasonRules(protected_days=frozenset({"2026-03-2", "2026-07-4"}))


def season(
    topics: int, hosts: int, *, rooms: int, ceiling: int, free: float = 0.3, known: int = 4, seed: int = 1
) -> Things:
    """Make twelve weeks of ten half-days; a fifth of the hosts are novices, a tenth of the topics remote."""
    draw = random.Random(seed)
    slots = [
        Slot(f"w{week:02}d{day}h{half}", f"2026-{week:02}-{day}", week, 540 + half * 270, 720 + half * 270)
        for week in range(12)
        for day in range(5)
        for half in range(2)
    ]
    wanted = [
        Topic(
            f"t{number}",
            wanted=draw.randint(5, 80),
            sessions=draw.choice((1, 1, 2, 3)),
            seats=draw.choice((8, 12, 12, 20, 30)),
            equipment=frozenset({"screen"} if draw.random() < 0.2 else ()),
            is_remote=draw.random() < 0.1,
        )
        for number in range(topics)
    ]
    people = [
        Host(
            f"h{number}",
            frozenset(draw.sample([topic.id for topic in wanted], known)),
            frozenset(slot.id for slot in slots if draw.random() < free),
            ceiling,
            is_novice=draw.random() < 0.2,
        )
        for number in range(hosts)
    ]
    places = [
        Room(
            f"r{number}",
            draw.choice((12, 20, 20, 35)),
            frozenset({"screen"} if draw.random() < 0.4 else ()),
            frozenset(slot.id for slot in slots if draw.random() < 0.6),
        )
        for number in range(rooms)
    ]
    return wanted, people, places, slots


def run() -> None:
    """Print the table."""
    print(
        "| topics × hosts × weeks | people | novices | spread | worst gap | sessions, missing | status | time |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for topics, hosts, limit, shape in (
        (30, 20, 5.0, {"rooms": 6, "ceiling": 4}),
        (30, 20, 5.0, {"rooms": 2, "ceiling": 2}),
        (100, 60, 30.0, {"rooms": 6, "ceiling": 4}),
        (100, 60, 30.0, {"rooms": 3, "ceiling": 2}),
        (100, 60, 30.0, {"rooms": 1, "ceiling": 5, "known": 6}),
        (100, 60, 30.0, {"rooms": 4, "ceiling": 3, "known": 6, "free": 0.5}),
    ):
        things = season(topics, hosts, **shape)
        began = time.perf_counter()
        plan = plan_season(*things, rules=RULES, seed=1, time_limit=limit)
        seconds = time.perf_counter() - began
        assert check(plan, *things, rules=RULES) == []
        levels = {level.name: level for level in plan.levels}
        gap = max(abs(level.value - level.bound) / max(1.0, abs(level.bound)) for level in plan.levels)
        told = " | ".join(f"{levels[name].value:g}" for name in ("people", "novices", "spread"))
        rooms = f"{shape['rooms']} room{'s' if shape['rooms'] > 1 else ''}"
        counts = f"{len(plan.sessions)}, {sum(plan.unplaced.values())}"
        name = f"{topics} × {hosts} × 12, {rooms}, ceiling {shape['ceiling']}"
        print(f"| {name} | {told} | {gap:.2%} | {counts} | {plan.status} | {seconds:.2f} s of {limit:g} |")


if __name__ == "__main__":
    run()
