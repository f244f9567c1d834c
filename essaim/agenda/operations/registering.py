"""Registering, withdrawing, and undoing it: one tap each."""

from collections.abc import Collection
from datetime import datetime
from types import EllipsisType

from django.db import IntegrityError, transaction
from django.db.models import F

from essaim.agenda import emails
from essaim.agenda.models import Host, Move, Registration, Session
from essaim.agenda.operations import approvals, offers
from essaim.agenda.operations.granting import (
    Granted,
    enter,
    fill,
    give_seat_up,
    lock_now,
    take_seat_now,
)
from essaim.agenda.operations.seats import (
    Reason,
    RegistrationClosed,
    SeatGone,
    State,
    lock,
    note,
    rank_of,
    set_state,
    tell,
    tell_seat,
)
from essaim.agenda.queries.counters import count
from essaim.agenda.queries.pools import kept_for
from essaim.agenda.queries.sessions import with_rank
from essaim.agenda.rules import is_open_for_registration, may_promote
from essaim.kernel.errors import Refused
from essaim.kernel.language import speaking
from essaim.kernel.prepared import Prepared, PreparedInsert
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

TRIES = 3
OWN_REASONS = frozenset({Reason.OWN_WISH, Reason.OFFER_DECLINED})


class Raced(Exception):  # noqa: N818 -- never leaves this module
    """Another click of the same person was faster."""


def register(
    *,
    session: Session,
    agent: Agent,
    at: datetime,
    by: Agent | None = None,
    found: Registration | EllipsisType | None = ...,
) -> Registration:
    """Give the agent a seat, or a place in the waiting list; accept the seat if one is offered.

    Calling it twice is harmless. A newcomer never passes the list; after the cut-off nobody is called from the
    list any more and a free seat is for who asks first. Refuses outside the registration period.
    The registration knows the object given as its session, counted anew, when nothing else was moved. `found` is
    the agent's registration, if the caller has just read it.
    """
    for attempt in range(TRIES):
        if attempt or isinstance(found, EllipsisType):
            found = next(iter(read_own(session=session.pk, agent=agent.pk)), None)
        if found and _stays(found, session, at=at):
            found.session = session
            return found
        try:
            with transaction.atomic():
                return _register(session, agent, found, at=at, by=by)
        except Raced:
            continue
    raise RegistrationClosed(_("Votre demande n’a pas pu être notée. Essayez encore dans un instant."))


def _stays(found: Registration, session: Session, *, at: datetime) -> bool:
    """Nothing to write for who has a seat, or waits while the list is called: the second click holds up nobody."""
    return found.state in {State.CONFIRMED, State.PENDING} or (
        found.state == State.WAITING and may_promote(session, at)
    )


def _register(
    session: Session, agent: Agent, found: Registration | None, *, at: datetime, by: Agent | None
) -> Registration:
    """What was found before the transaction is found again, or raced, by every statement that relies on it."""
    if found and found.state == State.OFFERED:
        return offers.accept_offer(session=session, agent=agent, at=at)
    passing = not may_promote(session, at)
    refuse_unless_open(session, at)
    refuse_after_a_refusal(found)
    if found and found.state == State.WAITING:
        return _leave_the_list_for_a_seat(session, found, at=at, by=by)
    granted = enter(session, agent, at=at, passing_the_list=passing)
    count(session, granted.counters)
    refuse_who_leads(session, agent, by=by)
    if granted.state == State.CONFIRMED:
        granted = granted._replace(state=approvals.state_on_entry(session, agent, at=at, by=by))
    registration = _write(session, agent, found, granted=granted, at=at)
    move = note(registration, reason=_reason(granted), at=at, by=by)
    rank = granted.counters.waiting if granted.state == State.WAITING else None
    _tell_state(move, session, rank=rank, is_first=found is None)
    return with_rank(registration, rank)


def refuse_unless_open(session: Session, at: datetime) -> None:
    if is_open_for_registration(session, at):
        return
    opens = session.registration_opens_at
    if opens and at < opens and session.cancelled_at is None:
        raise RegistrationClosed(_("Les inscriptions ne sont pas encore ouvertes."))
    if session.cancelled_at:
        raise RegistrationClosed(_("Cette séance est annulée : %(why)s") % {"why": session.cancel_reason})
    raise RegistrationClosed(_("Cette séance ne prend plus d’inscription."))


