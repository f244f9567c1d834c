"""The programme of a season: who leads what and when, in which class of rooms."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy

from essaim.algorithms.lexicographic import Objective, Program, Values
from essaim.algorithms.season.case import Case, Host, Planned
from essaim.algorithms.season.conflicts import rooms_for_fixed

Terms = list[tuple[int, float]]
Lead = tuple[str, str, str]  # a topic, a host, a slot
Class = tuple[frozenset[str], frozenset[str]]  # topics that rooms accept, slots in which they are free


@dataclass(slots=True)
class Table:
    """Columns by what they stand for; `leads` and `beside` hold sessions and those who lead beside."""

    case: Case
    program: Program = field(default_factory=Program)
    leads: dict[Lead, int] = field(default_factory=dict)
    beside: dict[Lead, int] = field(default_factory=dict)
    classes: dict[Class, list[str]] = field(default_factory=dict)
    taken: dict[tuple[str, str, Class], int] = field(default_factory=dict)  # (kind, slot, class) of rooms
    kinds: dict[str, str] = field(
        default_factory=dict
    )  # the topic that stands for those who need the same rooms
    steps: dict[str, list[int]] = field(default_factory=dict)
    weeks: dict[int, list[int]] = field(default_factory=dict)
    led: dict[str, int] = field(default_factory=dict)

    def build(self) -> None:
        """Write every column and row."""
        self._leads()
        self._beside()
        for topic in self.case.topics:
            self._topic(topic)
        self._hosts()
        self._rooms()
        self._weeks()

    def _leads(self) -> None:
        """A column for each possible session; fixed ones are possible by decision."""
        for host in self.case.hosts.values():
            if self.case.leads(host):
                self._leads_of(host)
        for lead in sorted({(s.topic, s.host, s.slot) for s in self.case.fixed}):
            if lead not in self.leads:
                self.leads[lead] = self.program.column()
            self.program.fix(self.leads[lead], 1)

    def _leads_of(self, host: Host) -> None:
        slots = [slot for slot in self.case.slots if slot in host.slots and slot in self.case.open_slots]
        for topic in self.case.topics:
            for slot in slots if topic in host.topics else ():
                if self._has_room(topic, slot):
                    self.leads[topic, host.id, slot] = self.program.column()

    def _has_room(self, topic: str, slot: str) -> bool:
        return self.case.topics[topic].is_remote or bool(self.case.rooms_of(topic, slot))

    def _beside(self) -> None:
        """A column for each novice who may lead beside somebody; fixed sessions stay with who leads them."""
        settled = {(session.topic, session.slot) for session in self.case.fixed}
        led: dict[tuple[str, str], Terms] = {}
        for (topic, host, slot), column in self.leads.items():
            if not self.case.hosts[host].is_novice and (topic, slot) not in settled:
                led.setdefault((topic, slot), []).append((column, 1.0))
        for (topic, slot), terms in led.items():
            for novice in self.case.hosts.values():
                if novice.is_novice and topic in novice.topics and slot in novice.slots:
                    column = self.beside[topic, novice.id, slot] = self.program.column()
                    terms.append((column, -1.0))
            self.program.row(terms, least=0)
        for session in self.case.fixed:
            if session.companion is not None:
                column = self.beside[session.topic, session.companion, session.slot] = self.program.column()
                self.program.fix(column, 1)

    def _topic(self, name: str) -> None:
        case, topic = self.case, self.case.topics[name]
        columns = {(h, s): c for (t, h, s), c in self.leads.items() if t == name}
        most = max(topic.sessions, sum(session.topic == name for session in case.fixed))
        self.steps[name] = [self.program.column() for _ in range(min(most, len(columns)))]
        terms: Terms = [(column, 1.0) for column in columns.values()]
        self.program.row([*terms, *((column, -1.0) for column in self.steps[name])], least=0, most=0)
        if most <= 1:
            return
        groups: list[Iterable[str]] = [[slot] for slot in case.slots]
        if case.rules.weeks_apart > 0:
            groups = list(self._windows())
        for group in groups:
            within = set(group)
            near: Terms = [(column, 1.0) for (_, slot), column in columns.items() if slot in within]
            if len(near) > 1:
                self.program.row(near, most=1)

    def _windows(self) -> Iterable[list[str]]:
        weeks = sorted({slot.week for slot in self.case.slots.values()})
        for week in weeks:
            last = week + self.case.rules.weeks_apart
            yield [slot.id for slot in self.case.slots.values() if week <= slot.week < last]

    def _hosts(self) -> None:
        by_host: dict[str, dict[str, Terms]] = {}
        for sessions in (self.leads, self.beside):
            for (_, host, slot), column in sessions.items():
                by_host.setdefault(host, {}).setdefault(slot, []).append((column, 1.0))
        for name, at in by_host.items():
            self._host(self.case.hosts[name], at)

    def _host(self, host: Host, at: dict[str, Terms]) -> None:
        for moment in self.case.moments:
            self._most([term for slot in moment for term in at.get(slot, [])], 1)
        self._most([term for terms in at.values() for term in terms], host.ceiling)
        for week in sorted({self.case.slots[slot].week for slot in at}):
            terms = [term for slot in at if self.case.slots[slot].week == week for term in at[slot]]
            self._most(terms, self.case.rules.host_week_ceiling)
        columns: Terms = [(c, 1.0) for (_, name, _), c in self.beside.items() if name == host.id]
        if host.is_novice and columns:
            self.led[host.id] = self.program.column()
            self.program.row([*columns, (self.led[host.id], -1.0)], least=0)

    def _most(self, terms: Terms, most: int | None) -> None:
        if most is not None and len(terms) > most:
            self.program.row(terms, most=most)

    def _rooms(self) -> None:
        case, program = self.case, self.program
        self._classes()
        in_rooms = {(s.topic, s.host, s.slot) for s in case.fixed if s.room is not None}
        wanting: dict[tuple[str, str], Terms] = {}
        for lead, column in self.leads.items():
            if lead not in in_rooms and not case.topics[lead[0]].is_remote:
                wanting.setdefault((self.kinds[lead[0]], lead[2]), []).append((column, 1.0))
        at: dict[tuple[str, Class], Terms] = {}
        is_whole = any(len(near) > 1 for near in case.meeting.values())
        for (kind, slot), terms in wanting.items():
            for group in (group for group in self.classes if kind in group[0] and slot in group[1]):
                column = program.column(upper=float(len(self.classes[group])), is_whole=is_whole)
                self.taken[kind, slot, group] = column
                terms.append((column, -1.0))
                at.setdefault((slot, group), []).append((column, 1.0))
            program.row(terms, least=0, most=0)
        for moment in case.moments:
            for group, rooms in self.classes.items():
                self._most_in(moment, group, at, len(rooms))

    def _classes(self) -> None:
        """Put rooms that stand for one another together, and topics that need the same."""
        case = self.case
        for room in case.rooms.values():
            accepted = frozenset(topic.id for topic in case.topics.values() if room.suits(topic))
            self.classes.setdefault((accepted, frozenset(case.free_of[room.id])), []).append(room.id)
        needs: dict[tuple[int, frozenset[str]], str] = {}
        for topic in case.topics.values():
            self.kinds[topic.id] = needs.setdefault((topic.seats, topic.equipment), topic.id)

    def _most_in(
        self, moment: tuple[str, ...], group: Class, at: dict[tuple[str, Class], Terms], most: int
    ) -> None:
        terms = [term for slot in moment for term in at.get((slot, group), [])]
        if len(terms) > 1:
            self.program.row(terms, most=most)

    def _weeks(self) -> None:
        by_week: dict[int, Terms] = {}
        for (_, _, slot), column in self.leads.items():
            by_week.setdefault(self.case.slots[slot].week, []).append((column, 1.0))
        steps = sum(len(columns) for columns in self.steps.values())
        for week, terms in sorted(by_week.items()):
            slots = sum(slot.week == week for slot in self.case.slots.values())
            room = min(len(terms), steps, slots * len(self.case.hosts))
            ceiling = self.case.rules.week_ceiling
            room = room if ceiling is None else min(room, ceiling)
            self.weeks[week] = [self.program.column(is_whole=False) for _ in range(room)]
            self.program.row([*terms, *((column, -1.0) for column in self.weeks[week])], least=0, most=0)

    def objectives(self) -> list[Objective]:
        """Return the levels, in order of importance; those that nothing can change are left out."""
        topics, previous = self.case.topics, self.case.previous
        people = {c: topics[t].gain(k) for t, cs in self.steps.items() for k, c in enumerate(cs, start=1)}
        spread = {c: 2 * k - 1 for cs in self.weeks.values() for k, c in enumerate(cs, start=1)}
        levels = [
            Objective("announced", self.staying([s for s in previous if s.is_announced])),
            Objective("people", people),
            Objective("kept", self.staying([s for s in previous if not s.is_announced])),
            Objective("novices", dict.fromkeys(self.led.values(), 1)),
            Objective("spread", spread, is_cost=True),
        ]
        return [level for level in levels if level.coefficients]

    def staying(self, previous: list[Planned]) -> dict[int, int]:
        """Return what keeping sessions is worth: one for the slot, one for the host, one for the companion."""
        worth: dict[int, int] = {}
        hosts = {(s.topic, s.slot): s for s in previous}
        for (topic, host, slot), column in self.leads.items():
            if session := hosts.get((topic, slot)):
                worth[column] = 1 + (session.host == host)
        for (topic, host, slot), column in self.beside.items():
            if (session := hosts.get((topic, slot))) and session.companion == host:
                worth[column] = 1
        return worth

    def start(self) -> Values:
        """Return the plan of what is fixed alone."""
        values = numpy.array(self.program.lower)
        for place, room in (rooms_for_fixed(self.case) or {}).items():
            session = self.case.fixed[place]
            group = next(group for group, rooms in self.classes.items() if room in rooms)
            values[self.taken[self.kinds[session.topic], session.slot, group]] += 1
        return values

    def tidy(self, values: Values) -> Values:
        """Count sessions by topic, week and novice anew from who leads what."""
        counted = values.copy()
        topics = dict.fromkeys(self.steps, 0)
        weeks = dict.fromkeys(self.weeks, 0)
        for (topic, _, slot), column in self.leads.items():
            if values[column] > 0:
                topics[topic] += 1
                weeks[self.case.slots[slot].week] += 1
        for topic, count in topics.items():
            counted[self.steps[topic]] = [float(k < count) for k in range(len(self.steps[topic]))]
        for week, count in weeks.items():
            counted[self.weeks[week]] = [float(k < count) for k in range(len(self.weeks[week]))]
        busy = {host for (_, host, _), column in self.beside.items() if values[column] > 0}
        for host, column in self.led.items():
            counted[column] = float(host in busy)
        return counted
