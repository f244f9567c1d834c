"""What the catalogue says of the letters that it writes about topics."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from essaim.catalogue.models import Topic
from essaim.kernel.sorting import InFrench
from essaim.letters.models import Letter
from essaim.letters.origins import About, Origin, causes_of, number_in, rows_behind
from essaim.programmes.models import Programme
from essaim.ui.words import gettext as _


class TopicOrigin(Origin):
    """`topic:12`: what happens to a proposal, and to its sheet."""

    def causes_in(self, programmes: QuerySet[Programme]) -> Iterable[QuerySet[Any, Any]]:
        yield causes_of(Topic.objects.filter(programme__in=programmes), "topic")

    def causes_named(self, words: Collection[str]) -> Iterable[QuerySet[Any, Any]]:
        rows = Topic.objects.annotate(bare_title=InFrench("title"))
        for word in words:
            rows = rows.filter(bare_title__contains=word)
        yield causes_of(rows, "topic")

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        rows = rows_behind(causes, Topic.objects.only("pk", "title", "slug"))
        return {
            cause: About(topic.title, reverse("catalogue:manage_topic", args=[topic.slug]), topic.cause)
            for cause, topic in rows.items()
        }

    def why(self, letter: Letter) -> str:
        topic = Topic.objects.filter(pk=number_in(letter.cause)).first()
        said = {"title": topic.title} if topic else {}
        return _("Parce qu’il s’agit du sujet « %(title)s ».") % said if topic else ""

    def why_untrue(self, letter: Letter, *, at: datetime) -> str:
        gone = not Topic.objects.filter(pk=number_in(letter.cause)).exists()
        return _("Ce sujet n’existe plus.") if gone else ""
