"""Holding a topic, saving it, and writing the line that says what was decided."""

from datetime import datetime
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.catalogue.models import Topic, TopicMove
from essaim.catalogue.operations.indexing import index_topic
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui import dates

State: TypeAlias = Topic.State
Kind: TypeAlias = TopicMove.Kind
RESERVED = {"nouveau", "duree", "creneaux"}


class TitleTaken(Refused):
    """Another topic of the programme bears this title."""


class TopicChanged(Refused):
    """Somebody else decided or wrote meanwhile."""


def held(topic: Topic) -> Topic:
    """Bump the version, hold the row, and read it as it is now."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    return Topic.objects.select_related("programme__organisation", "format", "author").get(pk=topic.pk)


def save_once(topic: Topic) -> None:
    """Write the topic, and make it findable or not.

    A title taken meanwhile is refused in words, an address taken meanwhile gets a number.
    """
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as error:
        others = Topic.objects.exclude(pk=topic.pk)
        open_ones = others.filter(programme=topic.programme_id, state__in=Topic.OPEN_TITLES)
        if topic.state in Topic.OPEN_TITLES and open_ones.filter(title=topic.title).exists():
            raise TitleTaken(_("Un sujet porte déjà ce titre dans ce dispositif.")) from error
        if not others.filter(slug=topic.slug).exists():
            raise
        topic.slug = free_slug(topic.title)
        topic.save()
    index_topic(topic)


def free_slug(title: str) -> str:
    """A readable address, with a number when another topic has it."""
    base = slugify(title)[:70].strip("-") or "sujet"
    taken = {*RESERVED, *Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def move(topic: Topic, state: State, kind: Kind, *, by: Agent | None, at: datetime, words: str = "") -> Topic:
    """Give the topic a state and write the line that says why."""
    before = topic.state
    topic.state, topic.changed_at = state, at
    save_once(topic)
    note(topic, kind, by=by, at=at, words=words, before=before)
    return topic


def note(
    topic: Topic, kind: Kind, *, by: Agent | None, at: datetime, words: str = "", before: str = ""
) -> TopicMove:
    return TopicMove.objects.create(topic=topic, kind=kind, before=before, words=words, by=by, at=at)


def tell(
    topic: Topic,
    agent: Agent,
    kind: Letter.Kind,
    wording: Draft,
    *,
    at: datetime,
    due_at: datetime | None = None,
) -> None:
    """A letter about this topic, one for each of its moves."""
    letters.post(
        agent=agent,
        kind=kind,
        cause=topic.cause,
        version=str(topic.version),
        wording=wording,
        at=at,
        due_at=due_at,
    )


def last_move(topic: Topic) -> TopicMove | None:
    """The last line that gave the topic another state."""
    moves = TopicMove.objects.filter(topic=topic).exclude(before="").select_related("by")
    return moves.order_by("-pk").first()


def what_was_decided(topic: Topic) -> str:
    """Who decided, what and when, for who comes second."""
    last = last_move(topic)
    if last is None:
        return _("Ce sujet n’attend pas de décision. Rechargez la page pour le lire.")
    facts = {
        "who": last.by.full_name if last.by else _("Quelqu’un"),
        "when": dates.moment_text(last.at, topic.programme.organisation.zone),
    }
    words = {
        Kind.PROPOSED: _("%(who)s a proposé ce sujet (%(when)s), qui attend sa réponse."),
        Kind.PUBLISHED: _("%(who)s a déjà publié ce sujet (%(when)s)."),
        Kind.DECLINED: _("%(who)s a déjà décliné cette proposition (%(when)s)."),
        Kind.ARCHIVED: _("%(who)s a déjà retiré ce sujet du catalogue (%(when)s)."),
        Kind.WITHDRAWN: _("%(who)s a repris cette proposition (%(when)s)."),
        Kind.RESTORED: _("%(who)s a remis ce sujet comme avant (%(when)s)."),
    }
    return words[Kind(last.kind)] % facts
