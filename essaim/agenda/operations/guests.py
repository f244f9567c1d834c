"""« Je suis là » from the room, by a name picked in its list: a presence where a seat waits, and nothing else."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from essaim.agenda.models import Presence, Registration, Session
from essaim.agenda.operations.presence import write_presence
from essaim.agenda.operations.seats import lock
from essaim.agenda.rules import Half, arriving_half
from essaim.kernel.errors import Refused
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

PRESENT = Presence.Status.PRESENT


class Noted(NamedTuple):
    """What the name changed: when it was noted, and what was noted before; no moment when nothing changed."""

    at: datetime | None
    before: str


@transaction.atomic
def say_here(*, half: Half, agent: Agent, at: datetime) -> Noted:
    """Note the presence of somebody with a seat, in the hours of the half-day; already there, nothing changes.

    A name alone never takes a seat: whoever has none is sent to the host.
    """
    session = lock(Session(pk=half.sitting.session_id))
    _refuse_when_over(session)
    if arriving_half([half], at) is None:
        raise Refused(_("La salle n’est pas ouverte en ce moment."))
    mark = Presence.objects.filter(sitting=half.sitting, half=half.number, agent=agent).first()
    before = mark.status if mark else ""
    if before == PRESENT:
        return Noted(None, before)
    seats = Registration.objects.filter(session=session, agent=agent, state=Registration.State.CONFIRMED)
    if not seats.exists():
        raise Refused(_("Votre nom n’est pas sur la liste : dites-le à l’animation, elle vous ajoute."))
    write_presence(half.sitting, agent, status=PRESENT, at=at, by=agent, half=half.number)
    return Noted(at, before)


@transaction.atomic
def take_here_back(*, half: Half, agent: Agent, noted: Noted) -> None:
    """Put back what was noted before, unless somebody has noted something since."""
    _refuse_when_over(lock(Session(pk=half.sitting.session_id)))
    marks = Presence.objects.filter(sitting=half.sitting, half=half.number, agent=agent)
    own = marks.filter(status=PRESENT, by=agent, recorded_at=noted.at) if noted.at else marks.none()
    if noted.before:
        own.update(status=noted.before)
    else:
        own.delete()


def _refuse_when_over(session: Session) -> None:
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Cette séance est terminée : dites-le à la personne qui l’a animée."))
