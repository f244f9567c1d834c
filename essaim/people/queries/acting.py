"""Whom somebody acts for: those who report to them at any depth, the units they are a relay of; and who is away."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent, Leave, Organisation, Posting, Relay, Unit
from essaim.people.queries.agents import directory, plain


def with_acts_for_others(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    """Each with `acts_for_others`: whether there is anybody to act for."""
    managed = Posting.objects.filter(line_manager=OuterRef("pk"), ends_on=None)
    relays = Relay.objects.filter(agent=OuterRef("pk"))
    return agents.annotate(acts_for_others=Exists(managed) | Exists(relays))  # type: ignore[no-redef]


def team_of(agent: Agent) -> QuerySet[Agent]:
    """Everybody in post whom the agent may act for: below them in the line, or in the units they are a relay of.

    Nobody is in their own team. Three queries, whatever the depth.
    """
    units = units_below(
        Relay.objects.filter(agent=agent).values_list("unit", flat=True), organisation=agent.organisation_id
    )
    team = Agent.objects.filter(organisation=agent.organisation_id, is_active=True)
    reports = reports_of(agent)
    mine: QuerySet[Agent] = team.filter(pk__in=reports) | team.filter(unit__in=units)
    return mine.exclude(pk=agent.pk)


def reports_of(agent: Agent) -> set[int]:
    """Who reports to the agent, to those who report to the agent, and so on; a circle ends it."""
    lines = Posting.objects.filter(
        agent__organisation=agent.organisation_id, ends_on=None, line_manager__isnull=False
    )
    below: dict[int, list[int]] = {}
    for person, manager in lines.order_by("pk").values_list("agent", "line_manager"):
        below.setdefault(manager or 0, []).append(person)
    return _reached(below, [agent.pk]) - {agent.pk}


def units_below(units: Iterable[int], *, organisation: int) -> set[int]:
    """These units and all those under them."""
    first = list(units)
    if not first:
        return set()
    below: dict[int, list[int]] = {}
    rows = Unit.objects.filter(organisation=organisation, parent__isnull=False).order_by("pk")
    for unit, parent in rows.values_list("pk", "parent"):
        below.setdefault(parent or 0, []).append(unit)
    return _reached(below, first)


def _reached(below: dict[int, list[int]], first: list[int]) -> set[int]:
    reached, waiting = set(first), list(first)
    while waiting:
        fresh = [one for one in below.get(waiting.pop(), []) if one not in reached]
        reached.update(fresh)
        waiting += fresh
    return reached


def relays_of(organisation: Organisation) -> QuerySet[Relay]:
    """Who acts for which unit, by unit."""
    relays = Relay.objects.filter(unit__organisation=organisation).select_related("agent", "unit", "by")
    return relays.order_by(InFrench("unit__name"), InFrench("agent__last_name"), "pk")


def agents_named(organisation: Organisation, text: str) -> list[Agent]:
    """Those whose name, and not whose service, holds each word of the text."""
    words = plain(text).split()
    if not words:
        return []
    return [
        agent
        for agent in directory(organisation, search=text)
        if all(word in plain(agent.full_name) for word in words)
    ]


def open_units(organisation: Organisation) -> QuerySet[Unit]:
    """The units of today, by name."""
    return Unit.objects.filter(organisation=organisation, valid_to=None).order_by(InFrench("name"), "pk")


def leaves_of(agent: Agent, *, today: date) -> QuerySet[Leave]:
    """What is known of someone's coming absences, soonest first."""
    return Leave.objects.filter(agent=agent, ends_on__gte=today).order_by("starts_on", "pk")


def away_between(agents: Iterable[int], first: date, last: date) -> dict[int, Leave]:
    """Those of the agents who are away on one of these days, with the first absence that says so."""
    leaves = Leave.objects.filter(agent__in=list(agents), starts_on__lte=last, ends_on__gte=first)
    found: dict[int, Leave] = {}
    for leave in leaves.order_by("starts_on", "pk"):
        found.setdefault(leave.agent_id, leave)
    return found


def may_note_leave_of(viewer: Agent, agent: Agent) -> bool:
    """The agent, those who act for the agent, and those who run a programme of the same employer."""
    if viewer.pk == agent.pk:
        return True
    if viewer.is_platform_administrator:
        return True
    if viewer.organisation_id != agent.organisation_id:
        return False
    return viewer.may_pilot or (viewer.acts_for_others and team_of(viewer).filter(pk=agent.pk).exists())
