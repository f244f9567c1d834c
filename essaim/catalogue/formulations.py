"""Examples of the letters about proposals, for the programme that words them itself."""

from datetime import datetime

from essaim.catalogue import emails
from essaim.catalogue.models import Topic
from essaim.letters.emails import Draft
from essaim.letters.formulations import Group, formulated
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.words import gettext_lazy as _

SHOWN = 3
Examples = list[tuple[str, Draft]]


def _topics(programme: Programme) -> list[Topic]:
    topics = Topic.objects.filter(programme=programme, slug__isnull=False).select_related("programme")
    return list(topics.order_by("-changed_at", "-pk")[:SHOWN])


@formulated("topic_published", Group.TOPICS, _("Sujet publié"), _("part à qui l’a proposé"))
def published(programme: Programme, _reader: Agent, _at: datetime) -> Examples:
    return [(topic.title, emails.published(topic)) for topic in _topics(programme)]


@formulated("topic_asked", Group.TOPICS, _("Une question sur un sujet"), _("part à qui l’a proposé"))
def asked(programme: Programme, _reader: Agent, _at: datetime) -> Examples:
    question = str(_("la question que vous posez"))
    return [(topic.title, emails.asked(topic, question)) for topic in _topics(programme)]


@formulated("topic_declined", Group.TOPICS, _("Sujet non retenu"), _("part à qui l’a proposé"))
def declined(programme: Programme, reader: Agent, _at: datetime) -> Examples:
    reason = str(_("la raison que vous donnez"))
    return [(topic.title, emails.declined(topic, reason, reader.full_name)) for topic in _topics(programme)]
