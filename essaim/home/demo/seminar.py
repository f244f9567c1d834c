"""A seminar of a hundred managers of every service, and its tables, asked for and left to the worker."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.home.demo import season, town
from essaim.home.demo.staff import Person
from essaim.home.demo.stage import Stage
from essaim.home.demo.topics import MANAGERS
from essaim.letters.operations import muted
from essaim.people.models import Agent
from essaim.ties.operations import Rules, ask_composition

INVITED, STEPS, ANNOUNCED, LASTED = 100, 19, timedelta(days=20), timedelta(hours=3)
TITLE = "Séminaire des managers : mieux se connaître"
PROMISE = (
    "Trois tours de table, vingt collègues nouveaux, et trois idées que chacun rapporte dans son service."
)


def gather(stage: Stage, people: Sequence[Person], now: datetime) -> None:
    """Planned, published, full; then its tables are asked for, as a coordinator does."""
    day = season.workday(now.date(), STEPS)
    start = datetime.combine(day, time(9), tzinfo=now.tzinfo)
    with muted():
        session = put_up(stage, start, now)
        for rank, agent in enumerate(invited(stage, people)):
            agenda.register(
                session=session, agent=agent, at=now - timedelta(days=15) + timedelta(minutes=7 * rank)
            )
    ask_composition(
        programme=stage.programme,
        session=session,
        rules=Rules(table_size=8, rounds=3),
        by=stage.agents["morel"],
        at=now,
    )


def put_up(stage: Stage, start: datetime, now: datetime) -> Session:
    """The seminar as it was announced three weeks ago."""
    day = agenda.SittingPlan(start, start + LASTED, site=stage.sites[town.GYM], room="Grande salle")
    session = agenda.plan_session(
        programme=stage.programme,
        format=stage.formats[MANAGERS],
        title=TITLE,
        promise=PROMISE,
        sittings=[day],
        hosts=stage.cast(["girard"]),
        at=now - ANNOUNCED,
        by=stage.agents["morel"],
        seats=INVITED,
    )
    return agenda.publish(session=session, at=now - ANNOUNCED, by=stage.agents["morel"])


def invited(stage: Stage, people: Sequence[Person]) -> list[Agent]:
    """Heads of services first, then categories A and B, as far as there are seats."""
    ranked = sorted(people, key=lambda person: (not person.leads, person.category, person.number))
    numbers = [person.number for person in ranked if person.category != "C" or person.leads]
    host = stage.agents["girard"].hr_number
    return stage.cast([number for number in numbers if number != host][:INVITED])
