"""The past of the school, told session by session to the operations of real use, at its own dates, in silence."""

from collections.abc import Iterable
from datetime import timedelta

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Session
from essaim.feedback.models import Questionnaire
from essaim.home.demo import scenes
from essaim.home.demo.scenes import Crowd
from essaim.home.demo.stage import TEXTS, Stage
from essaim.home.demo.years import Held
from essaim.letters.operations import muted
from essaim.people.models import Agent

ANNOUNCED = timedelta(days=28)
LATE = timedelta(days=5)


def live_through(stage: Stage, crowd: Crowd, rows: Iterable[Held]) -> None:
    """Everything that took place, in order; questionnaires close in between, paper sheets are typed at the end."""
    on_paper: list[tuple[Session, list[Agent]]] = []
    with muted():
        for row in rows:
            start = scenes.moment(stage, row.day, row.hour)
            scenes.close_questionnaires(until=start)
            session, late = hold(stage, crowd, row)
            if late:
                on_paper.append((session, late))
        for session, late in on_paper:
            type_back(stage, session, late)


def hold(stage: Stage, crowd: Crowd, row: Held) -> tuple[Session, list[Agent]]:
    """One session from its announcement to its last answer; returns those whose presence stayed on paper."""
    rng, kind = stage.rng, TEXTS[row.topic].format
    start = scenes.moment(stage, row.day, row.hour)
    session = scenes.plan(
        stage, row.topic, [start], hosts=row.hosts, at=start - ANNOUNCED, is_remote=row.is_remote
    )
    hosts = {stage.agents[key].hr_number for key in row.hosts}
    room = 99 if session.seats is None else session.seats - row.came
    extra = min(rng.choice((0, 0, 1, 1, 2, 3)), room)
    also = {stage.agents[key].hr_number for key in row.also}
    others = row.came + extra - len(also)
    names = crowd.draw(others, format_key=kind, day=row.day - ANNOUNCED, but=hosts | also)
    agents = stage.cast([*row.also, *names])
    moments = scenes.spread(
        len(agents), start - ANNOUNCED + timedelta(hours=1), start - timedelta(hours=30), rng=rng
    )
    scenes.register(session, agents, moments)
    came, away = agents[: row.came], agents[row.came :]
    if away and rng.random() < 0.4:
        agenda.withdraw(session=session, agent=away.pop(), at=start - timedelta(hours=26))
    late = came[row.came - row.on_paper :]
    end = session.ends_at
    scenes.attend(session, away=[*away, *late], by=stage.agents[row.hosts[0]], at=end)
    scenes.answer(session, came[len(also) : row.came - row.on_paper], row.said, at=end, rng=rng)
    return session, late


def type_back(stage: Stage, session: Session, late: Iterable[Agent]) -> None:
    """The paper sheet is typed once the questionnaire is closed: present, and never asked."""
    ends_at = Questionnaire.objects.get(session=session).closes_at
    scenes.close_questionnaires(until=ends_at)
    for agent in late:
        agenda.correct_presence(
            sitting=session.sittings.order_by("starts_at", "pk")[0],
            agent=agent,
            status=Presence.Status.PRESENT,
            at=ends_at + LATE,
            by=stage.agents["morel"],
        )
