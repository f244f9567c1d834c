"""What tests of the pages that bring everything together do again and again."""

from datetime import timedelta

from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host
from tests.factories import NOW, SessionFactory


def page(client, agent, name):
    client.force_login(agent)
    return client.get(reverse(name))


def soon(**fields):
    starts_at = fields.pop("starts_at", NOW + timedelta(days=4))
    return SessionFactory(starts_at=starts_at, **fields)


def held(alice, *people, starts_at=NOW - timedelta(days=3), hours=2, host=None, **fields):
    """A session that these people attended, closed the same day."""
    session = SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields)
    if host:
        Host.objects.create(session=session, agent=host)
    for agent in people:
        agenda.register(session=session, agent=agent, at=starts_at - timedelta(days=1))
    agenda.mark_everybody(sitting=session.sittings.get(), at=session.ends_at, by=alice)
    agenda.close_session(session=session, at=session.ends_at, by=alice)
    session.refresh_from_db()
    return session