def refuse_who_leads(session: Session, agent: Agent, *, by: Agent | None) -> None:
    """The row of the session must be held: nobody begins to lead it meanwhile."""
    if not read_host(session=session.pk, agent=agent.pk):
        return
    if by is None or by.pk == agent.pk:
        raise RegistrationClosed(_("Vous animez cette séance : vous n’y prenez pas de place."))
    raise RegistrationClosed(
        _("%(name)s anime cette séance et n’y prend pas de place.") % {"name": agent.full_name}
    )


def refuse_after_a_refusal(found: Registration | None) -> None:
    """The same question is not asked again by registering again."""
    if found and found.state == State.REFUSED:
        raise RegistrationClosed(
            _(
                "Votre demande pour cette séance a été refusée. Choisissez une autre date, ou parlez-en ensemble."
            )
        )


def _leave_the_list_for_a_seat(
    session: Session, found: Registration | None, *, at: datetime, by: Agent | None
) -> Registration:
    """After the cut-off somebody who waits takes a free seat like anybody else, if one is left."""
    fresh = lock_now(session, at=at)
    found = Registration.objects.select_related("agent").get(pk=found.pk) if found else None
    if found is None or found.state != State.WAITING:
        raise Raced
    seat = take_seat_now(fresh, found.agent, at=at, passing_the_list=True)
    if seat is None:
        return found
    Session.objects.filter(pk=session.pk).update(waiting=F("waiting") - 1)
    Registration.objects.filter(pk=found.pk).update(pool=seat.pool)
    state = approvals.state_on_entry(fresh, found.agent, at=at, by=by)
    _tell_state(set_state(found, state, reason=Reason.SEAT_FREE, at=at, by=by), fresh)
    return found


def _reason(granted: Granted) -> Reason:
    if granted.state in Registration.HOLDS_A_SEAT:
        return Reason.SEAT_FREE
    counters = granted.counters
    if counters.kept:
        return Reason.SEATS_KEPT
    is_full = counters.seats is not None and counters.taken >= counters.seats
    return Reason.SESSION_FULL if is_full else Reason.OTHERS_WAIT


read_own = Prepared(
    lambda *, session, agent: Registration.objects.filter(session=session, agent=agent),
    session=int,
    agent=int,
)
read_host = Prepared(
    lambda *, session, agent: Host.objects.filter(session=session, agent=agent).values_list("pk"),
    session=int,
    agent=int,
)


write_registration = PreparedInsert(Registration)


def _write(
    session: Session, agent: Agent, found: Registration | None, *, granted: Granted, at: datetime
) -> Registration:
    """The row of the registration: a new one, or the one of a former withdrawal unless another click moved it."""
    fields = {
        "state": granted.state,
        "ticket": granted.counters.last_ticket,
        "pool_id": granted.pool,
        "registered_at": at,
        "changed_at": at,
    }
    if found is None:
        try:
            return write_registration(Registration(session=session, agent=agent, **fields))
        except IntegrityError as error:
            raise Raced from error
    if not Registration.objects.filter(pk=found.pk, state=found.state).update(**fields):
        raise Raced
    for name, value in fields.items():
        setattr(found, name, value)
    found.agent, found.session = agent, session
    return found


def _tell_state(move: Move, session: Session, *, rank: int | None = None, is_first: bool = False) -> None:
    """`rank` where it is known: whoever just joined the queue is its last."""
    if move.state in Registration.HOLDS_A_SEAT:
        tell_seat(move, session, is_first=is_first)
        return
    with speaking(move.registration.agent.language):
        why = _why_passed_over(move, session) if move.reason == Reason.SEATS_KEPT else ""
    wording = emails.waiting(session, rank or rank_of(move.registration), why=why)
    tell(move, session, Letter.Kind.WAITING, wording, is_first=is_first)


