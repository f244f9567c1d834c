"""Reading cards: who may hold one, who holds one, service by service."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Card, Organisation, Unit
from essaim.people.queries.agents import agent_named


class Holder(NamedTuple):
    """Somebody who may hold a card, and the card if there is one."""

    agent: Agent
    card: Card | None


RUNS_NOTHING = {"is_coordinator": False, "is_administrator": False, "is_platform_administrator": False}


def may_hold(organisation: Organisation) -> QuerySet[Agent]:
    """Those of the employer who are in post and run nothing, by name."""
    found: QuerySet[Agent] = Agent.objects.filter(organisation=organisation, is_active=True, **RUNS_NOTHING)
    return found.order_by(*by_name(), "pk")


def units_with_cards(organisation: Organisation) -> QuerySet[Unit]:
    """Services by name, each with `people` who may hold a card and `held`, the cards that they have."""
    theirs = Q(agents__in=may_hold(organisation).order_by())
    living = Count("agents__cards", filter=theirs & Q(agents__cards__revoked_at=None), distinct=True)
    units = Unit.objects.filter(theirs, organisation=organisation)
    counted = units.annotate(people=Count("agents", filter=theirs, distinct=True), held=living)
    return counted.order_by(InFrench("name"), "pk")


def people_of(organisation: Organisation, unit: int | None) -> list[Holder]:
    """Those of a service who may hold a card (without a number: those without a service), each with the card."""
    people = list(may_hold(organisation).filter(unit=unit))
    living = Card.objects.filter(agent__in=people, revoked_at=None).order_by("pk")
    cards = {card.agent_id: card for card in living}
    return [Holder(agent, cards.get(agent.pk)) for agent in people]


def living_card(typed: str) -> Card | None:
    """The card of this number, spaces forgiven; else that of whoever signs in with it."""
    living = Card.objects.select_related("agent").filter(revoked_at=None)
    number = "".join(typed.split())
    found = living.filter(number=number).first() if number.isdecimal() else None
    if found is not None:
        return found
    agent = agent_named(typed)
    return living.filter(agent=agent).first() if agent else None


def numbers_of(agents: Collection[Agent]) -> dict[int, str]:
    """The number of the living card of each, by the agent's key."""
    living = Card.objects.filter(agent__in=agents, revoked_at=None)
    return dict(living.values_list("agent", "number"))


def chosen(organisation: Organisation, numbers: Collection[int]) -> list[Agent]:
    """Those of the employer who were ticked, with their service."""
    return list(may_hold(organisation).filter(pk__in=numbers).select_related("unit"))
