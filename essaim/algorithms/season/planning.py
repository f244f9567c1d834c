"""The call: rules first, then slots and hosts, then rooms, then reasons."""

from collections import Counter
from collections.abc import Callable, Sequence

from essaim.algorithms.answers import SafetyStop, Status, digest_of
from essaim.algorithms.lexicographic import Values, solve_by_levels
from essaim.algorithms.season.case import (
    Case,
    Host,
    Planned,
    Room,
    SeasonPlan,
    SeasonRules,
    Slot,
    Topic,
    by_seed,
    in_time,
)
from essaim.algorithms.season.conflicts import conflicts_of
from essaim.algorithms.season.reasons import moves_of, reasons_of
from essaim.algorithms.season.rooms import with_rooms
from essaim.algorithms.season.table import Table


def plan_season(
    topics: Sequence[Topic],
    hosts: Sequence[Host],
    rooms: Sequence[Room],
    slots: Sequence[Slot],
    *,
    rules: SeasonRules = SeasonRules(),  # noqa: B008 (frozen)
    fixed: Sequence[Planned] = (),
    previous: Sequence[Planned] = (),
    seed: int,
    time_limit: float = 30.0,
    progress: Callable[[float], None] | None = None,
) -> SeasonPlan:
    """Plan a season; the problem, its levels and its cost are told in `essaim.algorithms.season`.

    `time_limit` is in seconds: the budget of the search follows from it. `progress` hears a share from 0 to 1.

    Contradictions among fixed sessions give the status `infeasible`, no session, and `conflicts`. Explanations: for
    each previous session that is not as it was, `announced_moved`, `moved` (its `why` is `-` when only other sessions
    stand against it) or `room_changed`; for each topic with sessions missing, `no_host`, `only_novices`,
    `no_common_time`, `protected_days`, `no_room_suits` or `crowded_out`.
    """
    stop = SafetyStop(0.95 * time_limit, grace=0.25)  # what is left writes the reasons
    tell = progress or (lambda share: None)
    case = Case(
        by_seed(topics, seed), by_seed(hosts, seed), by_seed(rooms, seed), in_time(slots), rules,
        tuple(sorted(set(fixed), key=_turn)), tuple(sorted(set(previous), key=_turn)),
    )  # fmt: skip
    by_id = [sorted(things, key=lambda thing: thing.id) for things in (topics, hosts, rooms, slots)]
    digest = digest_of(*by_id, rules, case.fixed, case.previous, seed)
    if conflicts := conflicts_of(case, _twice(topics, hosts, rooms, slots)):
        return SeasonPlan(
            status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts, sessions=(), unplaced={}
        )
    return _plan(case, seed=seed, digest=digest, stop=stop, seconds=time_limit, tell=tell)


def _plan(
    case: Case, *, seed: int, digest: str, stop: SafetyStop, seconds: float, tell: Callable[[float], None]
) -> SeasonPlan:
    table = Table(case)
    table.build()
    solved = solve_by_levels(
        table.program,
        table.objectives(),
        stop=stop,
        seconds=seconds,
        start=table.start(),
        tidy=table.tidy,
        progress=tell,
    )
    sessions = with_rooms(table, _sessions(table, solved.values), solved.values)
    placed = Counter(session.topic for session in sessions)
    unplaced = {name: case.topics[name].sessions - placed[name] for name in sorted(case.topics)}
    unplaced = {name: missing for name, missing in unplaced.items() if missing > 0}
    tell(1.0)
    return SeasonPlan(
        status=Status.OPTIMAL if solved.is_optimal else Status.FEASIBLE,
        seed=seed,
        digest=digest,
        levels=solved.levels,
        explanations=(*moves_of(case, sessions), *reasons_of(case, sessions, unplaced)),
        is_cut=solved.is_cut,
        sessions=tuple(sessions),
        unplaced=unplaced,
    )


def _turn(session: Planned) -> tuple[str, str, str, str, str, bool]:
    return (
        session.slot,
        session.topic,
        session.host,
        session.room or "",
        session.companion or "",
        session.is_announced,
    )


def _twice(
    *kinds: Sequence[Topic] | Sequence[Host] | Sequence[Room] | Sequence[Slot],
) -> list[tuple[str, str]]:
    names = ("topic", "host", "room", "slot")
    counts = [
        (kind, Counter(thing.id for thing in things)) for kind, things in zip(names, kinds, strict=True)
    ]
    return [(kind, name) for kind, found in counts for name, count in sorted(found.items()) if count > 1]


def _sessions(table: Table, values: Values) -> list[Planned]:
    """Return the sessions that a solution holds; fixed ones as they were given."""
    case = table.case
    fixed = {(s.topic, s.host, s.slot): s for s in case.fixed}
    announced = {(s.topic, s.slot) for s in case.previous if s.is_announced}
    beside = {(t, s): host for (t, host, s), column in table.beside.items() if values[column] > 0}
    return [
        fixed.get(lead)
        or Planned(
            topic=lead[0],
            host=lead[1],
            slot=lead[2],
            companion=beside.get((lead[0], lead[2])),
            is_announced=(lead[0], lead[2]) in announced,
        )
        for lead, column in table.leads.items()
        if values[column] > 0
    ]