def _why_passed_over(move: Move, session: Session) -> str:
    """For whom the free seats are kept, until when."""
    agent = move.registration.agent
    kept = kept_for(agent, [session.pk], at=move.at).get(session.pk)
    return kept.why if kept else ""


@transaction.atomic
def withdraw(*, session: Session, agent: Agent, at: datetime, by: Agent | None = None) -> Registration:
    """Give the seat back, leave the waiting list, or decline an offered seat; the next in line is served at once.

    The withdrawal and the next offer are one transaction. Calling it twice is harmless.
    """
    fresh = lock(session)
    registration = Registration.objects.select_related("agent").filter(session=session, agent=agent).first()
    if registration is None:
        raise Refused(_("Vous n’avez pas de place dans cette séance."))
    if registration.state not in Registration.LIVE:
        return registration
    if fresh.closed_at or at >= fresh.starts_at:
        raise Refused(_("La séance a commencé : l’équipe d’animation note elle-même les absences."))
    before = registration.state
    reason = Reason.OFFER_DECLINED if before == State.OFFERED else Reason.OWN_WISH
    move = leave(fresh, registration, reason=reason, at=at, by=by)
    if before != State.WAITING:
        tell(move, fresh, Letter.Kind.WITHDRAWN, emails.withdrawn(fresh))
    return registration


def leave(
    session: Session, registration: Registration, *, reason: Reason, at: datetime, by: Agent | None
) -> Move:
    """Give the seat to the next in line, or leave the list; the row of the session must be held."""
    waited = registration.state == State.WAITING
    move = set_state(registration, State.WITHDRAWN, reason=reason, at=at, by=by)
    if waited:
        Session.objects.filter(pk=session.pk).update(waiting=F("waiting") - 1)
    else:
        give_seat_up(session, registration, at=at)
    return move


@transaction.atomic
def undo_withdrawal(
    *, session: Session, agent: Agent, at: datetime, reasons: Collection[str] = OWN_REASONS
) -> Registration:
    """Put things back as before the withdrawal; a seat only if nobody holds it, a place in the queue at its rank."""
    fresh = lock_now(session, at=at)
    registration = Registration.objects.select_related("agent").filter(session=session, agent=agent).first()
    if registration is None or registration.state != State.WITHDRAWN:
        raise Refused(_("Il n’y a pas de désistement à annuler."))
    refuse_unless_open(fresh, at)
    refuse_who_leads(fresh, agent, by=None)
    state = _state_before_withdrawal(registration, reasons)
    if fresh.kept:
        fill(fresh, at=at)
    seat = take_seat_now(fresh, agent, at=at, passing_the_list=not may_promote(fresh, at))
    if seat is not None:
        back = State.CONFIRMED if state == State.CONFIRMED else approvals.state_on_entry(fresh, agent, at=at)
        Registration.objects.filter(pk=registration.pk).update(pool=seat.pool)
    elif state == State.WAITING:
        back = State.WAITING
        Session.objects.filter(pk=session.pk).update(waiting=F("waiting") + 1)
    else:
        raise SeatGone(_("Votre place a déjà trouvé quelqu’un. Nous pouvons vous mettre en attente."))
    _tell_state(set_state(registration, back, reason=Reason.UNDONE, at=at), fresh)
    return registration


def _state_before_withdrawal(registration: Registration, reasons: Collection[str]) -> str:
    moves = list(Move.objects.filter(registration=registration).order_by("-pk")[:2])
    if len(moves) < 2 or moves[0].reason not in reasons:
        raise Refused(_("Il n’y a pas de désistement à annuler."))
    return moves[1].state


def release_leavers(*, at: datetime) -> int:
    """Give back the coming seats, offers and ranks of agents who left, each in its own transaction; how many."""
    rows = Registration.objects.filter(
        state__in=Registration.LIVE,
        agent__is_active=False,
        session__starts_at__gt=at,
        session__closed_at=None,
    ).select_related("session", "agent")
    left = list(rows.order_by("pk"))
    for registration in left:
        withdraw(session=registration.session, agent=registration.agent, at=at)
        letters.cancel(cause=registration.session.cause, at=at, agent=registration.agent)
    return len(left)
