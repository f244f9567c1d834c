"""What every scene does: plan a session, find a crowd, register it, fill the room, ask what it was worth."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Session
from essaim.feedback import operations as feedback
from essaim.feedback import queries as feedback_queries
from essaim.feedback.models import Answer, Questionnaire
from essaim.home.demo import echoes, town
from essaim.home.demo.staff import Person
from essaim.home.demo.stage import TEXTS, Stage
from essaim.home.demo.topics import EXAMS, GREEN, MANAGERS, PLUS, TALKS
from essaim.people.models import Agent

USEFUL = {"o": Answer.Useful.YES, "u": Answer.Useful.SOMEWHAT, "n": Answer.Useful.NO}
ROOMS: dict[str, tuple[str, str]] = {
    PLUS: (town.TOWN_HALL, "Salle Terre des Lièvres"),
    TALKS: (town.TOWN_HALL, "Salle du conseil"),
    EXAMS: (town.LIBRARY, "Salle d’étude"),
    GREEN: (town.PARK, "Devant la maison du parc"),
    MANAGERS: (town.TOWN_HALL, "Salle des commissions"),
    "back": (town.WORKSHOPS, "Grand atelier"),
    "photo": (town.PARK, "Devant la maison du parc"),
    "video": (town.LIBRARY, "Auditorium"),
    "streets": (town.LIBRARY, "Auditorium"),
    "facts": (town.LIBRARY, "Auditorium"),
    "signs": (town.SOLIDARITY, "Salle des ateliers"),
    "welfare": (town.SOLIDARITY, "Salle des ateliers"),
    "compost": (town.WORKSHOPS, "Serres municipales"),
    "soup": (town.KITCHEN, "Réfectoire"),
    "rescue": (town.GYM, "Dojo"),
}
SEATS: dict[str, int | None] = {PLUS: 10, TALKS: 40, EXAMS: 12, GREEN: None, MANAGERS: 15}
KEEN = {"A": 2.8, "B": 1.9, "C": 1.0}


class Crowd:
    """The staff as it comes to sessions: some come back often, offices more easily than workshops."""

    def __init__(self, people: Sequence[Person], *, rng: Random) -> None:
        self.people, self.rng = people, rng
        self.keenness = {
            person.number: KEEN[person.category] * min(rng.paretovariate(1.2), 12) for person in people
        }

    def draw(self, number: int, *, format_key: str, day: date, but: Collection[str] = ()) -> list[str]:
        """HR numbers of so many people in post that day, nobody twice, in the order in which they register."""
        eligible = [p for p in self.people if p.entered_on <= day and p.number not in but]
        if format_key == EXAMS:
            eligible = [p for p in eligible if p.category != "A"]
        if format_key == MANAGERS:
            eligible = [p for p in eligible if p.leads or p.category == "A"]
        lots = {p.number: self.rng.random() ** (1 / self.keenness[p.number]) for p in eligible}
        return sorted(lots, key=lots.__getitem__, reverse=True)[:number]


def moment(stage: Stage, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=stage.organisation.zone)


def plan(
    stage: Stage,
    topic_key: str,
    starts: Sequence[datetime],
    *,
    hosts: Iterable[str],
    at: datetime,
    is_remote: bool = False,
    is_published: bool = True,
    **details: Any,
) -> Session:
    """A session on a topic, at its usual place for its usual length, published at the same moment."""
    text = TEXTS[topic_key]
    site, room = ROOMS.get(topic_key) or ROOMS[text.format]
    where: dict[str, Any] = {"site": stage.sites[site], "room": room}
    if is_remote:
        where = {"link": f"https://visio.{town.MAIL_DOMAIN}/{topic_key}"}
        details["modality"] = Session.Modality.REMOTE
    session = agenda.plan_session(
        programme=stage.programme,
        format=stage.formats[text.format],
        topic=stage.topics[topic_key],
        title=text.title,
        promise=text.promise,
        outcomes=text.outcomes,
        audience=text.audience,
        sittings=[
            agenda.SittingPlan(start, start + timedelta(minutes=text.minutes), **where) for start in starts
        ],
        hosts=stage.cast(hosts),
        at=at,
        by=stage.agents["morel"],
        **{"seats": SEATS[text.format], **details},
    )
    if is_published:
        session = agenda.publish(session=session, at=at, by=stage.agents["morel"])
    return session


def spread(number: int, first: datetime, last: datetime, *, rng: Random) -> list[datetime]:
    """So many moments between two, in order, no two the same; over several days nobody registers at night."""
    nights = last - first >= timedelta(days=3)
    if nights:
        first, last = midnight_of(first.astimezone(last.tzinfo)) + timedelta(days=1), midnight_of(last)
    span = (last - first).total_seconds()
    shares = sorted(rng.random() for _ in range(number))
    moments = [
        first + timedelta(seconds=span * share, microseconds=rank) for rank, share in enumerate(shares)
    ]
    return [by_day(moment) for moment in moments] if nights else moments


def midnight_of(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def by_day(moment: datetime) -> datetime:
    """The same day and the same order, between 7 and 20 o'clock."""
    midnight = midnight_of(moment)
    return midnight + timedelta(hours=7) + (moment - midnight) * 13 / 24


def register(session: Session, agents: Sequence[Agent], moments: Sequence[datetime]) -> None:
    for agent, at in zip(agents, moments, strict=True):
        agenda.register(session=session, agent=agent, at=at)


def attend(session: Session, *, away: Collection[Agent], by: Agent, at: datetime) -> None:
    """The host notes who is away, then that everybody else is there, and closes the session."""
    sitting = session.sittings.order_by("starts_at", "pk")[0]
    for rank, agent in enumerate(away):
        status = Presence.Status.ABSENT if rank % 3 == 2 else Presence.Status.EXCUSED
        agenda.mark_presence(sitting=sitting, agent=agent, status=status, at=at, by=by)
    agenda.mark_everybody(sitting=sitting, at=at, by=by)
    agenda.close_session(session=session, at=at, by=by)


def answer(session: Session, agents: Sequence[Agent], said: str, *, at: datetime, rng: Random) -> None:
    """The first of these agents answer, a letter of `said` each."""
    questionnaire = Questionnaire.objects.get(session=session)
    for rank, (agent, letter) in enumerate(zip(agents, said, strict=False)):
        values = {
            "useful": USEFUL[letter],
            "use": Answer.Use.NO if letter == "n" else rng.choice((Answer.Use.YES, Answer.Use.LATER)),
            "next": rng.choice(Answer.Next.values),
        }
        values |= echoes.word_of(questionnaire, rank)
        token = feedback_queries.token_of(questionnaire, agent)
        feedback.answer_all(token=token, values=values, at=at + timedelta(hours=1 + 7 * rank))


def close_questionnaires(*, until: datetime) -> None:
    """Each questionnaire that ended by then closes at its own moment, as the worker would have done."""
    due = Questionnaire.objects.filter(closed_at=None, closes_at__lte=until).order_by("closes_at", "pk")
    for questionnaire in list(due):
        feedback.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
