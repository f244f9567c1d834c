"""Seats offered from the waiting list: taken, or passed on when their time is over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations import approvals
from essaim.agenda.operations.seats import (
    Reason,
    SeatGone,
    State,
    give_seat_up,
    lock,
    set_state,
    tell,
    tell_seat,
)
from essaim.letters.models import Letter
from essaim.people.models import Agent


@transaction.atomic
def accept_offer(*, session: Session, agent: Agent, at: datetime) -> Registration:
    """Take the seat that is kept for the agent; refuses once its time is over."""
    fresh = lock(session)
    registration = Registration.objects.select_related("agent").get(session=session, agent=agent)
    if registration.state in {State.CONFIRMED, State.PENDING}:
        return registration
    until = registration.offered_until
    if registration.state != State.OFFERED or until is None or at >= until:
        raise SeatGone(_("Cette place n’est plus gardée pour vous. Vous pouvez vous remettre en attente."))
    state = approvals.state_on_entry(fresh, agent, at=at)
    tell_seat(set_state(registration, state, reason=Reason.OFFER_TAKEN, at=at, by=agent), fresh)
    return registration


def expire_offers(*, at: datetime) -> int:
    """Pass on every seat whose offer is over, each in its own transaction; how many there were."""
    due = Registration.objects.filter(state=State.OFFERED, offered_until__lte=at).order_by(
        "offered_until", "pk"
    )
    return sum(_expire(pk, session_id, at=at) for pk, session_id in due.values_list("pk", "session_id"))


@transaction.atomic
def _expire(pk: int, session_id: int, *, at: datetime) -> int:
    session = lock(Session(pk=session_id))
    registration = Registration.objects.select_related("agent").get(pk=pk)
    until = registration.offered_until
    if registration.state != State.OFFERED or until is None or until > at:
        return 0
    move = set_state(registration, State.WITHDRAWN, reason=Reason.OFFER_EXPIRED, at=at)
    give_seat_up(session, at=at)
    tell(move, session, Letter.Kind.OFFER_ENDED, emails.offer_ended(session))
    return 1
