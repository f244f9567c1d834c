"""Rules that contradict each other before anything is planned: what is fixed cannot all be so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.season.case import Case, Planned


def conflicts_of(case: Case, twice: Sequence[tuple[str, str]]) -> tuple[Fact, ...]:
    """Return what makes the problem impossible; `twice` holds names given to two things of a kind."""
    names = [fact(f"{kind}_twice", name) for kind, name in twice]
    names += [found for session in case.fixed for found in _unknown(case, session)]
    found = names or [*_days(case), *_together(case), *_ceilings(case), *_apart(case)]
    if not found and rooms_for_fixed(case) is not None:
        return ()
    return tuple(found) or tuple(_without_room(case))


def _unknown(case: Case, session: Planned) -> Iterator[Fact]:
    names = (("topic", session.topic, set(case.topics)), ("host", session.host, set(case.hosts)))
    for kind, name, known in (*names, ("slot", session.slot, set(case.slots))):
        if name not in known:
            yield fact("fixed_unknown", name, kind=kind)
    if session.companion is not None and session.companion not in case.hosts:
        yield fact("fixed_unknown", session.companion, kind="companion")
    if session.room is not None and session.room not in case.rooms:
        yield fact("fixed_unknown", session.room, kind="room")


def _days(case: Case) -> Iterator[Fact]:
    for session in case.fixed:
        day = case.slots[session.slot].day
        if session.slot not in case.open_slots:
            yield fact("fixed_on_protected_day", session.topic, slot=session.slot, day=day)


def _together(case: Case) -> Iterator[Fact]:
    for one, other in combinations(case.fixed, 2):
        if other.slot not in case.meeting[one.slot]:
            continue
        for person in sorted(set(one.people) & set(other.people)):
            yield fact("fixed_host_twice", person, slot=one.slot, other=other.slot)
        if one.room is not None and one.room == other.room:
            yield fact("fixed_room_twice", one.room, slot=one.slot, other=other.slot)


def _ceilings(case: Case) -> Iterator[Fact]:
    rules = case.rules
    for host, count in sorted(Counter(p for s in case.fixed for p in s.people).items()):
        ceiling = case.hosts[host].ceiling
        if ceiling is not None and count > ceiling:
            yield fact("fixed_beyond_ceiling", host, fixed=count, ceiling=ceiling)
    people = Counter((p, case.slots[s.slot].week) for s in case.fixed for p in s.people)
    for (host, week), count in sorted(people.items()):
        if rules.host_week_ceiling is not None and count > rules.host_week_ceiling:
            yield fact(
                "fixed_beyond_host_week", host, week=week, fixed=count, ceiling=rules.host_week_ceiling
            )
    for week, count in sorted(Counter(case.slots[s.slot].week for s in case.fixed).items()):
        if rules.week_ceiling is not None and count > rules.week_ceiling:
            yield fact("fixed_beyond_week", str(week), fixed=count, ceiling=rules.week_ceiling)


def _apart(case: Case) -> Iterator[Fact]:
    for one, other in combinations(case.fixed, 2):
        weeks = abs(case.slots[one.slot].week - case.slots[other.slot].week)
        if one.topic == other.topic and (weeks < case.rules.weeks_apart or one.slot == other.slot):
            yield fact("fixed_too_close", one.topic, weeks=weeks, apart=case.rules.weeks_apart)


def _without_room(case: Case) -> Iterator[Fact]:
    for session in case.fixed:
        if session.room is None and not case.topics[session.topic].is_remote:
            rooms = len(case.rooms_of(session.topic, session.slot))
            yield fact("fixed_rooms_short", session.topic, slot=session.slot, rooms=rooms)


def rooms_for_fixed(case: Case) -> dict[int, str] | None:
    """Return a room for each fixed session that needs one and names none, or None when rooms are short."""
    wanting = [
        place
        for place, session in enumerate(case.fixed)
        if session.room is None and not case.topics[session.topic].is_remote
    ]
    found: dict[int, str] = {}
    by_day: dict[str, list[int]] = {}
    for place in wanting:
        by_day.setdefault(case.slots[case.fixed[place].slot].day, []).append(place)
    for places in by_day.values():
        if not _fill(case, sorted(places, key=lambda p: _choice(case, p)), found):
            return None
    return found


def _choice(case: Case, place: int) -> int:
    return len(case.rooms_of(case.fixed[place].topic, case.fixed[place].slot))


def _fill(case: Case, places: list[int], found: dict[int, str]) -> bool:
    """Give rooms one after the other, fewest choices first, going back where it fails: few are fixed in a day."""
    if not places:
        return True
    session, rest = case.fixed[places[0]], places[1:]
    near = case.meeting[session.slot]
    taken = {room for place, room in found.items() if case.fixed[place].slot in near}
    for room in case.rooms_of(session.topic, session.slot):
        if room not in taken:
            found[places[0]] = room
            if _fill(case, rest, found):
                return True
            del found[places[0]]
    return False
