"""Regular work of certificates."""

from datetime import datetime

from essaim.kernel import ticks
from essaim.recognition import operations


@ticks.every(minutes=60)
def issue_what_is_missing(now: datetime) -> int:
    """Give theirs to the sessions that were closed before there were certificates."""
    return operations.issue_what_is_missing(now)
