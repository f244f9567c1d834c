"""Writing, publishing and withdrawing topics."""

from datetime import datetime
from typing import Any, TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.catalogue import emails
from essaim.catalogue.models import BLOCKS, Topic, TopicHost, TopicMove
from essaim.catalogue.rules import is_training
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.programmes.models import Format, Programme

State: TypeAlias = Topic.State
Kind: TypeAlias = TopicMove.Kind
WRITABLE = {"title", "promise", "outcomes", "minutes", "half_days", *BLOCKS}
RESERVED = {"nouveau", "duree", "creneaux"}


LONGEST_TITLE = 200
DECISIONS = {Kind.PUBLISHED, Kind.DECLINED, Kind.ARCHIVED}


class IncompleteSheet(Refused):
    """Blocks of a training offer are still to be written."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(
            ngettext(
                "La fiche n’est pas complète : il manque « %(blocks)s ».",
                "La fiche n’est pas complète : il manque « %(blocks)s ».",
                len(missing),
            )
            % {"blocks": " », « ".join(missing)}
        )


class TitleTaken(Refused):
    """Another topic of the programme bears this title."""


class TopicChanged(Refused):
    """Somebody else decided or wrote meanwhile."""


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


def save_once(topic: Topic) -> None:
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as error:
        raise TitleTaken(_("Un sujet porte déjà ce titre dans ce dispositif.")) from error


def held(topic: Topic) -> Topic:
    """Bump the version, hold the row, and read it as it is now."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    return Topic.objects.select_related("programme__organisation", "format", "author").get(pk=topic.pk)


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
        raise TopicChanged(_("Cette proposition n’attend plus de réponse."))
    refuse_incomplete(fresh)
    fresh.is_asked = False
    was_proposed = fresh.state == State.PROPOSED
    move(fresh, State.PUBLISHED, Kind.PUBLISHED, by=by, at=at)
    if was_proposed and fresh.author:
        offer_to_host(topic=fresh, agent=fresh.author, at=at)
        tell(fresh, fresh.author, Letter.Kind.TOPIC_PUBLISHED, emails.published(fresh), at=at)
    return fresh


@transaction.atomic
def archive_topic(*, topic: Topic, by: Agent, at: datetime) -> Topic:
    """Withdraw a sheet from the catalogue; its sessions and figures stay."""
    fresh = held(topic)
    if fresh.state not in {State.PUBLISHED, State.DRAFT}:
        raise TopicChanged(_("Ce sujet n’est plus au catalogue."))
    return move(fresh, State.ARCHIVED, Kind.ARCHIVED, by=by, at=at)


@transaction.atomic
def restore_topic(*, topic: Topic, by: Agent, at: datetime) -> Topic:
    """Take the last decision back: the state it had before, and the letters that had not left."""
    fresh = held(topic)
    last = TopicMove.objects.filter(topic=fresh).exclude(before="").order_by("-pk").first()
    if last is None or last.kind not in DECISIONS:
        raise TopicChanged(_("Il n’y a rien à annuler sur ce sujet."))
    letters.cancel(cause=fresh.cause, at=at)
    fresh.is_asked = False
    if last.before == State.PUBLISHED:
        refuse_incomplete(fresh)
    return move(fresh, State(last.before), Kind.RESTORED, by=by, at=at)


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


def tell(topic: Topic, agent: Agent, kind: Letter.Kind, wording: emails.Wording, *, at: datetime) -> None:
    """A letter about this topic, one for each of its moves."""
    letters.post(
        agent=agent,
        kind=kind,
        cause=topic.cause,
        version=str(topic.version),
        subject=wording.subject,
        body=wording.body,
        action_label=wording.action_label,
        action_path=wording.action_path,
        at=at,
    )


def free_slug(title: str) -> str:
    """A readable address, with a number when another topic has it."""
    base = slugify(title)[:70].strip("-") or "sujet"
    taken = {*RESERVED, *Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def offer_to_host(*, topic: Topic, agent: Agent, at: datetime) -> TopicHost:
    """« Je sais faire »: note that somebody can give it; twice is harmless."""
    offer, _is_new = TopicHost.objects.get_or_create(topic=topic, agent=agent, defaults={"said_at": at})
    return offer


def stop_offering(*, topic: Topic, agent: Agent) -> None:
    """Take « Je sais faire » back."""
    TopicHost.objects.filter(topic=topic, agent=agent).delete()
