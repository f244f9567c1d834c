"""What `/readyz` says of letters. Apart from `jobs.py`: a server of pages need not load what only the worker runs."""

from datetime import datetime

from essaim.kernel.health import queue
from essaim.letters import queries


@queue("letters")
def letters_waiting(now: datetime) -> datetime | None:
    """Since when the oldest letter is due."""
    return queries.oldest_due(now)
