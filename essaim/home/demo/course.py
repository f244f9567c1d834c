"""A course in three dates that is under way, signed per half-day; a relay, and two colleagues who are away."""

from datetime import datetime, time, timedelta

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Session
from essaim.agenda.rules import half_days
from essaim.home.demo import town
from essaim.home.demo.season import workday
from essaim.home.demo.stage import Stage
from essaim.home.demo.topics import PLUS
from essaim.letters.operations import muted
from essaim.people.operations.teams import appoint_relay, note_leave

HOST, RELAY = "diop", "petit"
CALLED = ("benali", "marchand", "perrin", "tanguy", "vidal", "brun", "olive", "colin")
STEPS = (-5, 4, 9)
"""Working days from today of the three dates; the first two last all day, the third a morning."""


def under_way(stage: Stage, now: datetime) -> None:
    """The course, who relays a service without screens, and who is away."""
    with muted():
        sign_first_date(stage, plan_course(stage, now))
    relay = stage.agents[RELAY]
    if relay.unit is not None:
        appoint_relay(agent=relay, unit=relay.unit, at=now - timedelta(days=40), by=stage.agents["morel"])
    today = now.date()
    vidal, haddad = stage.agents["vidal"], stage.agents["haddad"]
    note_leave(agent=vidal, starts_on=today, ends_on=workday(today, 3), by=stage.agents["morel"])
    note_leave(agent=haddad, starts_on=workday(today, 17), ends_on=workday(today, 19), by=haddad)


def plan_course(stage: Stage, now: datetime) -> Session:
    """Three dates, a minimum of five, eight people registered three weeks ago."""
    days = [workday(now.date(), steps) for steps in STEPS]
    ends = (time(17), time(17), time(12))
    where = {"site": stage.sites[town.SOLIDARITY], "room": "Salle des ateliers"}
    announced = datetime.combine(days[0], time(9), tzinfo=now.tzinfo) - timedelta(days=21)
    session = agenda.plan_session(
        programme=stage.programme,
        format=stage.formats[PLUS],
        topic=None,
        title="Animer une réunion à plusieurs voix",
        promise="Deux jours et demi pour préparer, ouvrir et conclure une réunion où chacun parle.",
        outcomes="ouvrir en cinq minutes\ndonner la parole sans la perdre\nconclure par des actes",
        sittings=[
            agenda.SittingPlan(
                datetime.combine(day, time(9), tzinfo=now.tzinfo),
                datetime.combine(day, end, tzinfo=now.tzinfo),
                **where,  # type: ignore[arg-type]
            )
            for day, end in zip(days, ends, strict=True)
        ],
        hosts=[stage.agents[HOST]],
        seats=10,
        minimum=5,
        at=announced,
        by=stage.agents["morel"],
    )
    session = agenda.publish(session=session, at=announced, by=stage.agents["morel"])
    for number, key in enumerate(CALLED):
        agenda.register(session=session, agent=stage.agents[key], at=announced + timedelta(hours=number + 1))
    return session


def sign_first_date(stage: Stage, session: Session) -> None:
    """All were there in the morning; one left at lunch, one was excused for the afternoon."""
    host = stage.agents[HOST]
    morning, afternoon = half_days(session.sittings.order_by("starts_at", "pk"), stage.organisation.zone)[:2]
    away = {"vidal": Presence.Status.EXCUSED, "colin": Presence.Status.ABSENT}
    for key, status in away.items():
        agenda.mark_presence(
            sitting=afternoon.sitting,
            half=2,
            agent=stage.agents[key],
            status=status,
            at=afternoon.ends_at,
            by=host,
        )
    for half in (morning, afternoon):
        agenda.mark_everybody(sitting=half.sitting, half=half.number, at=half.ends_at, by=host)
