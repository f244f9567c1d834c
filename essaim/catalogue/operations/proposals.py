"""« Transmettre »: somebody proposes, the coordinator publishes, asks or declines, and the author is told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.catalogue import emails
from essaim.catalogue.models import Topic
from essaim.catalogue.operations.history import (
    Kind,
    State,
    TitleTaken,
    TopicChanged,
    free_slug,
    held,
    move,
    note,
    save_once,
    tell,
    what_was_decided,
)
from essaim.catalogue.operations.sheets import SECOND_THOUGHTS, WRITABLE
from essaim.catalogue.rules import is_training
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.programmes.models import Format


class NotYours(Refused):
    """The proposal is somebody else's."""


@transaction.atomic
def save_sketch(*, agent: Agent, format: Format, at: datetime, **fields: Any) -> Topic:
    """Keep what somebody is writing between two screens: one sketch each, that nobody else sees."""
    shape = {"programme": format.programme, "format": format, "is_training": is_training(format)}
    sketch, _is_new = Topic.objects.get_or_create(author=agent, state=State.SKETCH, defaults=shape)
    written = shape | {name: fields[name] for name in fields.keys() & WRITABLE} | {"changed_at": at}
    for name, value in written.items():
        setattr(sketch, name, value)
    sketch.save(update_fields=list(written))
    return sketch


@transaction.atomic
def propose_topic(*, agent: Agent, at: datetime) -> Topic:
    """Send one's sketch to those who run the programme. Refuses without a title or a half-day, or a title taken."""
    sketch = (
        Topic.objects.select_related("programme", "format").filter(author=agent, state=State.SKETCH).first()
    )
    if sketch is None:
        raise NotYours(_("Il n’y a pas de proposition en cours. Commencez par son titre."))
    if not sketch.title.strip():
        raise Refused(_("Il manque un titre : que voulez-vous transmettre ?"))
    if not sketch.half_days:
        raise Refused(_("Touchez au moins une demi-journée où vous pourriez venir."))
    taken = Topic.objects.filter(
        programme=sketch.programme_id, title__iexact=sketch.title, state__in=Topic.OPEN_TITLES
    )
    if taken.exists():
        raise TitleTaken(_("Ce sujet existe déjà : vous pouvez dire « Je sais faire » sur sa fiche."))
    sketch = held(sketch)
    sketch.slug = free_slug(sketch.title)
    move(sketch, State.PROPOSED, Kind.PROPOSED, by=agent, at=at)
    for coordinator in sketch.programme.coordinators.filter(is_active=True).order_by("pk"):
        tell(sketch, coordinator, Letter.Kind.TOPIC_PROPOSED, emails.proposed(sketch, agent.full_name), at=at)
    return sketch


@transaction.atomic
def take_back_proposal(*, topic: Topic, agent: Agent, at: datetime) -> Topic:
    """The author withdraws what nobody has decided yet; it is declined by their own hand, and may be sent again."""
    fresh = own(topic, agent)
    if fresh.state != State.PROPOSED:
        raise TopicChanged(what_was_decided(fresh))
    fresh.is_asked = False
    return move(fresh, State.DECLINED, Kind.WITHDRAWN, by=agent, at=at)


@transaction.atomic
def ask_author(*, topic: Topic, question: str, by: Agent, at: datetime) -> Topic:
    """Ask the author something before deciding; the letter carries the question."""
    fresh = _waiting(topic)
    if not question.strip():
        raise Refused(_("Écrivez votre question : son auteur la lira telle quelle."))
    fresh.is_asked = True
    save_once(fresh)
    note(fresh, Kind.ASKED, by=by, at=at, words=question.strip())
    if fresh.author:
        tell(fresh, fresh.author, Letter.Kind.TOPIC_ASKED, emails.asked(fresh, question.strip()), at=at)
    return fresh


@transaction.atomic
def answer_question(*, topic: Topic, answer: str, agent: Agent, at: datetime) -> Topic:
    """The author answers; those who run the programme are told."""
    fresh = own(topic, agent)
    if fresh.state != State.PROPOSED or not fresh.is_asked:
        raise TopicChanged(_("Aucune question n’attend votre réponse."))
    if not answer.strip():
        raise Refused(_("Écrivez votre réponse."))
    fresh.is_asked = False
    save_once(fresh)
    note(fresh, Kind.ANSWERED, by=agent, at=at, words=answer.strip())
    wording = emails.answered(fresh, agent.full_name, answer.strip())
    for coordinator in fresh.programme.coordinators.filter(is_active=True).order_by("pk"):
        tell(fresh, coordinator, Letter.Kind.TOPIC_ANSWERED, wording, at=at)
    return fresh


@transaction.atomic
def decline_topic(*, topic: Topic, reason: str, by: Agent, at: datetime) -> Topic:
    """Say no, with the reason that the author will read and the name of who gives it."""
    fresh = _waiting(topic)
    if not reason.strip():
        raise Refused(_("Écrivez la raison : son auteur la lira."))
    fresh.is_asked = False
    move(fresh, State.DECLINED, Kind.DECLINED, by=by, at=at, words=reason.strip())
    if fresh.author:
        wording = emails.declined(fresh, reason.strip(), by.full_name)
        tell(fresh, fresh.author, Letter.Kind.TOPIC_DECLINED, wording, at=at, due_at=at + SECOND_THOUGHTS)
    return fresh


def _waiting(topic: Topic) -> Topic:
    fresh = held(topic)
    if fresh.state != State.PROPOSED:
        raise TopicChanged(what_was_decided(fresh))
    return fresh


def own(topic: Topic, agent: Agent) -> Topic:
    fresh = held(topic)
    if fresh.author_id != agent.pk:
        raise NotYours(_("Cette proposition n’est pas la vôtre."))
    return fresh
