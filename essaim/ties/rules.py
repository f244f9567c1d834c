"""Who may compose tables, and how many people, tables and rounds there may be."""

from datetime import timedelta

from essaim.people.models import Agent
from essaim.ties.models import Composition

MOST_TOGETHER = 40
"""Beyond so many people, having been in the same room is not having met: only tables count."""
FEWEST_PEOPLE, MOST_PEOPLE = 4, 500
SMALLEST_TABLE, LARGEST_TABLE = 2, 20
MOST_ROUNDS = 6
MOST_ATTEMPTS = 3
KEPT = timedelta(days=90)
"""A composition is forgotten so long after its session, or after it was asked for; its ties stay."""


def can_compose(agent: Agent) -> bool:
    """Those who run a programme seat its people."""
    return agent.may_pilot


def can_change(composition: Composition) -> bool:
    """Tables are moved until their session is closed: afterwards they are what happened."""
    return composition.session is None or composition.session.closed_at is None
