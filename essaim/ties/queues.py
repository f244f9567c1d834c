"""What `/readyz` says of compositions."""

from datetime import datetime

from essaim.kernel.health import queue
from essaim.ties.models import Composition


@queue("compositions")
def compositions_waiting(now: datetime) -> datetime | None:
    """Since when the oldest request waits for its tables."""
    queued = Composition.objects.filter(state=Composition.State.QUEUED).order_by("asked_at", "pk")
    return queued.values_list("asked_at", flat=True).first()
