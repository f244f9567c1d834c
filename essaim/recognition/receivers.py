"""A closed session gives its certificates; a corrected presence ends one and gives another."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from essaim.agenda.models import Session
from essaim.agenda.signals import presence_corrected, session_closed
from essaim.people.models import Agent
from essaim.recognition import operations


@receiver(session_closed)
def issue_to_those_who_came(session: Session, at: datetime, **kwargs: Any) -> None:
    operations.bring_up_to_date(session=session, at=at)


@receiver(presence_corrected)
def follow_the_correction(session: Session, agent: Agent, at: datetime, **kwargs: Any) -> None:
    operations.bring_up_to_date(session=session, at=at, only=agent)
