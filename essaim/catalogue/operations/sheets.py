"""Writing, publishing and withdrawing topics."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.catalogue import emails
from essaim.catalogue.models import BLOCKS, Topic, TopicHost, TopicMove
from essaim.catalogue.operations.history import (
    Kind,
    State,
    TopicChanged,
    free_slug,
    held,
    last_move,
    move,
    note,
    save_once,
    tell,
    what_was_decided,
)
from essaim.catalogue.rules import is_training
from essaim.kernel.errors import Refused
from essaim.kernel.sorting import bare
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.programmes.models import Format, Programme
from essaim.ui.phrases import quoted

WRITABLE = {"title", "promise", "outcomes", "minutes", "half_days", *BLOCKS}
LONGEST_TITLE = 200
NAMED = 3
SECOND_THOUGHTS = timedelta(minutes=1)
"""A letter that announces a decision waits that long, so that a slip reaches nobody."""
DECISIONS = {
    Kind.PUBLISHED: [Letter.Kind.TOPIC_PUBLISHED],
    Kind.DECLINED: [Letter.Kind.TOPIC_DECLINED],
    Kind.ARCHIVED: [],
}
"""What can be taken back, with the letters that it sends."""


class IncompleteSheet(Refused):
    """Blocks of a training offer are still to be written."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(
            ngettext(
                "La fiche n’est pas complète : il manque %(blocks)s.",
                "La fiche n’est pas complète : il manque %(blocks)s.",
                len(missing),
            )
            % {"blocks": ", ".join(map(quoted, missing))}
        )


class FormatNeedsSheets(Refused):
    """A format cannot become training while published sheets of it lack blocks."""


@transaction.atomic
def write_topic(
    *, programme: Programme, format: Format, title: str, by: Agent | None, at: datetime, **fields: Any
) -> Topic:
    """Write a draft; only those who run the programme see it. Refuses a title that another topic has."""
    check_title(title)
    topic = Topic(programme=programme, format=format, title=title.strip(), changed_at=at, **_known(fields))
    topic.is_training = is_training(format)
    topic.slug = free_slug(topic.title)
    save_once(topic)
    note(topic, Kind.WRITTEN, by=by, at=at)
    return topic


