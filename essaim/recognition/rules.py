"""Who may print what."""

from essaim.agenda.models import Session
from essaim.agenda.rules import can_pilot
from essaim.people.models import Agent


def can_print(agent: Agent, session: Session) -> bool:
    """Those who run the programme print the certificates of a closed session, for those without a screen."""
    return session.closed_at is not None and can_pilot(agent, session.programme)
