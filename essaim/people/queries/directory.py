"""Colleagues who agreed to be found."""

from collections.abc import Sequence

from django.db.models import QuerySet

from essaim.people.models import Agent
from essaim.people.queries.agents import with_open_posting


def findable_agents() -> QuerySet[Agent]:
    """At work, and agreed; each with the open posting."""
    return with_open_posting(Agent.objects.filter(is_active=True, is_in_directory=True))


def colleagues_found(agent: Agent, keys: Sequence[int]) -> list[Agent]:
    """Those of one's own organisation among these, in the same order."""
    found = findable_agents().filter(organisation=agent.organisation_id)
    by_key = {colleague.pk: colleague for colleague in found.filter(pk__in=keys).order_by("pk")}
    return [by_key[key] for key in keys if key in by_key]


def occupation_of(agent: Agent) -> str:
    """What the person does, from the open posting."""
    posting = next(iter(agent.open_postings), None)  # type: ignore[attr-defined]
    return posting.occupation.name if posting and posting.occupation else ""
