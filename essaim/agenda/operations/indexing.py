"""Making sessions and their topics findable: what is published and not cancelled, and nothing else."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from essaim.agenda.models import Session
from essaim.agenda.queries.sessions import with_dates_and_hosts
from essaim.catalogue.models import Topic
from essaim.search.operations import Entry, forget, index, synchronise

SESSION, TOPIC = "session", "topic"
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


def topic_entry(topic: Topic) -> Entry:
    said = [topic.promise, topic.outcomes, topic.audience, topic.format.name]
    return Entry(
        kind=TOPIC,
        key=topic.pk,
        organisation=topic.programme.organisation_id,
        title=topic.title,
        text="\n".join(part for part in said if part),
    )


def findable_sessions() -> QuerySet[Session]:
    return Session.objects.filter(published_at__isnull=False, cancelled_at=None)


def findable_topics() -> QuerySet[Topic]:
    """Topics of which somebody may see a session: a proposal that nobody published is not among them."""
    return Topic.objects.filter(pk__in=findable_sessions().values("topic")).select_related(
        "programme", "format"
    )


def index_session(session: Session) -> None:
    """Bring what is findable of one session, and of its topic, to what is true now."""
    sessions = with_dates_and_hosts(findable_sessions().filter(pk=session.pk)).select_related(
        "format", "programme"
    )
    _bring(SESSION, session.pk, [session_entry(found) for found in sessions])
    if session.topic_id is not None:
        topics = findable_topics().filter(pk=session.topic_id)
        _bring(TOPIC, session.topic_id, [topic_entry(topic) for topic in topics])


def _bring(kind: str, key: int, entries: list[Entry]) -> None:
    if entries:
        index(entries)
    else:
        forget(kind, [key])


def index_everything() -> int:
    """What was written without a word to the index is caught up with; how many things changed."""
    sessions = with_dates_and_hosts(findable_sessions()).select_related("format", "programme").order_by("pk")
    topics = findable_topics().order_by("pk").iterator(chunk_size=AT_ONCE)
    changed = synchronise(SESSION, map(session_entry, read(sessions)))
    return changed + synchronise(TOPIC, map(topic_entry, topics))


def read(sessions: QuerySet[Session]) -> Iterator[Session]:
    found: Iterable[Session] = sessions.iterator(chunk_size=AT_ONCE)
    yield from found
