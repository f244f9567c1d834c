"""The language that a person reads."""

from essaim.people.models import Agent


def choose_language(*, agent: Agent, language: str) -> None:
    """Pages and letters speak it from now on, on every device that signs in."""
    Agent.objects.filter(pk=agent.pk).update(language=language)
