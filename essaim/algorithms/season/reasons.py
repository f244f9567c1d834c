"""What moved, and what found no place and why, in facts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.season.case import Case, Host, Planned

OPEN = "open"  # nothing stands against it: the search was ended early


def moves_of(case: Case, sessions: Sequence[Planned]) -> tuple[Fact, ...]:
    """Return what became of previous sessions that are not as they were, by slot."""
    return tuple(found for session in case.previous for found in _move(case, session, sessions))


def _move(case: Case, before: Planned, sessions: Sequence[Planned]) -> Iterator[Fact]:
    here = [s for s in sessions if (s.topic, s.slot) == (before.topic, before.slot)]
    after = here[0] if here else None
    if after is not None and (after.host, after.companion) == (before.host, before.companion):
        if before.room is not None and after.room != before.room:
            yield fact(
                "room_changed", before.topic, slot=before.slot, before=before.room, after=after.room or ""
            )
        return
    known = {(s.topic, s.slot) for s in case.previous}
    elsewhere = [s for s in sessions if s.topic == before.topic and (s.topic, s.slot) not in known]
    now = after or (elsewhere[0] if elsewhere else None)
    values = {"slot": before.slot, "host": before.host, "companion": before.companion or ""}
    if now is None:
        values |= {"to_slot": "", "to_host": "", "to_companion": ""}
    else:
        values |= {"to_slot": now.slot, "to_host": now.host, "to_companion": now.companion or ""}
    code = "announced_moved" if before.is_announced else "moved"
    yield fact(code, before.topic, **values, why=hindrance(case, before))


def hindrance(case: Case, session: Planned) -> str:
    """Return what in the input stands against a session as it was, or `-` when only other sessions do."""
    if session.topic not in case.topics or session.slot not in case.slots:
        return "topic_or_slot_gone"
    host = case.hosts.get(session.host)
    if host is None or session.topic not in host.topics:
        return "host_gone"
    has_room = case.topics[session.topic].is_remote or bool(case.rooms_of(session.topic, session.slot))
    hindrances = {
        "protected_day": session.slot not in case.open_slots,
        "host_not_free": session.slot not in host.slots,
        "host_is_novice": not case.leads(host),
        "no_room_suits": not has_room,
    }
    return next((name for name, stands in hindrances.items() if stands), "-")


def reasons_of(case: Case, sessions: Sequence[Planned], unplaced: Mapping[str, int]) -> tuple[Fact, ...]:
    """Return why sessions of topics are missing, topics by identifier."""
    use = Use(case, sessions)
    return tuple(_reason(case, use, topic, missing) for topic, missing in sorted(unplaced.items()))


def _reason(case: Case, use: "Use", topic: str, missing: int) -> Fact:
    hosts = [host for host in case.hosts.values() if topic in host.topics]
    leaders = [host for host in hosts if case.leads(host)]
    if not leaders:
        return fact("only_novices" if hosts else "no_host", topic, missing=missing, hosts=len(hosts))
    times = [(host, slot) for host in leaders for slot in case.slots if slot in host.slots]
    if not times:
        return fact("no_common_time", topic, missing=missing, hosts=len(leaders))
    days = [(host, slot) for host, slot in times if slot in case.open_slots]
    if not days:
        return fact("protected_days", topic, missing=missing, times=len(times))
    is_remote = case.topics[topic].is_remote
    places = [(host, slot) for host, slot in days if is_remote or case.rooms_of(topic, slot)]
    if not places:
        return fact("no_room_suits", topic, missing=missing, times=len(days), seats=case.topics[topic].seats)
    counts = Counter(use.against(topic, host, slot) for host, slot in places)
    return fact("crowded_out", topic, missing=missing, times=len(places), **dict(sorted(counts.items())))


class Use:
    """What sessions take of hosts, rooms and weeks."""

    def __init__(self, case: Case, sessions: Sequence[Planned]) -> None:
        self.case = case
        self.loads = Counter(person for s in sessions for person in s.people)
        self.host_weeks = Counter((p, case.slots[s.slot].week) for s in sessions for p in s.people)
        self.weeks = Counter(case.slots[s.slot].week for s in sessions)
        self.busy = {(person, slot) for s in sessions for person in s.people for slot in case.meeting[s.slot]}
        self.full = {(s.room, slot) for s in sessions if s.room for slot in case.meeting[s.slot]}
        self.given = {(s.topic, s.slot) for s in sessions}
        self.topic_weeks = {(s.topic, case.slots[s.slot].week) for s in sessions}

    def against(self, topic: str, host: Host, slot: str) -> str:
        """Return the first thing that stands against one more session."""
        rules, week = self.case.rules, self.case.slots[slot].week
        hindrances = {
            "host_ceiling": _is_reached(self.loads[host.id], host.ceiling),
            "host_busy": (host.id, slot) in self.busy,
            "host_week": _is_reached(self.host_weeks[host.id, week], rules.host_week_ceiling),
            "too_close": self._is_near(topic, slot, week),
            "week_full": _is_reached(self.weeks[week], rules.week_ceiling),
            "rooms_full": not self._has_room(topic, slot),
        }
        return next((name for name, stands in hindrances.items() if stands), OPEN)

    def _has_room(self, topic: str, slot: str) -> bool:
        if self.case.topics[topic].is_remote:
            return True
        return any((room, slot) not in self.full for room in self.case.rooms_of(topic, slot))

    def _is_near(self, topic: str, slot: str, week: int) -> bool:
        if (topic, slot) in self.given:
            return True
        apart = self.case.rules.weeks_apart
        return any((topic, other) in self.topic_weeks for other in range(week - apart + 1, week + apart))


def _is_reached(count: int, ceiling: int | None) -> bool:
    return ceiling is not None and count >= ceiling
