"""What the row of a session counts: the little that a crowd moves."""

from typing import NamedTuple

from essaim.agenda.models import Session
from essaim.agenda.queries.sessions import session_to_read
from essaim.kernel.prepared import Prepared
from essaim.people.models import Agent


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


def as_it_is_now(session: Session, reader: Agent) -> Session:
    """What was read at the start of the request, after a move: read again only if more than its queue has changed."""
    counters = counters_of(session)
    if counters.version != session.version:
        return session_to_read(reader, session.slug) or session
    session.last_ticket, session.waiting = counters.last_ticket, counters.waiting
    return session
