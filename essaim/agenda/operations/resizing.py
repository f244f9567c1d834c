"""More seats, fewer seats."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations.seats import (
    Reason,
    State,
    first_waiting,
    lock,
    promote,
    rank_of,
    set_state,
    tell,
)
from essaim.agenda.rules import may_promote
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent


class SeatsBelowTaken(Refused):
    """More people hold a seat than the new number; `last_in_order` names those who would lose theirs."""

    def __init__(self, message: str, last_in_order: list[Registration]) -> None:
        super().__init__(message)
        self.last_in_order = last_in_order


@transaction.atomic
def resize(
    *, session: Session, seats: int | None, at: datetime, by: Agent, displace: bool = False
) -> Session:
    """Change the number of seats (None: no limit); new seats go to the waiting list first.

    Fewer seats than taken is refused with the last in order, unless `displace` sends them, in their order, to the
    head of the waiting list.
    """
    fresh = lock(session)
    if fresh.closed_at or fresh.cancelled_at:
        raise Refused(_("Une séance terminée ou annulée ne change plus de nombre de places."))
    if seats is not None and fresh.minimum is not None and fresh.minimum > seats:
        raise Refused(
            _("Le minimum de cette séance est de %(minimum)s : baissez-le d’abord, dans Modifier.")
            % {"minimum": fresh.minimum}
        )
    excess = 0 if seats is None else fresh.taken - seats
    if excess > 0:
        last = _last_in_order(fresh, excess)
        if not displace:
            raise SeatsBelowTaken(_too_few(fresh.taken, excess), last)
        _displace(fresh, last, at=at, by=by)
    Session.objects.filter(pk=session.pk).update(seats=seats)
    fresh.refresh_from_db(fields=["seats", "taken", "waiting"])
    if excess <= 0:
        _fill(fresh, at=at)
    return fresh


def _too_few(taken: int, excess: int) -> str:
    return ngettext(
        "%(taken)s places sont prises : %(excess)s personne perdrait la sienne.",
        "%(taken)s places sont prises : %(excess)s personnes perdraient la leur.",
        excess,
    ) % {"taken": taken, "excess": excess}


def _last_in_order(session: Session, count: int) -> list[Registration]:
    """The last `count` who hold a seat, in their order of arrival."""
    held = Registration.objects.filter(session=session, state__in=Registration.HOLDS_A_SEAT)
    last = held.select_related("agent__unit").order_by("-ticket", "-pk")[:count]
    return list(reversed(last))


def _displace(session: Session, people: list[Registration], *, at: datetime, by: Agent) -> None:
    head = Registration.objects.filter(session=session).aggregate(head=Min("ticket"))["head"]
    Session.objects.filter(pk=session.pk).update(
        taken=F("taken") - len(people), waiting=F("waiting") + len(people)
    )
    moves = [
        set_state(registration, State.WAITING, reason=Reason.FEWER_SEATS, at=at, by=by, ticket=ticket)
        for ticket, registration in enumerate(people, head - len(people))
    ]
    for move in moves:
        tell(move, session, Letter.Kind.MOVED, emails.moved_back(session, rank_of(move.registration)))


def _fill(session: Session, *, at: datetime) -> None:
    """Give the free seats to those who wait, in order, as long as anybody may be called."""
    if not may_promote(session, at):
        return
    free = session.waiting if session.seats is None else min(session.waiting, session.seats - session.taken)
    for _seat in range(free):
        registration = first_waiting(session)
        if registration is None:
            return
        Session.objects.filter(pk=session.pk).update(taken=F("taken") + 1, waiting=F("waiting") - 1)
        promote(session, registration, at=at)
