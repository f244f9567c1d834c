"""Seats kept for some: a service and newcomers in one session, the neighbour in another."""

from datetime import date, datetime

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.agenda.queries.proposals import PoolPlan
from essaim.home.demo import season
from essaim.home.demo.stage import TEXTS, Stage
from essaim.letters.operations import muted
from essaim.people.models import Agent, Organisation
from essaim.people.operations.partnerships import answer_partnership, propose_partnership

FOR_A_SERVICE, FOR_THE_NEIGHBOUR = "budget", "synthesis"
SERVICE_OF = "benali"
STEPS_BEFORE = -6


def keep_seats(stage: Stage, hospital: Organisation, *, now: datetime) -> None:
    """The two employers agree; each of the two sessions keeps some seats until six working days before."""
    with muted():
        agree(stage.agents["laurent"], hospital, now=now)
        ours, shared = coming(stage, FOR_A_SERVICE, now), coming(stage, FOR_THE_NEIGHBOUR, now)
        unit = stage.agents[SERVICE_OF].unit
        plans = [PoolPlan("unit", 3, opening_of(ours), unit=unit), PoolPlan("first", 2, opening_of(ours))]
        agenda.set_pools(session=ours, plans=plans, at=now, by=stage.agents["morel"])
        plan = PoolPlan("organisation", 3, opening_of(shared), organisation=hospital)
        agenda.set_pools(session=shared, plans=[plan], at=now, by=stage.agents["morel"])


def agree(ours: Agent, hospital: Organisation, *, now: datetime) -> None:
    """Proposed here, accepted there by the person who coordinates."""
    theirs = Agent.objects.filter(organisation=hospital, is_coordinator=True).order_by("pk")[0]
    theirs.is_administrator = True
    theirs.save(update_fields=["is_administrator"])
    row = propose_partnership(organisation=ours.organisation, partner=hospital, at=now, by=ours)
    answer_partnership(partnership=row, accepts=True, at=now, by=theirs)


def coming(stage: Stage, topic: str, now: datetime) -> Session:
    """The announced session of a topic."""
    rows = Session.objects.filter(programme=stage.programme, title=TEXTS[topic].title, starts_at__gt=now)
    return rows.order_by("starts_at", "pk")[0]


def opening_of(session: Session) -> date:
    zone = session.programme.organisation.zone
    return season.workday(session.starts_at.astimezone(zone).date(), STEPS_BEFORE)
