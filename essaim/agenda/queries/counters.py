"""What the row of a session counts: the little that a crowd moves."""

from typing import NamedTuple

from essaim.agenda.models import Session
from essaim.kernel.prepared import Prepared


class Counters(NamedTuple):
    """What the row of a session counts."""

    last_ticket: int
    seats: int | None
    taken: int
    waiting: int
    kept: int
    version: int


read_counters = Prepared(
    lambda *, pk: Session.objects.filter(pk=pk).values_list(*Counters._fields), Counters, pk=int
)


def counters_of(session: Session) -> Counters:
    """As they are now; whoever holds the row reads what nobody else can change."""
    found: Counters = read_counters(pk=session.pk)[0]
    return found


def count(session: Session, counters: Counters) -> None:
    """Bring an object up to date with what its row counts."""
    for name, value in counters._asdict().items():
        setattr(session, name, value)
