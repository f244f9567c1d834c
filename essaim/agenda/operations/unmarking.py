"""Undo in the room: a mark taken back leaves no trace on the roll."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda.models import Move, Presence, Registration, Session, Sitting
from essaim.agenda.operations.seats import Reason, State, give_seat_up, lock, set_state
from essaim.kernel.errors import Refused
from essaim.people.models import Agent


@transaction.atomic
def unmark_presence(*, sitting: Sitting, agent: Agent, at: datetime, by: Agent, half: int = 1) -> None:
    """Forget what was noted for one half-day, as long as the session is not closed.

    Somebody who was added in the room and is noted on no other half-day gives the seat back.
    """
    session = lock(Session(pk=sitting.session_id))
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Cette séance est terminée : ses présences se corrigent depuis Pilotage."))
    Presence.objects.filter(sitting=sitting, half=half, agent=agent).delete()
    if Presence.objects.filter(sitting__session=session, agent=agent).exists():
        return
    registration = Registration.objects.filter(session=session, agent=agent, state=State.CONFIRMED).first()
    if registration and _was_added_in_the_room(registration):
        set_state(registration, State.WITHDRAWN, reason=Reason.OWN_WISH, at=at, by=by)
        give_seat_up(session, at=at)


def _was_added_in_the_room(registration: Registration) -> bool:
    last = Move.objects.filter(registration=registration).order_by("-pk").first()
    return last is not None and last.reason == Reason.WALK_IN
