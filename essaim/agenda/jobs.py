"""Regular work of the agenda."""

from datetime import datetime

from essaim.agenda import operations
from essaim.agenda.operations.indexing import index_everything
from essaim.kernel.ticks import every


@every(seconds=30)
def pass_on_offers(now: datetime) -> int:
    """Offers that are over go to the next in line."""
    return operations.expire_offers(at=now)


@every(minutes=10)
def release_seats_of_leavers(now: datetime) -> int:
    """Who has left gives their coming seats back."""
    return operations.release_leavers(at=now)


@every(minutes=10)
def open_kept_seats(now: datetime) -> int:
    """On its release day a pool opens, and its free seats go to the list in order."""
    return operations.release_pools(at=now)


@every(minutes=2)
def apply_silence(now: datetime) -> int:
    """Questions to managers: one reminder, then the programme's rule."""
    return operations.remind_managers(at=now) + operations.apply_silence(at=now)


@every(minutes=10)
def inform_managers(now: datetime) -> int:
    """One letter a day at most to managers whose team moved."""
    return operations.inform_managers(at=now)


@every(minutes=10)
def tell_of_nearing_sessions(now: datetime) -> int:
    """A week before or the day before, in working hours: a reminder, and who comes to those who lead."""
    return operations.tell_of_nearing_sessions(at=now)


@every(minutes=10)
def tell_the_week(now: datetime) -> int:
    """On the first working morning of the week, the programme to who asked for it."""
    return operations.tell_the_week(at=now)


@every(hours=1)
def index_sessions(now: datetime) -> int:
    """What was written without a word to the index is caught up with."""
    return index_everything()
