"""A format that becomes training, or stops, takes its topics along."""

from typing import Any

from django.dispatch import receiver

from essaim.catalogue import operations
from essaim.catalogue.origins import TopicOrigin
from essaim.letters import origins
from essaim.programmes.models import Format
from essaim.programmes.signals import format_changed


@receiver(format_changed)
def take_topics_along(format: Format, **kwargs: Any) -> None:
    operations.follow_format(format=format)


origins.register("topic", TopicOrigin())
