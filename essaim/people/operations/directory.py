"""Being found by one's colleagues: only for who said yes, only while it is so."""

from collections.abc import Collection, Iterable

from django.db import transaction

from essaim.people.models import Agent
from essaim.people.queries.directory import findable_agents, occupation_of
from essaim.search.operations import Entry, forget, index, synchronise

AGENT = "agent"
AT_ONCE = 500


def agent_entry(agent: Agent) -> Entry:
    """A person by name, what the person does and where, and what the person wrote of it."""
    unit = agent.unit.name if agent.unit else ""
    said = [agent.know_how, occupation_of(agent), unit]
    return Entry(
        kind=AGENT,
        key=agent.pk,
        organisation=agent.organisation_id,
        title=agent.full_name,
        text="\n".join(part for part in said if part),
    )


@transaction.atomic
def appear_in_directory(*, agent: Agent, know_how: str) -> None:
    """Yes: colleagues find the person from now on; saying it again changes the words."""
    Agent.objects.filter(pk=agent.pk).update(is_in_directory=True, know_how=know_how.strip())
    index(agent_entry(found) for found in findable_agents().filter(pk=agent.pk))


@transaction.atomic
def leave_directory(*, agent: Agent) -> None:
    """No: from this moment nobody finds the person, and what was written for it is erased."""
    Agent.objects.filter(pk=agent.pk).update(is_in_directory=False, know_how="")
    forget(AGENT, [agent.pk])


def forget_agents(keys: Collection[int]) -> None:
    """Those who leave the employer leave the search."""
    forget(AGENT, keys)


def index_directory() -> int:
    """Names, services and occupations as the last HR file left them; how many people changed."""
    agents: Iterable[Agent] = findable_agents().order_by("pk").iterator(chunk_size=AT_ONCE)
    return synchronise(AGENT, map(agent_entry, agents))
