"""Regular work of the pages that bring everything together."""

from datetime import datetime

from essaim.home import operations
from essaim.kernel.ticks import every


@every(seconds=10)
def count_seasons(now: datetime) -> int:
    """The figures of Cette semaine, so that no page waits for them."""
    return operations.count_seasons(at=now)


@every(minutes=10)
def tell_coordinators(now: datetime) -> int:
    """On the first working morning of the week, what waits for each who coordinates."""
    return operations.tell_coordinators(at=now)
