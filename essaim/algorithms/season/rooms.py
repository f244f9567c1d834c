"""Rooms, given once sessions have their slots."""

from dataclasses import replace

from essaim.algorithms.lexicographic import Values
from essaim.algorithms.season.case import Planned
from essaim.algorithms.season.table import Class, Table


def with_rooms(table: Table, sessions: list[Planned], values: Values) -> list[Planned]:
    """Give a room to each session without one: slot by slot in time, the room it had before if it is free.

    The programme says how many sessions of a kind each class of rooms takes in a slot, so that a room of the class is
    free whenever one is needed.
    """
    case = table.case
    before = {(s.topic, s.slot): s.room for s in case.previous}
    order = list(case.slots)
    left = {key: round(values[column]) for key, column in table.taken.items()}
    groups = {room: group for group, rooms in table.classes.items() for room in rooms}
    taken: dict[str, set[str]] = {room: set() for room in case.rooms}
    placed: list[Planned] = []

    def turn(session: Planned) -> tuple[int, bool, str, str]:
        return (
            order.index(session.slot),
            (session.topic, session.slot) not in before,
            session.topic,
            session.host,
        )

    for session in sorted(sessions, key=turn):
        if session.room is not None or case.topics[session.topic].is_remote:
            placed.append(session)
            continue
        kind, near = table.kinds[session.topic], case.meeting[session.slot]
        wished = before.get((session.topic, session.slot))
        open_groups: list[Class] = [
            group for group in table.classes if left.get((kind, session.slot, group), 0) > 0
        ]
        free = sorted(
            room for group in open_groups for room in table.classes[group] if not taken[room] & near
        )
        room = wished if wished in free else min(free, key=lambda name: (case.rooms[name].seats, name))
        taken[str(room)].add(session.slot)
        left[kind, session.slot, groups[str(room)]] -= 1
        placed.append(replace(session, room=room))
    return placed
