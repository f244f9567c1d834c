"""Who could lead a session instead of somebody: colleagues who led the like and are free at those hours."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from essaim.agenda.models import Host, Session
from essaim.agenda.queries.conflicts import conflicts_of
from essaim.agenda.queries.sessions import dates_of
from essaim.people.models import Agent


@dataclass(frozen=True)
class Substitute:
    """Somebody who can lead, and why."""

    agent: Agent
    topic_count: int
    """How often the person led this very topic."""
    format_count: int
    last_led_at: datetime | None


def colleagues_who_can_host(session: Session, at: datetime, *, limit: int = 5) -> list[Substitute]:
    """Agents in post who led this topic or this format before and have nothing at those hours, the surest first.

    Those who know the topic come first, then those who led the format most. Six queries whatever the size.
    """
    same_topic = Q(session__topic=session.topic_id) if session.topic_id else Q(pk=None)
    past = Host.objects.filter(
        Q(session__format=session.format_id) | same_topic,
        agent__is_active=True,
        agent__organisation=session.programme.organisation_id,
        session__closed_at__isnull=False,
        session__starts_at__lt=at,
    ).exclude(agent__in=Host.objects.filter(session=session, agent__isnull=False).values("agent"))
    rows = past.values("agent").annotate(
        known=Count("pk", filter=same_topic), led=Count("pk"), last=Max("session__starts_at")
    )
    counted = {row["agent"]: row for row in rows.order_by("-known", "-led", "-last", "agent")[: limit * 4]}
    zone = session.programme.organisation.zone
    busy = conflicts_of(list(counted), dates_of(session), zone=zone, but=None)
    free = [pk for pk in counted if pk not in busy][:limit]
    agents = Agent.objects.select_related("unit").in_bulk(free)
    return [
        Substitute(agents[pk], counted[pk]["known"], counted[pk]["led"], counted[pk]["last"]) for pk in free
    ]


def free_colleagues(session: Session, agents: list[Agent]) -> list[Agent]:
    """Those of the agents who have no session and no leave at the hours of this one."""
    zone = session.programme.organisation.zone
    busy = conflicts_of([agent.pk for agent in agents], dates_of(session), zone=zone, but=None)
    return [agent for agent in agents if agent.pk not in busy]
