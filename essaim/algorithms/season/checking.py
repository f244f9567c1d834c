"""Whether a season keeps what it promises: counted anew from the input, without the code that searched."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from essaim.algorithms.answers import Fact, Status, fact
from essaim.algorithms.season.case import Host, Planned, Room, SeasonPlan, SeasonRules, Slot, Topic

NEVER = float("inf")


def check(
    plan: SeasonPlan,
    topics: Sequence[Topic],
    hosts: Sequence[Host],
    rooms: Sequence[Room],
    slots: Sequence[Slot],
    *,
    rules: SeasonRules = SeasonRules(),  # noqa: B008 (frozen)
    fixed: Sequence[Planned] = (),
    previous: Sequence[Planned] = (),
) -> list[Fact]:
    """Return what is wrong with a season, and nothing when it is sound.

    Rules, fixed sessions, rooms, values of levels, what moved and every reason are verified; and, when the answer
    calls itself optimal, that no missing session could simply be added. That no better answer exists at all is what
    the bounds of the levels say.
    """
    if plan.status is Status.INFEASIBLE:
        is_silent = not plan.conflicts or plan.sessions
        return [fact("infeasible_without_reason", "")] if is_silent else []
    audit = _Audit(plan, topics, hosts, rooms, slots, rules, fixed, previous)
    if unknown := list(audit.unknown()):
        return unknown
    return [
        *audit.each(),
        *audit.together(),
        *audit.ceilings(),
        *audit.levels(),
        *audit.moves(),
        *audit.reasons(),
    ]


class _Audit:
    def __init__(
        self,
        plan: SeasonPlan,
        topics: Sequence[Topic],
        hosts: Sequence[Host],
        rooms: Sequence[Room],
        slots: Sequence[Slot],
        rules: SeasonRules,
        fixed: Sequence[Planned],
        previous: Sequence[Planned],
    ) -> None:
        self.plan, self.rules, self.previous = plan, rules, previous
        self.topics = {topic.id: topic for topic in topics}
        self.hosts = {host.id: host for host in hosts}
        self.rooms = {room.id: room for room in rooms}
        self.slots = {slot.id: slot for slot in slots}
        self.fixed = {(session.topic, session.host, session.slot): session for session in fixed}
        self.given = Counter(session.topic for session in plan.sessions)
        self.at = {(session.topic, session.slot): session for session in plan.sessions}

    def unknown(self) -> Iterator[Fact]:
        for session in self.plan.sessions:
            is_known = session.topic in self.topics and session.slot in self.slots
            is_known = is_known and all(person in self.hosts for person in session.people)
            if not is_known or (session.room is not None and session.room not in self.rooms):
                yield fact("unknown_session", session.topic, slot=session.slot)

    def is_fixed(self, session: Planned) -> bool:
        return (session.topic, session.host, session.slot) in self.fixed

    def each(self) -> Iterator[Fact]:
        found = {(s.topic, s.host, s.slot): s for s in self.plan.sessions}
        for key, session in self.fixed.items():
            now = found.get(key)
            is_same = now is not None and now.companion == session.companion
            if now is None or not is_same or session.room not in (None, now.room):
                yield fact("fixed_moved", session.topic, slot=session.slot)
        for session in self.plan.sessions:
            yield from self._room(session)
            if not self.is_fixed(session):
                yield from self._session(session)

    def _session(self, session: Planned) -> Iterator[Fact]:
        host = self.hosts[session.host]
        if self.slots[session.slot].day in self.rules.protected_days:
            yield fact("protected_day", session.topic, slot=session.slot)
        if host.is_novice and not self.rules.may_novice_lead:
            yield fact("novice_leads", session.topic, host=host.id)
        if session.companion is not None and (not self.hosts[session.companion].is_novice or host.is_novice):
            yield fact("companion_not_beside", session.topic, host=session.companion)
        for person in (self.hosts[name] for name in session.people):
            if session.topic not in person.topics or session.slot not in person.slots:
                yield fact("host_cannot", session.topic, host=person.id, slot=session.slot)

    def _room(self, session: Planned) -> Iterator[Fact]:
        topic = self.topics[session.topic]
        if session.room is None:
            if not topic.is_remote:
                yield fact("room_missing", session.topic, slot=session.slot)
            return
        fixed = self.fixed.get((session.topic, session.host, session.slot))
        if fixed is None or fixed.room is None:
            room = self.rooms[session.room]
            if (
                room.seats < topic.seats
                or topic.equipment - room.equipment
                or not self._is_open(room, session.slot)
            ):
                yield fact("room_does_not_suit", session.topic, room=room.id)

    def _is_open(self, room: Room, slot: str) -> bool:
        return room.slots is None or slot in room.slots

    def _meet(self, one: str, other: str) -> bool:
        first, second = self.slots[one], self.slots[other]
        overlaps = first.start < second.end and second.start < first.end
        return one == other or (first.day == second.day and (overlaps or first.start == second.start))

    def together(self) -> Iterator[Fact]:
        by_day: dict[str, list[Planned]] = {}
        for session in self.plan.sessions:
            by_day.setdefault(self.slots[session.slot].day, []).append(session)
        for day in by_day.values():
            for one, other in combinations(day, 2):
                if self._meet(one.slot, other.slot):
                    for person in set(one.people) & set(other.people):
                        yield fact("host_twice", person, slot=one.slot)
                    if one.room is not None and one.room == other.room:
                        yield fact("room_twice", one.room, slot=one.slot)

    def ceilings(self) -> Iterator[Fact]:
        sessions = self.plan.sessions
        for name, count in self.given.items():
            if count > max(self.topics[name].sessions, sum(key[0] == name for key in self.fixed)):
                yield fact("too_many_sessions", name, sessions=count)
        for host, count in Counter(person for s in sessions for person in s.people).items():
            if count > _limit(self.hosts[host].ceiling):
                yield fact("over_ceiling", host, sessions=count)
        yield from self.weekly()

    def weekly(self) -> Iterator[Fact]:
        rules, sessions = self.rules, self.plan.sessions
        people = Counter((person, self.slots[s.slot].week) for s in sessions for person in s.people)
        for (host, week), count in people.items():
            if count > _limit(rules.host_week_ceiling):
                yield fact("over_host_week", host, week=week, sessions=count)
        for week, count in Counter(self.slots[s.slot].week for s in sessions).items():
            if count > _limit(rules.week_ceiling):
                yield fact("over_week", str(week), sessions=count)
        yield from self.apart()

    def apart(self) -> Iterator[Fact]:
        rules = self.rules
        for one, other in combinations(self.plan.sessions, 2):
            weeks = abs(self.slots[one.slot].week - self.slots[other.slot].week)
            if one.topic == other.topic and (weeks < rules.weeks_apart or one.slot == other.slot):
                yield fact("too_close", one.topic, slot=one.slot, other=other.slot)

    def stays(self, is_announced: bool) -> int:
        worth = 0
        for before in self.previous:
            now = self.at.get((before.topic, before.slot))
            if now is not None and before.is_announced == is_announced:
                is_beside = before.companion is not None and now.companion == before.companion
                worth += 1 + (now.host == before.host) + is_beside
        return worth

    def levels(self) -> Iterator[Fact]:
        sessions = self.plan.sessions
        expected = {
            "announced": self.stays(is_announced=True),
            "people": sum(self.topics[t].gain(k) for t, n in self.given.items() for k in range(1, n + 1)),
            "kept": self.stays(is_announced=False),
            "novices": len(
                {s.companion for s in sessions if s.companion and self.hosts[s.companion].is_novice}
            ),
            "spread": sum(n**2 for n in Counter(self.slots[s.slot].week for s in sessions).values()),
        }
        for level in self.plan.levels:
            if level.value != expected[level.name]:
                yield fact("wrong_level", level.name, told=level.value, counted=expected[level.name])
            if level.value < level.bound if level.name == "spread" else level.value > level.bound:
                yield fact("beyond_bound", level.name, value=level.value, bound=level.bound)
        if self.plan.status is Status.OPTIMAL and not all(x.is_proven for x in self.plan.levels):
            yield fact("not_proven", "")

    def moves(self) -> Iterator[Fact]:
        told = {(why.about, why["slot"]): why for why in self.plan.explanations if "slot" in dict(why.values)}
        for before in self.previous:
            now = self.at.get((before.topic, before.slot))
            is_same = now is not None and now.people == before.people
            why = told.get((before.topic, before.slot))
            if is_same and now is not None:
                has_moved = before.room is not None and now.room != before.room
                if has_moved != (why is not None and why.code == "room_changed"):
                    yield fact("room_not_told", before.topic, slot=before.slot)
            elif why is None or why.code != ("announced_moved" if before.is_announced else "moved"):
                yield fact("move_not_told", before.topic, slot=before.slot)
            elif now is not None and (why["to_slot"], why["to_host"]) != (now.slot, now.host):
                yield fact("untrue", before.topic, code=why.code)

    def reasons(self) -> Iterator[Fact]:
        missing = {name: topic.sessions - self.given[name] for name, topic in self.topics.items()}
        missing = {name: count for name, count in missing.items() if count > 0}
        if self.plan.unplaced != missing:
            yield fact("wrong_unplaced", "")
        told = {why.about: why for why in self.plan.explanations if "missing" in dict(why.values)}
        for name, count in missing.items():
            if name not in told or told[name]["missing"] != count or not self._holds(told[name]):
                yield fact("untrue", name, code=told[name].code if name in told else "")

    def _holds(self, why: Fact) -> bool:
        name, topic = why.about, self.topics[why.about]
        hosts = [host for host in self.hosts.values() if name in host.topics]
        leaders = [host for host in hosts if self.rules.may_novice_lead or not host.is_novice]
        times = [(host, slot) for host in leaders for slot in self.slots if slot in host.slots]
        days = [(h, s) for h, s in times if self.slots[s].day not in self.rules.protected_days]
        places = [(h, s) for h, s in days if topic.is_remote or self._rooms(topic, s)]
        steps = [("no_host", hosts), ("only_novices", leaders), ("no_common_time", times)]
        steps += [("protected_days", days), ("no_room_suits", places)]
        first = next((code for code, left in steps if not left), "crowded_out")
        if why.code != first:
            return False
        if first != "crowded_out":
            return True
        counts = Counter(self._against(topic, host, slot) for host, slot in places)
        is_final = self.plan.status is not Status.OPTIMAL or not counts["open"]
        return is_final and {k: v for k, v in why.values if k not in ("missing", "times")} == dict(counts)

    def _rooms(self, topic: Topic, slot: str) -> list[Room]:
        """Rooms that suit a topic in a slot, those that fixed sessions were given left out."""
        gone = {s.room for s in self.fixed.values() if s.room and self._meet(s.slot, slot)}
        return [
            room
            for room in self.rooms.values()
            if room.seats >= topic.seats
            and not topic.equipment - room.equipment
            and self._is_open(room, slot)
            and room.id not in gone
        ]

    def _against(self, topic: Topic, host: Host, slot: str) -> str:
        sessions, week, rules = self.plan.sessions, self.slots[slot].week, self.rules
        own = [s for s in sessions if host.id in s.people]
        same = [s for s in sessions if s.topic == topic.id]
        apart = [abs(self.slots[s.slot].week - week) for s in same]
        hindrances = {
            "host_ceiling": len(own) >= _limit(host.ceiling),
            "host_busy": any(self._meet(s.slot, slot) for s in own),
            "host_week": sum(self.slots[s.slot].week == week for s in own) >= _limit(rules.host_week_ceiling),
            "too_close": any(s.slot == slot for s in same) or any(n < rules.weeks_apart for n in apart),
            "week_full": sum(self.slots[s.slot].week == week for s in sessions) >= _limit(rules.week_ceiling),
            "rooms_full": not topic.is_remote and not self._is_room_left(topic, slot),
        }
        return next((name for name, stands in hindrances.items() if stands), "open")

    def _is_room_left(self, topic: Topic, slot: str) -> bool:
        near = {s.room for s in self.plan.sessions if self._meet(s.slot, slot)}
        return any(room.id not in near for room in self._rooms(topic, slot))


def _limit(ceiling: int | None) -> float:
    return NEVER if ceiling is None else ceiling