@transaction.atomic
def edit_topic(*, topic: Topic, version: int, by: Agent, at: datetime, **fields: Any) -> Topic:
    """Change what a sheet says; refuses when it changed since `version` was read, and then writes nothing.

    The sheet of a published training stays complete: emptying one of its blocks is refused.
    """
    fresh = held(topic)
    if fresh.version != version + 1:
        raise TopicChanged(
            _("Quelqu’un vient de modifier cette fiche. Relisez-la avant d’enregistrer la vôtre.")
        )
    format_ = fields.pop("format", None)
    if format_ is not None:
        fresh.format, fresh.is_training = format_, is_training(format_)
    check_title(fields.get("title", fresh.title))
    for name, value in _known(fields).items():
        setattr(fresh, name, value)
    if fresh.state == State.PUBLISHED:
        refuse_incomplete(fresh)
    fresh.changed_at = at
    save_once(fresh)
    return fresh


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - WRITABLE
    if unknown:
        raise TypeError(f"not written on a sheet: {sorted(unknown)}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def check_title(title: str) -> None:
    """Refused here too: SQLite would keep any length, PostgreSQL would fail without a sentence."""
    if not title.strip():
        raise Refused(_("Il manque un titre."))
    if len(title.strip()) > LONGEST_TITLE:
        raise Refused(_("Le titre compte 200 signes au plus."))


def refuse_incomplete(topic: Topic) -> None:
    if topic.is_training and topic.missing:
        raise IncompleteSheet(topic.missing)


@transaction.atomic
def publish_topic(*, topic: Topic, by: Agent | None, at: datetime) -> Topic:
    """Show the sheet to everybody; a training's only when its six blocks are written. Twice is harmless.

    The author of a proposal is told, and is noted among those who can host it.
    """
    fresh = held(topic)
    if fresh.state == State.PUBLISHED:
        return fresh
    if fresh.state in {State.SKETCH, State.DECLINED}:
        raise TopicChanged(what_was_decided(fresh))
    fresh.is_training = is_training(fresh.format)
    refuse_incomplete(fresh)
    fresh.is_asked = False
    was_proposed = fresh.state == State.PROPOSED
    move(fresh, State.PUBLISHED, Kind.PUBLISHED, by=by, at=at)
    if was_proposed and fresh.author:
        offer_to_host(topic=fresh, agent=fresh.author, at=at)
        wording = emails.published(fresh)
        tell(fresh, fresh.author, Letter.Kind.TOPIC_PUBLISHED, wording, at=at, due_at=at + SECOND_THOUGHTS)
    return fresh


@transaction.atomic
def archive_topic(*, topic: Topic, by: Agent, at: datetime) -> Topic:
    """Withdraw a sheet from the catalogue; its sessions and figures stay."""
    fresh = held(topic)
    if fresh.state not in {State.PUBLISHED, State.DRAFT}:
        raise TopicChanged(what_was_decided(fresh))
    return move(fresh, State.ARCHIVED, Kind.ARCHIVED, by=by, at=at)


@transaction.atomic
def restore_topic(*, topic: Topic, by: Agent, at: datetime, decision: str = "") -> Topic:
    """Take the last decision back: the state before it; its letter is held, or followed by another that says so.

    Refuses when the last one is no longer the `decision` that was meant.
    """
    fresh = held(topic)
    last = last_move(fresh)
    if last is None or last.kind not in DECISIONS:
        raise TopicChanged(_("Il n’y a rien à annuler sur ce sujet."))
    if decision not in {"", last.kind}:
        raise TopicChanged(what_was_decided(fresh))
    fresh.is_asked = False
    fresh.is_training = is_training(fresh.format)
    if last.before == State.PUBLISHED:
        refuse_incomplete(fresh)
    move(fresh, State(last.before), Kind.RESTORED, by=by, at=at)
    _call_back(fresh, last, at=at)
    return fresh


def _call_back(topic: Topic, decision: TopicMove, *, at: datetime) -> None:
    """Hold the decision's letter; if it has left, its reader is told that the decision no longer stands."""
    kinds = DECISIONS[Kind(decision.kind)]
    if not kinds or letters.cancel(cause=topic.cause, at=at, kinds=kinds) or topic.author is None:
        return
    if letters.was_posted(cause=topic.cause, kinds=kinds, since=decision.at):
        tell(topic, topic.author, Letter.Kind.TOPIC_REOPENED, emails.reopened(topic), at=at)


@transaction.atomic
def follow_format(*, format: Format) -> None:
    """Topics of a format that becomes training, or stops, obey the law that follows.

    Refuses while sheets that everybody reads lack blocks. The database says so, whatever happens meanwhile.
    """
    topics = Topic.objects.filter(format=format)
    try:
        with transaction.atomic():
            topics.update(is_training=is_training(format))
    except IntegrityError as error:
        holes = [topic for topic in topics.filter(state=State.PUBLISHED) if topic.missing]
        said = ngettext(
            "%(n)s fiche publiée n’a pas ses six blocs : %(titles)s. Complétez-la ou retirez-la d’abord.",
            "%(n)s fiches publiées n’ont pas leurs six blocs : %(titles)s. Complétez-les ou retirez-les d’abord.",
            len(holes),
        )
        titles = ", ".join(map(quoted, sorted((topic.title for topic in holes), key=bare)[:NAMED]))
        raise FormatNeedsSheets(said % {"n": len(holes), "titles": titles}) from error


def offer_to_host(*, topic: Topic, agent: Agent, at: datetime) -> TopicHost:
    """« Je sais faire »: note that somebody can give it; twice is harmless."""
    offer, _is_new = TopicHost.objects.get_or_create(topic=topic, agent=agent, defaults={"said_at": at})
    return offer


def stop_offering(*, topic: Topic, agent: Agent) -> None:
    """Take « Je sais faire » back."""
    TopicHost.objects.filter(topic=topic, agent=agent).delete()
