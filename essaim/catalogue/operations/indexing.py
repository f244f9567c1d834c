"""Making topics findable: what is published, by all that its sheet says, and nothing else."""

from collections.abc import Iterable

from django.db.models import QuerySet

from essaim.catalogue.models import BLOCKS, Topic
from essaim.search.operations import Entry, forget, index, synchronise

TOPIC = "topic"
AT_ONCE = 500


def topic_entry(topic: Topic) -> Entry:
    said = [topic.promise, topic.outcomes, *(getattr(topic, block) for block in BLOCKS), topic.format.name]
    return Entry(
        kind=TOPIC,
        key=topic.pk,
        organisation=topic.programme.organisation_id,
        title=topic.title,
        text="\n".join(part for part in said if part),
    )


def findable_topics() -> QuerySet[Topic]:
    """A proposal that nobody published is not among them."""
    return Topic.objects.filter(state=Topic.State.PUBLISHED).select_related("programme", "format")


def index_topic(topic: Topic) -> None:
    """Bring what is findable of one topic to what is true now."""
    if topic.state == Topic.State.PUBLISHED:
        index([topic_entry(topic)])
    else:
        forget(TOPIC, [topic.pk])


def index_topics() -> int:
    """What was written without a word to the index is caught up with; how many topics changed."""
    topics: Iterable[Topic] = findable_topics().order_by("pk").iterator(chunk_size=AT_ONCE)
    return synchronise(TOPIC, map(topic_entry, topics))
