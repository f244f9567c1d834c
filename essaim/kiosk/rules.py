"""Who may put a kiosk somewhere, and when one may say « je suis là »."""

from datetime import timedelta

from essaim.people.models import Agent
from essaim.people.rules import can_administer

EARLY = timedelta(minutes=30)
"""So long before a half-day begins one may already say that one is there."""


def can_keep_kiosks(agent: Agent) -> bool:
    """Administrators, for their own employer."""
    return can_administer(agent, agent.organisation)
