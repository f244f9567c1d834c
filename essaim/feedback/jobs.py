"""Regular work of questionnaires."""

from datetime import datetime, timedelta

from django.conf import settings

from essaim.feedback import operations
from essaim.kernel import ticks


@ticks.every(minutes=10)
def close_questionnaires(now: datetime) -> int:
    """Close those whose days are over; sheets of paper that will never be asked for go too."""
    operations.forget_idle_papers()
    return operations.close_questionnaires(now)


@ticks.every(minutes=10)
def remind_those_who_kept_silent(now: datetime) -> int:
    """Half-way and before the end, in working hours."""
    return operations.remind_by_itself(at=now)


@ticks.every(minutes=60)
def ask_again_later(now: datetime) -> int:
    """Send the question of some weeks later, where a format wants it."""
    return operations.open_cold_questionnaires(now)


@ticks.every(minutes=60 * 24)
def forget_old_words(now: datetime) -> int:
    """Free words live a year, or as long as the installation says."""
    return operations.forget_old_words(now, kept=timedelta(days=settings.FREE_WORDS_DAYS))
