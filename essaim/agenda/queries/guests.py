"""Who picks one's name in the room: found by the beginning of a name, shown by as little as tells them apart."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from essaim.agenda.models import Attendance, Presence, Registration, Session
from essaim.agenda.queries.room import service_of
from essaim.agenda.rules import Half
from essaim.kernel.sorting import by_name
from essaim.people.models import Agent
from essaim.people.queries.agents import plain

FEWEST_LETTERS, MOST_SHOWN = 2, 6


@dataclass(frozen=True)
class Guest:
    """Somebody whom the room may be told about, and what the button says: « Nadia B. »."""

    agent: Agent
    shown: str


@dataclass(frozen=True)
class Guests:
    """Those found, and whether there are more than may be shown."""

    found: list[Guest]
    too_many: bool = False


def first_name_of(agent: Agent) -> str:
    return agent.first_name or agent.last_name


def expected_guests(session: Session) -> QuerySet[Agent]:
    """Who may pick a name: those with a seat and those noted as present; once closed, those who came."""
    people: QuerySet[Agent] = Agent.objects.all()
    if session.closed_at:
        return people.filter(pk__in=Attendance.objects.filter(session=session).values("agent"))
    seated = Registration.objects.filter(session=session, state=Registration.State.CONFIRMED)
    here = Presence.objects.filter(sitting__session=session, status=Presence.Status.PRESENT)
    return people.filter(Q(pk__in=seated.values("agent")) | Q(pk__in=here.values("agent")))


def guests_named(session: Session, text: str) -> Guests:
    """Those of the list whose name begins like each word typed; nobody below two letters, six at most."""
    words = plain(text).split()
    if len("".join(words)) < FEWEST_LETTERS:
        return Guests([])
    people = expected_guests(session).select_related("unit", "organisation").order_by(*by_name(), "pk")
    found = [agent for agent in people if _begins_like(agent, words)]
    return Guests(_shown(found[:MOST_SHOWN], session), too_many=len(found) > MOST_SHOWN)


def _begins_like(agent: Agent, words: list[str]) -> bool:
    parts = plain(agent.full_name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _shown(people: list[Agent], session: Session) -> list[Guest]:
    """First name and initial; the service only between two who share them, the whole name if that is not enough."""
    short = [_initialled(agent) for agent in people]
    placed = [f"{name}, {service_of(agent, session)}" for name, agent in zip(short, people, strict=True)]
    once, once_placed = Counter(short), Counter(placed)
    guests = []
    for agent, name, with_service in zip(people, short, placed, strict=True):
        unlike = with_service if once_placed[with_service] == 1 else agent.full_name
        guests.append(Guest(agent, name if once[name] == 1 else unlike))
    return guests


def _initialled(agent: Agent) -> str:
    return f"{agent.first_name} {agent.last_name[:1]}." if agent.first_name else agent.last_name


def guest_of(session: Session, agent_id: int) -> Agent | None:
    """Somebody of the list."""
    return expected_guests(session).filter(pk=agent_id).first()


def is_here(half: Half, agent: Agent) -> bool:
    """Whether the agent is noted as present on this half-day."""
    marks = Presence.objects.filter(sitting=half.sitting, half=half.number, agent=agent)
    return marks.filter(status=Presence.Status.PRESENT).exists()
