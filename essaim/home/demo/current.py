"""The season that runs, told to the operations: what is dated before today makes no letter, what is of today does."""

from datetime import datetime, timedelta

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.home.demo import scenes, season
from essaim.home.demo.scenes import Crowd
from essaim.home.demo.season import Coming
from essaim.home.demo.stage import TEXTS, Stage
from essaim.letters.operations import muted
from essaim.people.models import Agent

ANNOUNCED = timedelta(days=24)
AGENT = "benali"


def announce(stage: Stage, crowd: Crowd, now: datetime) -> None:
    """Everything to come, and the session of yesterday that nobody closed."""
    for coming in (season.TO_CLOSE, season.TODAY, *season.WEEKS_TO_COME):
        session = put_up(stage, coming, now)
        if coming.registered:
            fill(stage, crowd, coming, session, now)
        if coming.state == "cancelled":
            agenda.cancel_session(
                session=session, reason=season.CANCEL_REASON, at=now, by=stage.agents["morel"]
            )


def put_up(stage: Stage, coming: Coming, now: datetime) -> Session:
    """The session as it was announced some weeks ago; a draft stays one."""
    starts = [season.start_of(coming, now)]
    if coming.second_date:
        second = season.workday(starts[0].date(), coming.second_date)
        starts.append(datetime.combine(second, starts[0].time(), tzinfo=now.tzinfo))
    details: dict[str, object] = {} if coming.seats == -1 else {"seats": coming.seats}
    if coming.opens_in:
        details["registration_opens_at"] = (now + timedelta(days=coming.opens_in)).replace(
            hour=9, minute=0, second=0, microsecond=0
        )
    with muted():
        return scenes.plan(
            stage,
            coming.topic,
            starts,
            hosts=coming.hosts.split(),
            speakers=[coming.speaker] if coming.speaker else [],
            at=now - ANNOUNCED,
            is_remote=coming.is_remote,
            is_published=coming.state != "draft",
            **details,
        )


def fill(stage: Stage, crowd: Crowd, coming: Coming, session: Session, now: datetime) -> None:
    """Those who registered before today, in silence; those of today, with their letters; then who waits."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    latest = min(midnight, session.starts_at - timedelta(hours=14)) - timedelta(minutes=1)
    seated, waiting = queue(stage, crowd, coming, session)
    early, of_today = seated[: len(seated) - coming.today], seated[len(seated) - coming.today :]
    before = waiting if coming.agent != "waits" else waiting[:2]
    opened = session.published_at or latest
    with muted():
        first = [*early, *([] if of_today else before)]
        scenes.register(session, first, scenes.spread(len(first), opened, latest, rng=stage.rng))
    after = [*of_today, *(waiting if of_today else waiting[len(before) :])]
    moments = scenes.spread(len(after), max(midnight, now - timedelta(hours=3)), now, rng=stage.rng)
    scenes.register(session, after, moments)
    if coming.agent == "offered":
        agenda.withdraw(session=session, agent=early[2], at=now)


def queue(stage: Stage, crowd: Crowd, coming: Coming, session: Session) -> tuple[list[Agent], list[Agent]]:
    """Who takes the seats and who waits, in order; the demo's agent at the place that the scene gives."""
    known = [*coming.also.split(), *([AGENT] if coming.agent == "in" else [])]
    kept = {stage.agents[key].hr_number for key in (*known, *coming.hosts.split(), AGENT, "roux")}
    others = crowd.draw(
        coming.registered + coming.waiting - len(known),
        format_key=TEXTS[coming.topic].format,
        day=session.starts_at.date(),
        but=kept,
    )
    people = stage.cast([*known, *others])
    seated, waiting = people[: coming.registered], people[coming.registered :]
    if coming.agent == "waits":
        waiting.insert(2, stage.agents[AGENT])
    if coming.agent == "offered":
        waiting.insert(0, stage.agents[AGENT])
    return seated, waiting
