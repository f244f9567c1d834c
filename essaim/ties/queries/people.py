"""Whom a pasted list means: by identifier, number, e-mail or name; and everybody of some services."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Organisation
from essaim.people.queries.agents import plain

SEPARATORS = re.compile(r"[\n\r;,\t]+")
BRACKETED = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Found:
    """The people that a list means, and the entries that mean nobody, or several."""

    people: list[Agent]
    unknown: list[str]
    doubtful: list[str]


def people_named(text: str, *, organisation: Organisation) -> Found:
    """Everybody in post of the organisation whom the entries name, in the order of the list, each once; one query."""
    entries = [entry.strip() for entry in SEPARATORS.split(text.replace("\x00", " ")) if entry.strip()]
    if not entries:
        return Found([], [], [])
    names = _names(organisation)
    people: dict[int, Agent] = {}
    unknown: list[str] = []
    doubtful: list[str] = []
    for entry in entries:
        meant = names.get(_key(entry), {})
        if len(meant) == 1:
            people |= meant
        else:
            (doubtful if meant else unknown).append(entry)
    return Found(list(people.values()), unknown, doubtful)


def _key(entry: str) -> str:
    """What an entry is looked up by; « Nadia Benali <n.benali@…> », as mail programs write it, is its address."""
    address = BRACKETED.search(entry)
    return plain(address[1] if address else entry)


def _names(organisation: Organisation) -> dict[str, dict[int, Agent]]:
    """Each way of naming somebody, with those it names."""
    names: dict[str, dict[int, Agent]] = {}
    for agent in Agent.objects.filter(organisation=organisation, is_active=True).order_by("pk"):
        first, last = agent.first_name, agent.last_name
        ways = {agent.login, agent.hr_number, agent.email, f"{first} {last}", f"{last} {first}"}
        for way in {plain(way) for way in ways} - {""}:
            names.setdefault(way, {})[agent.pk] = agent
    return names


def people_of_units(units: Collection[int], *, organisation: Organisation) -> list[Agent]:
    """Everybody in post of these services, by name."""
    found = Agent.objects.filter(organisation=organisation, is_active=True, unit__in=units)
    return list(found.order_by(*by_name(), "pk"))
