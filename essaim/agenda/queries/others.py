"""Registering others: whom one may register, where each would stand, and whom one registered already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.conflicts import Conflict, conflicts_of
from essaim.agenda.queries.pools import counting_of, kept_pools, profiles_of
from essaim.agenda.queries.sessions import dates_of
from essaim.agenda.reserved import call
from essaim.agenda.rules import can_pilot, may_promote
from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Unit
from essaim.people.queries.acting import team_of
from essaim.people.queries.agents import plain

MOST_SHOWN = 60
State = Registration.State


@dataclass(frozen=True)
class Place:
    """Where the next people would stand, at this moment: seats first, then ranks."""

    free: int | None
    """None: no limit; 0 also when others wait for the seats that are free."""
    first_rank: int

    def text(self, number: int) -> str:
        """For the person who comes `number`th among those registered together, from 0."""
        if self.free is None or number < self.free:
            return _("Une place")
        return _("En attente, rang %(rank)s") % {"rank": self.first_rank + number - self.free}


@dataclass(frozen=True)
class Candidate:
    """One person of the list."""

    agent_id: int
    name: str
    unit: str
    state: str
    """Where the person stands already; empty when nowhere."""
    conflicts: list[Conflict]
    standing: str = ""


def people_to_register(by: Agent, session: Session) -> QuerySet[Agent]:
    """Everybody of the organisation for those who run the programme; else those whom one acts for."""
    if can_pilot(by, session.programme):
        everybody: QuerySet[Agent] = Agent.objects.filter(
            organisation=session.programme.organisation_id, is_active=True
        )
        return everybody
    return team_of(by)


def services_of(people: QuerySet[Agent]) -> QuerySet[Unit]:
    """The services where these people work, by name, each with how many they are."""
    units = Unit.objects.filter(agents__in=people.values("pk"))
    return units.annotate(people=Count("agents")).order_by(InFrench("name"), "pk")


def narrowed(people: QuerySet[Agent], *, text: str, unit: int | None) -> tuple[list[Agent], int]:
    """The first whose name holds each word, in one service if it is named, by name; and how many there are."""
    if unit is not None:
        people = people.filter(unit=unit)
    ordered = people.order_by(*by_name(), "pk")
    words = plain(text).split()
    if words:
        names = ordered.values_list("pk", "first_name", "last_name")
        found = [pk for pk, *name in names if all(word in plain(" ".join(name)) for word in words)]
        ordered, total = ordered.filter(pk__in=found[:MOST_SHOWN]), len(found)
    else:
        total = ordered.count()
    return list(ordered.select_related("unit")[:MOST_SHOWN]), total


def place_in(session: Session, at: datetime) -> Place:
    """Seats and ranks as the rules would give them now; another click may change it meanwhile."""
    if session.seats is None:
        return Place(None, 1)
    free = max(session.seats - session.taken - session.kept, 0)
    if session.waiting and may_promote(session, at):
        free = 0
    return Place(free, session.waiting + 1)


def candidates(session: Session, agents: Sequence[Agent], *, reader: Agent) -> list[Candidate]:
    """The people with where they stand and what they have elsewhere: five queries, however many they are."""
    pks = [agent.pk for agent in agents]
    zone = session.programme.organisation.zone
    conflicts = conflicts_of(pks, dates_of(session), reader=reader, zone=zone, but=session)
    live = Registration.objects.filter(session=session, agent__in=pks, state__in=Registration.LIVE)
    states = dict(live.order_by("pk").values_list("agent", "state"))
    return [
        Candidate(
            agent_id=agent.pk,
            name=agent.full_name,
            unit=agent.unit.name if agent.unit else "",
            state=str(State(states[agent.pk]).label) if agent.pk in states else "",
            conflicts=conflicts.get(agent.pk, []),
        )
        for agent in agents
    ]


def with_standing(
    found: Sequence[Candidate], place: Place, *, entitled: Collection[int] = ()
) -> list[Candidate]:
    """Those not registered yet, each with the seat or the rank that would come, in the order of sending.

    Those `entitled` to a kept seat leave the open ones to the others.
    """
    fresh = [one for one in found if not one.state]
    others = iter(range(len(fresh)))
    return [
        replace(one, standing=_("Une place") if one.agent_id in entitled else place.text(next(others)))
        for one in fresh
    ]


def entitled_to_kept_seats(session: Session, found: Sequence[Candidate], *, at: datetime) -> set[int]:
    """Who of these, registered in this order, would be given a kept seat."""
    fresh = [one.agent_id for one in found if not one.state]
    if not session.kept or not fresh:
        return set()
    counting = counting_of(session, kept_pools(session, at=at))
    called = call(counting, fresh, profiles_of(fresh, session.programme.organisation_id))
    return {one.person for one in called if one.seat.pool is not None}


def registered_by(by: Agent, session: Session) -> QuerySet[Registration]:
    """Those who have a seat or a rank because this person registered them, in order of arrival."""
    mine = Registration.objects.filter(
        session=session, state__in=Registration.LIVE, moves__by=by, moves__at=F("registered_at")
    ).exclude(agent=by)
    return mine.select_related("agent__unit").order_by("ticket", "pk").distinct()


def rank_by_registration(session: Session) -> dict[int, int]:
    """The rank of each who waits."""
    waiting = Registration.objects.filter(session=session, state=State.WAITING).order_by("ticket", "pk")
    return {pk: rank for rank, pk in enumerate(waiting.values_list("pk", flat=True), start=1)}


def allowed(by: Agent, session: Session, pks: Collection[int]) -> list[Agent]:
    """Those of the numbers whom one may register, by name."""
    people = people_to_register(by, session).filter(pk__in=pks).select_related("unit", "organisation")
    return list(people.order_by(*by_name(), "pk"))
