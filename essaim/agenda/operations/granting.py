"""Who gets which seat, in sessions that keep none and in those that keep some.

Where no kept seat is free, one conditional statement decides and nobody queues for a lock (`seats`). Where some are,
who gets what depends on the person: the row of the session is held first, then read, then the calculation of
`reserved` decides; the constraint `open_seats_never_eat_kept_ones` stands behind both.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from essaim.agenda.models import Pool, Registration, Session
from essaim.agenda.operations.seats import (
    Reason,
    RegistrationClosed,
    State,
    first_waiting,
    join_queue,
    live,
    lock,
    promote,
    take_free_seat,
)
from essaim.agenda.queries import pools as queries
from essaim.agenda.queries.counters import Counters, counters_of
from essaim.agenda.reserved import Called, Seat, call
from essaim.agenda.rules import may_promote, pool_is_due
from essaim.people.models import Agent
from essaim.ui.words import gettext as _


class Granted(NamedTuple):
    """What somebody who asks gets: a seat, of which pool, or a place in the queue; and the counters right after."""

    state: State
    counters: Counters
    pool: int | None = None


def enter(session: Session, agent: Agent, *, at: datetime, passing_the_list: bool) -> Granted:
    """A seat if one may be taken, else a place in the queue; with the ticket of arrival."""
    ways = [(State.CONFIRMED, take_free_seat), (State.WAITING, join_queue)]
    if session.seats is not None and session.taken >= session.seats:
        ways.reverse()  # the likelier one first: each asks for the contrary of the other, the order decides nothing
    while True:
        for state, way in ways:
            if counters := way(session, passing_the_list=passing_the_list):
                return Granted(state, counters)
        if granted := _enter_where_seats_are_kept(session, agent, at=at):
            return granted
        if not live(session).exists():
            raise RegistrationClosed(_("Cette séance ne prend plus d’inscription."))


def _enter_where_seats_are_kept(session: Session, agent: Agent, *, at: datetime) -> Granted | None:
    """Under the lock; None when no kept seat is free any more, so that the conditional statements decide."""
    if not live(session).filter(kept__gt=0).exists():
        return None
    fresh = lock_now(session, at=at)
    if not fresh.kept or fresh.cancelled_at or fresh.closed_at:
        return None
    fill(fresh, at=at)  # somebody who waits may have become entitled since; nobody ahead is passed
    seat = take_kept_or_open_seat(fresh, agent, at=at)
    Session.objects.filter(pk=session.pk).update(last_ticket=F("last_ticket") + 1)
    if seat is None:
        Session.objects.filter(pk=session.pk).update(waiting=F("waiting") + 1)
        return Granted(State.WAITING, counters_of(session))
    return Granted(State.CONFIRMED, counters_of(session), seat.pool)


def take_seat_now(session: Session, agent: Agent, *, at: datetime, passing_the_list: bool) -> Seat | None:
    """A seat and a ticket for somebody who may have one, or nothing; the row must be held."""
    if take_free_seat(session, passing_the_list=passing_the_list):
        return Seat(None)
    fresh = Session.objects.select_related("programme__organisation").get(pk=session.pk)
    seat = take_kept_or_open_seat(fresh, agent, at=at) if fresh.kept else None
    if seat is not None:
        Session.objects.filter(pk=session.pk).update(last_ticket=F("last_ticket") + 1)
    return seat


def take_kept_or_open_seat(session: Session, agent: Agent, *, at: datetime) -> Seat | None:
    """The seat that the calculation gives; the row must be held and just read."""
    counting = queries.counting_of(session, queries.kept_pools(session, at=at))
    seat = counting.seat_for(queries.profiles_of([agent.pk], session.programme.organisation_id)[agent.pk])
    if seat is not None:
        count_seat(session, seat)
    return seat


def count_seat(session: Session, seat: Seat) -> None:
    """One seat more is taken: of a pool, or open."""
    moved = {"taken": F("taken") + 1}
    if seat.pool is not None:
        Pool.objects.filter(pk=seat.pool).update(taken=F("taken") + 1)
        moved["kept"] = F("kept") - 1
    Session.objects.filter(pk=session.pk).update(**moved)


def give_seat_up(session: Session, registration: Registration, *, at: datetime) -> None:
    """Offer a seat that is still counted as taken to the next who may have it, or leave it free where it belongs.

    The row must be held. A seat of a pool goes back to its pool as long as that is kept.
    """
    if registration.pool_id is None and not session.kept:
        _pass_open_seat_on(session, at=at)
        return
    put_back(session, registration, at=at)
    fill(session, at=at)


def _pass_open_seat_on(session: Session, *, at: datetime) -> None:
    successor = first_waiting(session) if may_promote(session, at) else None
    if successor is None:
        Session.objects.filter(pk=session.pk).update(taken=F("taken") - 1)
        return
    Session.objects.filter(pk=session.pk).update(waiting=F("waiting") - 1)
    promote(session, successor, at=at)


def put_back(session: Session, registration: Registration, *, at: datetime) -> None:
    """Count one seat less; a kept one is free again for those it is kept for."""
    release_due(session, at=at)
    registration.refresh_from_db(fields=["pool"])
    moved = {"taken": F("taken") - 1}
    if registration.pool_id is not None:
        Pool.objects.filter(pk=registration.pool_id).update(taken=F("taken") - 1)
        Registration.objects.filter(pk=registration.pk).update(pool=None)
        registration.pool_id = None
        moved["kept"] = F("kept") + 1
    Session.objects.filter(pk=session.pk).update(**moved)


def fill(session: Session, *, at: datetime, reason: Reason = Reason.SEAT_FREED) -> None:
    """Give every free seat to the first who may have it, in order, as long as anybody may be called.

    The row must be held; the object is read again, so that callers go on from what is true.
    """
    fresh = Session.objects.values_list("seats", "taken", "waiting", "kept").get(pk=session.pk)
    session.seats, session.taken, session.waiting, session.kept = fresh
    if not session.waiting or not may_promote(session, at):
        return
    people = {row.agent_id: row for row in _people_who_wait(session)}
    pools = queries.kept_pools(session, at=at)
    profiles = queries.profiles_of(people, session.programme.organisation_id) if pools else {}
    if pools:
        called = call(queries.counting_of(session, pools), people, profiles)
    else:
        free = session.waiting if session.seats is None else max(session.seats - session.taken, 0)
        called = [Called(agent, Seat(None)) for agent in list(people)[:free]]
    for person, seat in called:
        seat_next(session, people[person], seat, at=at, reason=reason)
    session.refresh_from_db(fields=["taken", "waiting", "kept"])


def _people_who_wait(session: Session) -> list[Registration]:
    rows = Registration.objects.filter(session=session, state=State.WAITING).select_related("agent")
    return list(rows.order_by("ticket", "pk"))


def seat_next(
    session: Session, registration: Registration, seat: Seat, *, at: datetime, reason: Reason
) -> None:
    """Offer this seat to somebody who waits, and count it."""
    count_seat(session, seat)
    Session.objects.filter(pk=session.pk).update(waiting=F("waiting") - 1)
    if seat.pool is not None:
        Registration.objects.filter(pk=registration.pk).update(pool=seat.pool)
        registration.pool_id = seat.pool
    promote(session, registration, at=at, reason=reason)


def lock_now(session: Session, *, at: datetime) -> Session:
    """Hold the row, with the pools whose day has come open to everybody, even if the worker is late."""
    fresh = lock(session)
    if fresh.kept:
        release_due(fresh, at=at)
        fresh.refresh_from_db(fields=["taken", "waiting", "kept"])
    return fresh


def release_due(session: Session, *, at: datetime) -> int:
    """Open the free seats of the pools whose day has come, and offer them to the list in order; how many pools."""
    opened = open_due(session, at=at)
    if opened:
        fill(session, at=at, reason=Reason.SEATS_OPENED)
    return opened


def open_due(session: Session, *, at: datetime) -> int:
    """The same, calling nobody yet. Seats already held stay with who holds them. The row must be held."""
    due = [pool for pool in queries.unreleased(session) if pool_is_due(pool, session, at)]
    for pool in due:
        Registration.objects.filter(pool=pool).update(pool=None)
        Pool.objects.filter(pk=pool.pk).update(released_at=at)
        Session.objects.filter(pk=session.pk).update(kept=F("kept") - (pool.seats - pool.taken))
    return len(due)


def release_pools(*, at: datetime) -> int:
    """Open every pool whose day has come, each session in its own transaction; how many pools. Twice is harmless.

    In sessions that keep seats while people wait, somebody may have become entitled since: called too.
    """
    return sum(_release(pk, at=at) for pk in queries.sessions_to_look_at(at))


@transaction.atomic
def _release(pk: int, *, at: datetime) -> int:
    session = lock(Session(pk=pk))
    released = release_due(session, at=at)
    if not released:
        fill(session, at=at)
    return released
