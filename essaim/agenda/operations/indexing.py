"""Making sessions findable: what is published and not cancelled, by those to whom it is open, and nothing else."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from essaim.agenda.models import Session
from essaim.agenda.queries.sessions import with_dates_and_hosts
from essaim.search.operations import Entry, forget, index, synchronise

SESSION = "session"
AT_ONCE = 500


def session_entry(session: Session) -> Entry:
    """A session by what its page says: promise, outcomes, audience, format, who leads it."""
    leads = [host.agent.full_name if host.agent else host.speaker for host in session.hosts.all()]
    said = [session.promise, session.outcomes, session.audience, session.format.name, *leads]
    return Entry(
        kind=SESSION,
        key=session.pk,
        organisation=session.programme.organisation_id,
        title=session.title,
        text="\n".join(part for part in said if part),
        starts_at=session.starts_at,
        guests=tuple(pool.organisation_id for pool in session.pools.all() if pool.organisation_id),
    )


def findable_sessions() -> QuerySet[Session]:
    """With all that their entries say."""
    sessions = Session.objects.filter(published_at__isnull=False, cancelled_at=None)
    return with_dates_and_hosts(sessions).select_related("format", "programme").prefetch_related("pools")


def index_session(session: Session) -> None:
    """Bring what is findable of one session to what is true now."""
    sessions = findable_sessions().filter(pk=session.pk)
    _bring(SESSION, session.pk, [session_entry(found) for found in sessions])


def _bring(kind: str, key: int, entries: list[Entry]) -> None:
    if entries:
        index(entries)
    else:
        forget(kind, [key])


def index_everything() -> int:
    """What was written without a word to the index is caught up with; how many things changed."""
    return synchronise(SESSION, map(session_entry, read(findable_sessions().order_by("pk"))))


def read(sessions: QuerySet[Session]) -> Iterator[Session]:
    found: Iterable[Session] = sessions.iterator(chunk_size=AT_ONCE)
    yield from found
