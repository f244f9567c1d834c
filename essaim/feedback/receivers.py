"""A closed session sends its questionnaire; somebody counted late is still asked."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from essaim.agenda.models import Session
from essaim.agenda.signals import attendance_added, session_closed
from essaim.feedback import operations
from essaim.people.models import Agent


@receiver(session_closed)
def ask_those_who_came(session: Session, at: datetime, **kwargs: Any) -> None:
    operations.open_questionnaire(session=session, at=at)


@receiver(attendance_added)
def ask_the_latecomer(session: Session, agent: Agent, at: datetime, **kwargs: Any) -> None:
    operations.invite(session=session, agent=agent, at=at)
