"""The seats themselves: conditional statements that no crowd can outrun, and the ledger.

Every move of a session begins with one `UPDATE` of its row, which bumps the version. On PostgreSQL that statement
holds the row until the end of the transaction, so moves of one session follow each other; on SQLite the
IMMEDIATE transaction does. Readers never wait. The row of the session always comes before rows of registrations.
"""

from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.db.models import F, Q, QuerySet

from essaim.agenda import emails
from essaim.agenda.models import Move, Registration, Session
from essaim.agenda.rules import is_near, offer_end
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
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


def live(session: Session) -> QuerySet[Session]:
    """The session's row, as long as it is neither cancelled nor closed."""
    return Session.objects.filter(pk=session.pk, cancelled_at=None, closed_at=None)


def lock(session: Session) -> Session:
    """Bump the version, hold the row, and read it as it is now."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    return Session.objects.select_related("programme__organisation").get(pk=session.pk)


def take_free_seat(session: Session, *, passing_the_list: bool) -> bool:
    """Count one seat more if one is free, and nobody waits unless `passing_the_list`; false when it cannot be."""
    rows = live(session).filter(HAS_ROOM)
    if not passing_the_list:
        rows = rows.filter(waiting=0)
    if not settings.SEATS_ARE_GUARDED:  # the control of the tests: count, then write
        if not rows.exists():
            return False
        rows = Session.objects.filter(pk=session.pk)
    changes = {"taken": F("taken") + 1, "last_ticket": F("last_ticket") + 1, "version": F("version") + 1}
    return bool(rows.update(**changes))


def join_queue(session: Session, *, passing_the_list: bool) -> bool:
    """Count one waiting person more, unless a seat that could be taken, or a kept one, is free."""
    takeable = HAS_ROOM if passing_the_list else HAS_ROOM & Q(waiting=0)
    changes = {"waiting": F("waiting") + 1, "last_ticket": F("last_ticket") + 1, "version": F("version") + 1}
    rows = live(session).filter(kept=0).exclude(takeable & Q(pk=session.pk))
    return bool(rows.update(**changes))


def first_waiting(session: Session) -> Registration | None:
    waiting = Registration.objects.filter(session=session, state=State.WAITING)
    return waiting.select_related("agent").order_by("ticket", "pk").first()


def promote(
    session: Session, registration: Registration, *, at: datetime, reason: Reason = Reason.SEAT_FREED
) -> None:
    """Offer the seat for a while; near the session, confirm it without asking. Counters are the caller's."""
    near = is_near(session, at)
    until = None if near else offer_end(session, at)
    state = State.CONFIRMED if near else State.OFFERED
    move = set_state(registration, state, reason=reason, at=at, offered_until=until)
    if until is None:
        tell(move, session, Letter.Kind.CONFIRMED, emails.confirmed(session))
    else:
        tell(move, session, Letter.Kind.OFFERED, emails.offered(session, until))


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
    registration.state = state
    registration.offered_until = offered_until
    registration.changed_at = at
    if ticket is not None:
        registration.ticket = ticket
    registration.save(update_fields=["state", "offered_until", "changed_at", "ticket"])
    return note(registration, reason=reason, at=at, by=by)


def note(registration: Registration, *, reason: Reason, at: datetime, by: Agent | None = None) -> Move:
    return Move.objects.create(
        registration=registration,
        state=registration.state,
        ticket=registration.ticket,
        reason=reason,
        by=by,
        at=at,
    )


def rank_of(registration: Registration) -> int:
    """1 for the first in line."""
    ahead = Registration.objects.filter(
        session=registration.session_id, state=State.WAITING, ticket__lt=registration.ticket
    )
    return ahead.count() + 1


def tell(move: Move, session: Session, kind: Letter.Kind, wording: emails.Wording) -> None:
    """Write the letter of this move, and take back those that it makes untrue and that have not left."""
    agent = move.registration.agent
    letters.cancel(cause=session.cause, at=move.at, agent=agent)
    letters.post(
        agent=agent,
        kind=kind,
        cause=session.cause,
        version=str(move.pk),
        subject=wording.subject,
        body=wording.body,
        action_label=wording.action_label,
        action_path=wording.action_path,
        at=move.at,
    )
