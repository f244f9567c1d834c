"""Whose turn it is to answer, and what a token opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from essaim.agenda.models import Host, Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Invitation, Questionnaire
from essaim.people.models import Agent


@dataclass(frozen=True)
class Tile:
    """One answer to touch."""

    value: str
    label: str
    icon: str
    is_checked: bool


@dataclass(frozen=True)
class Question:
    """One question, its number and its three tiles."""

    number: int
    name: str
    text: str
    tiles: list[Tile]

    @property
    def has_lines(self) -> bool:
        """Long answers stand one below the other."""
        return self.name == "next"


ICONS = {
    "useful": ("smile", "meh", "frown"),
    "use": ("check", "clock", "frown"),
    "next": ("book", "bulb", "check"),
}


def questions(answers: Mapping[str, str]) -> list[Question]:
    """The three questions as the page shows them, with what was answered so far."""
    found = []
    for number, (name, values) in enumerate(rules.QUESTIONS.items(), start=1):
        tiles = [
            Tile(value.value, str(value.label), icon, answers.get(name) == value.value)
            for value, icon in zip(values, ICONS[name], strict=True)
        ]
        found.append(Question(number, name, str(rules.QUESTION_TEXTS[name]), tiles))
    return found


@dataclass(frozen=True)
class Survey:
    """A questionnaire as one token opens it; `invitation` is unknown once tokens are destroyed."""

    token: str
    questionnaire: Questionnaire
    invitation: Invitation | None = None
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.questionnaire.session

    @property
    def hosts(self) -> list[str]:
        return host_names(self.session)

    @property
    def questions(self) -> list[Question]:
        """The three questions, with what was answered so far."""
        return questions(self.answers)

    @property
    def next_question(self) -> Question | None:
        """The first question without an answer."""
        return next((question for question in self.questions if not self.answers.get(question.name)), None)

    def is_open(self, at: datetime) -> bool:
        return rules.is_open(self.questionnaire, at)


def host_names(session: Session) -> list[str]:
    """Who led it, as the page names them."""
    is_read = "hosts" in getattr(session, "_prefetched_objects_cache", {})
    hosts: QuerySet[Host] = (
        session.hosts.all() if is_read else session.hosts.select_related("agent").order_by("pk")
    )
    return [host.agent.full_name if host.agent else host.speaker for host in hosts]


def coordinator_names(session: Session) -> list[str]:
    """To whom one may speak about the programme."""
    found = session.programme.coordinators.filter(is_active=True).order_by("last_name", "first_name", "pk")
    return [agent.full_name for agent in found]


def token_of(questionnaire: Questionnaire, agent: Agent) -> str:
    """The token of somebody invited; empty once the questionnaire is closed."""
    return rules.make_token(questionnaire, agent.pk)


def find_survey(token: str) -> Survey | None:
    """What a token opens; None when it never opened anything."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    questionnaires = Questionnaire.objects.select_related(
        "session__programme__organisation", "session__format"
    )
    questionnaire = questionnaires.filter(pk=int(number)).first()
    if questionnaire is None:
        return None
    if questionnaire.closed_at:
        return Survey(token, questionnaire)
    invitation = rules.owner_of(
        token, questionnaire=questionnaire, invitations=questionnaire.invitations.order_by("pk")
    )
    if invitation is None:
        return None
    answer = Answer.objects.filter(pk=rules.make_key(token)).first()
    answers = {name: getattr(answer, name) for name in rules.QUESTIONS} if answer else {}
    return Survey(token, questionnaire, invitation, answers)


def survey_of(session: Session, agent: Agent, *, at: datetime) -> Survey | None:
    """The open questionnaire of a session, for somebody invited to it."""
    waiting = Invitation.objects.filter(
        agent=agent, questionnaire__session=session, questionnaire__closed_at=None
    )
    invitation = waiting.select_related("questionnaire__session").first()
    if invitation is None or not rules.is_open(invitation.questionnaire, at):
        return None
    questionnaire = invitation.questionnaire
    return Survey(token_of(questionnaire, agent), questionnaire, invitation)


def pending_for(agent: Agent, at: datetime) -> list[Survey]:
    """Open questionnaires that the agent has not answered, the next to close first, each with its token."""
    invitations = Invitation.objects.filter(
        agent=agent, has_answered=False, questionnaire__closed_at=None, questionnaire__closes_at__gt=at
    )
    rows = invitations.select_related("questionnaire__session__programme__organisation")
    ordered = rows.order_by("questionnaire__closes_at", "pk")
    return [Survey(token_of(row.questionnaire, agent), row.questionnaire, row) for row in ordered]
