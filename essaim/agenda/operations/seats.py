"""The seats themselves: conditional statements that no crowd can outrun, and the ledger.

Every move of a session begins with one `UPDATE` of its row, which bumps the version. On PostgreSQL that statement
holds the row until the end of the transaction, so moves of one session follow each other; on SQLite the
IMMEDIATE transaction does. Readers never wait. The row of the session always comes before rows of registrations.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from essaim.agenda import emails
from essaim.agenda.models import Move, Registration, Session
from essaim.agenda.operations import approvals
from essaim.agenda.queries.counters import Counters, counters_of
from essaim.agenda.rules import is_near, offer_end, useful_until
from essaim.kernel.errors import Refused
from essaim.kernel.prepared import Prepared, PreparedInsert, PreparedMove
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import Letter
from essaim.people.models import Agent

State: TypeAlias = Registration.State
Reason: TypeAlias = Move.Reason
HAS_ROOM = Q(kept=0) & (Q(seats=None) | Q(taken__lt=F("seats")))
"""A seat is free for whoever comes; where some are kept, `granting` decides under the lock."""


class RegistrationClosed(Refused):
    """The session takes no registration now."""


class SeatGone(Refused):
    """The seat that was given back has found somebody else."""


def alive(pk: int) -> QuerySet[Session]:
    return Session.objects.filter(pk=pk, cancelled_at=None, closed_at=None)


def live(session: Session) -> QuerySet[Session]:
    """The session's row, as long as it is neither cancelled nor closed."""
    return alive(session.pk)


def lock(session: Session) -> Session:
    """Bump the version, hold the row, and read it as it is now."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    return Session.objects.select_related("programme__organisation", "format").get(pk=session.pk)


ONE_SEAT_MORE = {"taken": F("taken") + 1, "last_ticket": F("last_ticket") + 1, "version": F("version") + 1}
ONE_MORE_WAITS = {"waiting": F("waiting") + 1, "last_ticket": F("last_ticket") + 1}
"""Not another version: what everybody reads of the session stays, so that a crowd draws it once."""
NOBODY_WAITS = Q(waiting=0)


def moving(build: Callable[..., QuerySet[Session]], changes: dict[str, Any]) -> PreparedMove:
    return PreparedMove(build, changes, Counters._fields, pk=int)


take_any_seat = moving(lambda *, pk: alive(pk).filter(HAS_ROOM), ONE_SEAT_MORE)
take_unclaimed_seat = moving(lambda *, pk: alive(pk).filter(HAS_ROOM, NOBODY_WAITS), ONE_SEAT_MORE)
wait_for_any_seat = moving(lambda *, pk: alive(pk).filter(kept=0).exclude(HAS_ROOM), ONE_MORE_WAITS)
wait_behind_others = moving(
    lambda *, pk: alive(pk).filter(kept=0).exclude(HAS_ROOM & NOBODY_WAITS), ONE_MORE_WAITS
)


def take_free_seat(session: Session, *, passing_the_list: bool) -> Counters | None:
    """Count one seat more if one is free, and nobody waits unless `passing_the_list`; None when it cannot be."""
    if not settings.SEATS_ARE_GUARDED:  # the control of the tests: count, then write
        unclaimed = Q() if passing_the_list else NOBODY_WAITS
        if not live(session).filter(HAS_ROOM, unclaimed).exists():
            return None
        Session.objects.filter(pk=session.pk).update(**ONE_SEAT_MORE)
        return counters_of(session)
    take = take_any_seat if passing_the_list else take_unclaimed_seat
    return next((Counters(*row) for row in take(pk=session.pk)), None)


def join_queue(session: Session, *, passing_the_list: bool) -> Counters | None:
    """Count one waiting person more, unless a seat that could be taken, or a kept one, is free."""
    wait = wait_for_any_seat if passing_the_list else wait_behind_others
    return next((Counters(*row) for row in wait(pk=session.pk)), None)


def first_waiting(session: Session) -> Registration | None:
    waiting = Registration.objects.filter(session=session, state=State.WAITING)
    return waiting.select_related("agent").order_by("ticket", "pk").first()


def promote(
    session: Session, registration: Registration, *, at: datetime, reason: Reason = Reason.SEAT_FREED
) -> None:
    """Offer the seat for a while; near the session, confirm it without asking. Counters are the caller's."""
    near = is_near(session, at)
    until = None if near else offer_end(session, at)
    state = approvals.state_on_entry(session, registration.agent, at=at) if near else State.OFFERED
    move = set_state(registration, state, reason=reason, at=at, offered_until=until)
    if until is None:
        tell_seat(move, session)
    else:
        tell(move, session, Letter.Kind.OFFERED, emails.offered(session, until), until=until)


def set_state(
    registration: Registration,
    state: State,
    *,
    reason: Reason,
    at: datetime,
    by: Agent | None = None,
    ticket: int | None = None,
    offered_until: datetime | None = None,
) -> Move:
    """Move a registration and write the line of the ledger that says why."""
    if registration.state == State.PENDING and state != State.PENDING:
        approvals.drop(registration, at=at)
    registration.state = state
    registration.offered_until = offered_until
    registration.changed_at = at
    if ticket is not None:
        registration.ticket = ticket
    registration.save(update_fields=["state", "offered_until", "changed_at", "ticket"])
    return note(registration, reason=reason, at=at, by=by)


def note(registration: Registration, *, reason: Reason, at: datetime, by: Agent | None = None) -> Move:
    state, ticket = registration.state, registration.ticket
    return write_move(
        Move(registration=registration, state=state, ticket=ticket, reason=reason, by=by, at=at)
    )


write_move = PreparedInsert(Move)


def ahead_in_line(*, session: int, ticket: int) -> QuerySet[Registration, tuple[Any, ...]]:
    ahead = Registration.objects.filter(session=session, state=State.WAITING, ticket__lt=ticket)
    return ahead.order_by().values("state").annotate(n=Count("pk")).values_list("n")


count_ahead = Prepared(ahead_in_line, session=int, ticket=int)


def rank_of(registration: Registration) -> int:
    """1 for the first in line."""
    found = count_ahead(session=registration.session_id, ticket=registration.ticket)
    return (found[0][0] if found else 0) + 1


def tell_seat(move: Move, session: Session, *, is_first: bool = False) -> None:
    """Write to who was given a seat; when it waits for a word, ask for it."""
    if move.state == State.PENDING:
        approval = approvals.ask(move.registration, session, at=move.at)
        tell(move, session, Letter.Kind.PENDING, emails.pending(session, approval), is_first=is_first)
    else:
        tell(move, session, Letter.Kind.CONFIRMED, emails.confirmed(session), is_first=is_first)


def tell(
    move: Move,
    session: Session,
    kind: Letter.Kind,
    wording: Draft,
    *,
    is_first: bool = False,
    until: datetime | None = None,
) -> None:
    """Write the letter of this move, and take back those that it makes untrue and that have not left.

    It no longer leaves once the session is over, or from `until` on.
    `is_first`: the agent never had anything to do with the session, so there is none.
    """
    agent = move.registration.agent
    if not is_first:
        letters.cancel(cause=session.cause, at=move.at, agent=agent)
    letters.post(
        agent=agent,
        kind=kind,
        cause=session.cause,
        version=str(move.pk),
        wording=wording,
        at=move.at,
        about=session.starts_at,
        expires_at=until or useful_until(session, move.at),
    )
