"""Reading letters for pages."""

from datetime import datetime

from django.db.models import QuerySet

from essaim.letters.models import Letter
from essaim.people.models import Agent


def kept_letters() -> QuerySet[Letter]:
    """The demo's mailbox: every letter that left or is about to, newest first."""
    letters = Letter.objects.exclude(state=Letter.State.CANCELLED).select_related("agent__organisation")
    return letters.order_by("-created_at", "-pk")


def letters_of(agent: Agent, *, at: datetime) -> QuerySet[Letter]:
    """What the person may read in Moi, newest first: all but what was cancelled or is for later."""
    letters = Letter.objects.filter(agent=agent, due_at__lte=at).exclude(state=Letter.State.CANCELLED)
    return letters.order_by("-created_at", "-pk")


def oldest_due(at: datetime) -> datetime | None:
    """Since when the oldest letter whose moment has come waits to leave."""
    due = Letter.objects.filter(state=Letter.State.TO_SEND, due_at__lte=at)
    return due.order_by("due_at").values_list("due_at", flat=True).first()
