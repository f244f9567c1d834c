"""What people who came before said of a topic, or of a format, for those who hesitate."""

from dataclasses import dataclass

from essaim.agenda.models import Session
from essaim.catalogue.models import Topic
from essaim.feedback.models import Word
from essaim.feedback.queries.figures import UsefulCount, useful_counts
from essaim.feedback.queries.results import Results, results
from essaim.feedback.queries.words import published_words


@dataclass(frozen=True)
class Echo:
    """What the page of a session may repeat: its own results once it is over, else those of earlier sessions."""

    own: Results | None
    past: UsefulCount | None
    about: str
    """Whose answers `past` counts: the topic, else the format."""
    words: list[Word]

    @property
    def says_something(self) -> bool:
        return (
            bool(self.words) or self.past is not None or (self.own is not None and self.own.state != "none")
        )


def echo_of(session: Session) -> Echo:
    """Sums of whole bundles only, so that an echo taken from another leaves nobody alone."""
    threshold = session.programme.organisation.privacy_threshold
    words = published_words(session.format_id, session.topic_id, threshold=threshold)
    if session.closed_at is not None:
        return Echo(results(session), None, session.title, words)
    held = Session.objects.filter(programme=session.programme, closed_at__isnull=False, cancelled_at=None)
    of_format = held.filter(format=session.format_id)
    if session.topic:
        past = useful_counts(of_format.filter(topic=session.topic_id), threshold=threshold)
        if past:
            return Echo(None, past[session.format_id], session.topic.title, words)
    found = useful_counts(of_format, threshold=threshold)
    return Echo(None, found.get(session.format_id), session.format.name, words)


def echo_of_topic(topic: Topic) -> Echo:
    """What its sheet may repeat: what a coming session of it would say of the topic, and nothing of the format."""
    threshold = topic.programme.organisation.privacy_threshold
    words = published_words(topic.format_id, topic.pk, threshold=threshold)
    held = Session.objects.filter(
        programme=topic.programme_id,
        format=topic.format_id,
        topic=topic,
        closed_at__isnull=False,
        cancelled_at=None,
    )
    past = useful_counts(held, threshold=threshold)
    return Echo(None, past.get(topic.format_id), topic.title, words)
