"""What the room's screen shows to everybody: how many are there, and from where."""

from collections import Counter
from dataclasses import dataclass

from essaim.agenda.models import Host, Presence, Session
from essaim.agenda.queries.room import service_of
from essaim.agenda.rules import Half
from essaim.people.models import Agent

FEWEST = 3
"""A service of fewer people would point at somebody."""


@dataclass(frozen=True)
class Arrivals:
    """How many are there; by service where that points at nobody, the others together."""

    total: int
    services: int
    shown: list[tuple[str, int]]
    others: int


def arrivals_of(session: Session, half: Half) -> Arrivals:
    """Those noted as present on this half-day, the largest services first."""
    here = Presence.objects.filter(sitting=half.sitting, half=half.number, status=Presence.Status.PRESENT)
    people = Agent.objects.filter(pk__in=here.values("agent")).select_related("unit", "organisation")
    counts = Counter(service_of(agent, session) for agent in people.order_by("pk"))
    shown = [(name, count) for name, count in counts.items() if name and count >= FEWEST]
    return Arrivals(
        total=counts.total(),
        services=len([name for name in counts if name]),
        shown=sorted(shown, key=lambda one: (-one[1], one[0])),
        others=counts.total() - sum(count for _name, count in shown),
    )


def host_names(session: Session) -> list[str]:
    """Who leads, agents and outside speakers, in the order in which they were named."""
    hosts = Host.objects.filter(session=session).select_related("agent").order_by("pk")
    return [host.agent.full_name if host.agent else host.speaker for host in hosts]
