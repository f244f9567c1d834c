"""Regular work on letters."""

from datetime import datetime, timedelta

from django.conf import settings

from essaim.kernel.ticks import every
from essaim.letters import operations


@every(seconds=10)
def send_letters(now: datetime) -> int:
    """Send what is due."""
    return operations.send_due(now)


@every(minutes=5)
def forget_old_links(now: datetime) -> int:
    """Blank the sign-in links that can serve no more."""
    return operations.forget_old_links(now)


@every(hours=24)
def forget_old_letters(now: datetime) -> int:
    """Letters live a year, or as long as the installation says."""
    return operations.forget_old_letters(now, kept=timedelta(days=settings.LETTERS_DAYS))
