"""Making sessions findable: what is published and not cancelled, and nothing else."""

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
    )


def findable_sessions() -> QuerySet[Session]:
    return Session.objects.filter(published_at__isnull=False, cancelled_at=None)


def index_session(session: Session) -> None:
    """Bring what is findable of one session to what is true now."""
    sessions = with_dates_and_hosts(findable_sessions().filter(pk=session.pk)).select_related(
        "format", "programme"
    )
    _bring(SESSION, session.pk, [session_entry(found) for found in sessions])


def _bring(kind: str, key: int, entries: list[Entry]) -> None:
    if entries:
        index(entries)
    else:
        forget(kind, [key])


def index_everything() -> int:
    """What was written without a word to the index is caught up with; how many things changed."""
    sessions = with_dates_and_hosts(findable_sessions()).select_related("format", "programme").order_by("pk")
    return synchronise(SESSION, map(session_entry, read(sessions)))


def read(sessions: QuerySet[Session]) -> Iterator[Session]:
    found: Iterable[Session] = sessions.iterator(chunk_size=AT_ONCE)
    yield from found
