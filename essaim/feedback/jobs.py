"""Regular work of questionnaires."""

from datetime import datetime

from essaim.feedback import operations
from essaim.kernel import ticks


@ticks.every(minutes=10)
def close_questionnaires(now: datetime) -> int:
    """Close those whose days are over."""
    return operations.close_questionnaires(now)
