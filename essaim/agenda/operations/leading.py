"""Who leads a session takes no seat in it: refused at the door, and given back by who begins to lead."""

from datetime import datetime

from essaim.agenda import emails
from essaim.agenda.models import Host, Registration, Session
from essaim.agenda.operations.registering import leave, undo_withdrawal
from essaim.agenda.operations.seats import Reason, State, tell
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent


def give_own_seats_back(session: Session, *, at: datetime, by: Agent) -> None:
    """The seats, offers and ranks of those who lead it now go to the next in line. The row must be held.

    Ranks first, so that no seat given back is offered to somebody who leads too.
    """
    leads = Host.objects.filter(session=session, agent__isnull=False).values("agent")
    rows = Registration.objects.filter(session=session, agent__in=leads, state__in=Registration.LIVE)
    found = list(rows.select_related("agent").order_by("ticket", "pk"))
    for registration in sorted(found, key=lambda row: row.state != State.WAITING):
        move = leave(session, registration, reason=Reason.LEADS, at=at, by=by)
        tell(move, session, Letter.Kind.WITHDRAWN, emails.leads_now(session))


def give_own_seat_again(session: Session, agent: Agent, *, at: datetime) -> None:
    """As before the agent led it; unless somebody holds the seat by now: then one asks again like anybody."""
    try:
        undo_withdrawal(session=session, agent=agent, at=at, reasons={Reason.LEADS})
    except Refused:
        return
