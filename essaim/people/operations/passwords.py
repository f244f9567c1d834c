"""Choosing a password."""

from datetime import datetime

from django.db import transaction

from essaim.people.models import Agent, SignInLink
from essaim.people.signals import password_chosen


@transaction.atomic
def choose_password(*, agent: Agent, password: str, at: datetime) -> None:
    """Give the person this password: their other browsers are signed out, and no link that waits enters any more."""
    agent.set_password(password)
    agent.save(update_fields=["password"])
    SignInLink.objects.filter(agent=agent, used_at=None).delete()
    password_chosen.send(Agent, agent=agent, at=at)
