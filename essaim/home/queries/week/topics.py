"""Topics that colleagues propose and that nobody has answered. One query for them all."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.catalogue.models import BLOCKS, Topic
from essaim.catalogue.queries import proposals_waiting
from essaim.home.queries.week.tasks import Scope, Task
from essaim.ui import dates


def found(scope: Scope) -> Iterator[Task]:
    """The oldest first."""
    for topic in proposals_waiting(scope.keys):
        yield to_answer(topic, scope)


def to_answer(topic: Topic, scope: Scope) -> Task:
    """A complete sheet is published here; the others are read and completed first."""
    task: dict[str, Any] = {
        "kind": "proposal",
        "cause": topic.cause,
        "programme": topic.programme_id,
        "what": _("« %(title)s » est proposé") % {"title": topic.title},
        "why": _("%(who)s, %(day)s.") % {"who": _who(topic), "day": _since(topic, scope)},
        "about": topic.title,
        "page": reverse("catalogue:manage_topic", args=[topic.slug]),
    }
    if topic.is_training and topic.missing:
        lacks = _("Fiche %(filled)s/%(all)s : complétez-la, posez une question ou déclinez.")
        proposal = lacks % {"filled": topic.filled, "all": len(BLOCKS)}
        return Task(**task, proposal=proposal, label=_("Relire"))
    return Task(
        **task,
        proposal=_("La fiche est complète."),
        label=_("Publier"),
        does={"topic": topic.pk},
    )


def _who(topic: Topic) -> str:
    if topic.author is None:
        return _("Quelqu’un qui est parti")
    return (
        f"{topic.author.full_name}, {topic.author.unit.name}" if topic.author.unit else topic.author.full_name
    )


def _since(topic: Topic, scope: Scope) -> str:
    """The day of its last change, where the coordinator works."""
    at = topic.changed_at or scope.at
    return dates.day(at.astimezone(scope.agent.organisation.zone).date())
