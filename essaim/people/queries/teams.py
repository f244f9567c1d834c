"""Who manages whom on a day, who stands in for whom."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from essaim.kernel.prepared import Prepared, PreparedForMany
from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Deputy, Posting

EVERYBODY_BELOW = """
    WITH RECURSIVE below(agent_id) AS (
        SELECT posting.agent_id FROM people_posting posting
        WHERE posting.line_manager_id = %s AND posting.starts_on <= %s
            AND (posting.ends_on IS NULL OR posting.ends_on >= %s)
        UNION
        SELECT posting.agent_id FROM people_posting posting
        INNER JOIN below ON posting.line_manager_id = below.agent_id
        WHERE posting.starts_on <= %s AND (posting.ends_on IS NULL OR posting.ends_on >= %s)
    )
    SELECT agent.* FROM people_agent agent INNER JOIN below ON below.agent_id = agent.id
    WHERE agent.is_active AND agent.id <> %s
    ORDER BY agent.last_name, agent.first_name, agent.id
"""
"""The team of a manager with those of the managers in it; UNION ends a circle of managers."""


def postings_on(day: date) -> QuerySet[Posting]:
    """Postings that hold that day."""
    return Posting.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def managers_of(agents: Collection[int], *, on: date) -> dict[int, Agent]:
    """The line manager of each of these people that day, by agent; nobody for who has none at work."""
    rows = postings_on(on).filter(agent__in=agents, line_manager__is_active=True)
    found = rows.select_related("line_manager__organisation").order_by("starts_on", "pk")
    return {row.agent_id: row.line_manager for row in found if row.line_manager is not None}


def manager_of(agent: Agent, *, on: date) -> Agent | None:
    """The line manager that day, if there is one at work."""
    return managers_of([agent.pk], on=on).get(agent.pk)


def team_of(manager: Agent, *, on: date) -> list[Agent]:
    """Those who answer directly to the manager that day, by name."""
    people = Agent.objects.filter(
        pk__in=postings_on(on).filter(line_manager=manager).values("agent"), is_active=True
    )
    return list(people.order_by(*by_name(), "pk"))


def teams_of(managers: Collection[Agent], *, on: date) -> list[Agent]:
    """Those who answer directly to one of these managers that day, by name."""
    return read_teams({manager.pk for manager in managers}, on=on)


def answering_to(managers: list[int], *, on: date) -> QuerySet[Agent]:
    direct = postings_on(on).filter(line_manager__in=managers).values("agent")
    people: QuerySet[Agent] = Agent.objects.filter(pk__in=direct, is_active=True)
    return people.order_by(*by_name(), "pk")


read_teams = PreparedForMany(answering_to, on=date)


def everybody_below(manager: Agent, *, on: date) -> list[Agent]:
    """The manager's team, and the teams of the managers in it."""
    return list(Agent.objects.raw(EVERYBODY_BELOW, [manager.pk, on, on, on, on, manager.pk]))


def deputies_of(manager: Agent, *, on: date) -> list[Agent]:
    """Who answers for the manager that day."""
    found = Agent.objects.filter(
        deputised__manager=manager, deputised__starts_on__lte=on, deputised__ends_on__gte=on, is_active=True
    )
    return list(found.distinct().order_by("pk"))


def managers_replaced_by(agent: Agent, *, on: date) -> list[Agent]:
    """For whom the agent answers that day."""
    found = Agent.objects.filter(
        deputies__agent=agent, deputies__starts_on__lte=on, deputies__ends_on__gte=on
    )
    return list(found.distinct().order_by(*by_name(), "pk"))


def deputyships_of(manager: Agent, *, on: date) -> list[Deputy]:
    """Who stands in for the manager, now or later, soonest first."""
    return read_deputyships(manager=manager.pk, on=on)


def not_over(*, manager: int, on: date) -> QuerySet[Deputy]:
    found = Deputy.objects.filter(manager=manager, ends_on__gte=on).select_related("agent__unit")
    return found.order_by("starts_on", "pk")


read_deputyships = Prepared(not_over, manager=int, on=date)


def colleagues_named(manager: Agent, words: str) -> list[Agent]:
    """People at work with the same employer whom these words may mean, to name one a deputy."""
    found = Agent.objects.filter(organisation=manager.organisation_id, is_active=True).exclude(pk=manager.pk)
    for word in words.replace("\x00", " ").split()[:4]:
        found = found.filter(
            Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(login__iexact=word)
        )
    outside = found if len(words.strip(" \x00")) > 1 else found.none()
    return list(outside.select_related("unit").order_by(*by_name(), "pk")[:8])


def has_team() -> Exists:
    """Whether an agent manages somebody at work now; for the query that loads the person of a page."""
    return Exists(
        Posting.objects.filter(line_manager=OuterRef("pk"), ends_on=None, agent__is_active=True).order_by()
    )


def is_deputy() -> Exists:
    """Whether an agent was ever named a deputy: the page itself looks at the days."""
    return Exists(Deputy.objects.filter(agent=OuterRef("pk")).order_by())
