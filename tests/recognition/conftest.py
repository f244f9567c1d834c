"""A closed session that Bob attended and Hugo led."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Presence, Session
from tests.factories import NOW

END = timedelta(days=28, hours=3)


@pytest.fixture
def over(hosted):
    """The moment at which the session is closed."""
    return hosted.ends_at + timedelta(minutes=5)


@pytest.fixture
def attended(hosted, bob):
    """Bob was there; nothing is closed yet."""
    operations.register(session=hosted, agent=bob, at=NOW)
    mark(hosted, bob, Presence.Status.PRESENT)
    return hosted


@pytest.fixture
def closed(attended, hugo, over):
    operations.close_session(session=attended, at=over, by=hugo)
    return Session.objects.get(pk=attended.pk)


def mark(session, agent, status, half=1):
    sitting = session.sittings.order_by("starts_at").first()
    by = session.hosts.first().agent
    operations.mark_presence(
        sitting=sitting, agent=agent, status=status, at=session.ends_at, by=by, half=half
    )


def correct(session, agent, status, *, by, half=1):
    operations.correct_presence(
        sitting=session.sittings.order_by("starts_at").first(),
        agent=agent,
        status=status,
        at=session.ends_at + timedelta(days=2),
        by=by,
        half=half,
    )
