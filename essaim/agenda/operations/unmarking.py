"""Undo in the room: a mark taken back leaves no trace on the roll."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from essaim.agenda.models import Move, Presence, Registration, Session, Sitting
from essaim.agenda.operations.granting import give_seat_up
from essaim.agenda.operations.seats import Reason, State, lock, set_state
from essaim.kernel.errors import Refused
from essaim.people.models import Agent
from essaim.ui.words import gettext as _


@transaction.atomic
def unmark_presence(*, sitting: Sitting, agent: Agent, at: datetime, by: Agent, half: int = 1) -> None:
    """Forget what was noted for one half-day, as long as the session is not closed.

    Somebody who was added in the room and is noted on no other half-day gives the seat back; one that the host
    added goes away with it.
    """
    session = lock(Session(pk=sitting.session_id))
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Cette séance est terminée : ses présences se corrigent depuis Pilotage."))
    Presence.objects.filter(sitting=sitting, half=half, agent=agent).delete()
    if Presence.objects.filter(sitting__session=session, agent=agent).exists():
        return
    registration = Registration.objects.filter(session=session, agent=agent, state=State.CONFIRMED).first()
    last = Move.objects.filter(registration=registration).order_by("-pk").first() if registration else None
    if registration and last and last.reason in {Reason.WALK_IN, Reason.SEAT_ADDED}:
        set_state(registration, State.WITHDRAWN, reason=Reason.OWN_WISH, at=at, by=by)
        give_seat_up(session, registration, at=at)
        if last.reason == Reason.SEAT_ADDED:
            _take_seat_away(session)


def _take_seat_away(session: Session) -> None:
    """The seat that was added, unless somebody was called to it or the minimum needs it."""
    with_room = Session.objects.filter(pk=session.pk, seats__gt=F("taken") + F("kept"))
    with_room.exclude(minimum__gte=F("seats")).update(seats=F("seats") - 1)
