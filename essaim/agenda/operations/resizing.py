"""More seats, fewer seats."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Min, Sum
from django.utils.translation import ngettext

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations.granting import fill, lock_now
from essaim.agenda.operations.seats import Reason, State, rank_of, set_state, tell
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.words import gettext as _


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
    fresh = lock_now(session, at=at)
    if fresh.closed_at or fresh.cancelled_at:
        raise Refused(_("Une séance terminée ou annulée ne change plus de nombre de places."))
    _refuse_below_minimum(fresh, seats)
    _refuse_below_kept(fresh, seats)
    excess = 0 if seats is None else fresh.taken + fresh.kept - seats
    if excess > 0:
        last = _last_in_order(fresh, excess)
        if not displace:
            raise SeatsBelowTaken(_too_few(fresh, excess), last)
        _displace(fresh, last, at=at, by=by)
    Session.objects.filter(pk=session.pk).update(seats=seats)
    fresh.refresh_from_db(fields=["seats", "taken", "waiting", "kept"])
    if excess <= 0 or fresh.kept:
        fill(fresh, at=at)
    return fresh


def _refuse_below_minimum(session: Session, seats: int | None) -> None:
    if seats is not None and session.minimum is not None and session.minimum > seats:
        raise Refused(
            _("Le minimum de cette séance est de %(minimum)s : baissez-le d’abord, dans Modifier.")
            % {"minimum": session.minimum}
        )


def _refuse_below_kept(session: Session, seats: int | None) -> None:
    """Kept seats are promised: their number is changed on their own page, before that of the session."""
    kept = session.pools.filter(released_at=None).aggregate(kept=Sum("seats"))["kept"] or 0
    if kept and seats is None:
        raise Refused(_("Des places sont gardées : ouvrez-les à tous avant de lever la limite."))
    if seats is not None and seats < kept:
        raise Refused(
            _("%(kept)s places sont gardées : changez d’abord les places gardées.") % {"kept": kept}
        )


def _too_few(session: Session, excess: int) -> str:
    text = ngettext(
        "%(taken)s places sont prises : %(excess)s personne perdrait la sienne.",
        "%(taken)s places sont prises : %(excess)s personnes perdraient la leur.",
        excess,
    ) % {"taken": session.taken, "excess": excess}
    if session.kept:
        text += " " + ngettext(
            "%(n)s place libre est gardée.", "%(n)s places libres sont gardées.", session.kept
        ) % {"n": session.kept}
    return text


def _last_in_order(session: Session, count: int) -> list[Registration]:
    """The last `count` who hold an open seat, in their order of arrival; a kept seat is not what is lacking."""
    held = Registration.objects.filter(session=session, state__in=Registration.HOLDS_A_SEAT, pool=None)
    last = held.select_related("agent__unit", "agent__organisation").order_by("-ticket", "-pk")[:count]
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
