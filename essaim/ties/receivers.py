"""A corrected presence changes who met whom: the worker writes the ties of that session again."""

from typing import Any

from django.dispatch import receiver

from essaim.agenda.models import Session
from essaim.agenda.signals import presence_corrected
from essaim.ties import operations


@receiver(presence_corrected)
def write_again(session: Session, **kwargs: Any) -> None:
    operations.ask_again(session=session)
