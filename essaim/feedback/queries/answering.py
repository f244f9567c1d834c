"""Whose turn it is to answer, and what a token opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from essaim.agenda.models import Host, Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Invitation, Kind, Paper, Questionnaire
from essaim.feedback.rules import Asked
from essaim.kernel.sorting import by_name
from essaim.people.models import Agent

LONG_LABEL = 16


@dataclass(frozen=True)
class Tile:
    """One answer to touch."""

    value: str
    label: str
    icon: str
    is_checked: bool


@dataclass(frozen=True)
class Question:
    """One question as the page shows it: its number, its words, its tiles, what was answered so far."""

    number: int
    asked: Asked
    tiles: list[Tile]
    answer: str = ""

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def kind(self) -> str:
        return self.asked.kind

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def has_lines(self) -> bool:
        """Long answers stand one below the other."""
        return self.kind == Kind.TILES and any(len(label) > LONG_LABEL for label in self.asked.labels)


def questions(asked: Iterable[Asked], answers: Mapping[str, str]) -> list[Question]:
    """Questions as the page shows them, with what was answered so far."""
    found = []
    for number, question in enumerate(asked, start=1):
        given = answers.get(question.name, "")
        icons = question.icons or ("",) * len(question.values)
        tiles = [
            Tile(value, label, icon, given == value)
            for (value, label), icon in zip(question.choices, icons, strict=True)
        ]
        found.append(Question(number, question, tiles, given))
    return found


@dataclass(frozen=True)
class Survey:
    """A questionnaire as one token opens it, or the code of a sheet of paper.

    `invitation` and `paper` are unknown once they are destroyed.
    """

    token: str
    questionnaire: Questionnaire
    invitation: Invitation | None = None
    answers: dict[str, str] = field(default_factory=dict)
    paper: Paper | None = None
    has_papers: bool = False
    """Sheets were printed: somebody invited may have answered on one of them."""

    @property
    def is_typed(self) -> bool:
        """Its sheet of paper was typed back: it is counted, and takes no other answer."""
        return self.paper is not None and self.paper.state == Paper.State.TYPED

    @property
    def session(self) -> Session:
        return self.questionnaire.session

    @property
    def hosts(self) -> list[str]:
        return host_names(self.session)

    @property
    def asked(self) -> list[Asked]:
        """What it asks, in the words of its opening."""
        return rules.asked_by(self.questionnaire)

    @property
    def seconds(self) -> int:
        return rules.seconds_of(self.asked)

    @property
    def questions(self) -> list[Question]:
        """Its questions, with what was answered so far."""
        return questions(self.asked, self.answers)

    @property
    def next_question(self) -> Question | None:
        """The first question to touch without an answer; a free word is never asked for twice."""
        to_touch = (question for question in self.questions if question.kind != Kind.TEXT)
        return next((question for question in to_touch if not question.answer), None)

    @property
    def wants_a_word(self) -> bool:
        """It has room for a free word, and none was written."""
        return any(question.kind == Kind.TEXT and not question.answer for question in self.questions)

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
    found = session.programme.coordinators.filter(is_active=True).order_by(*by_name(), "pk")
    return [agent.full_name for agent in found]


def token_of(questionnaire: Questionnaire, agent: Agent) -> str:
    """The token of somebody invited; empty once the questionnaire is closed."""
    return rules.make_token(questionnaire, agent.pk)


def find_survey(token: str) -> Survey | None:
    """What a token, or the code of a sheet, opens; None when it never opened anything."""
    if code := rules.read_code(token):
        return _survey_on_paper(code)
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    questionnaires = Questionnaire.objects.select_related(
        "session__programme__organisation", "session__format", "version"
    )
    printed = Exists(Paper.objects.filter(session=OuterRef("session")))
    questionnaire = questionnaires.filter(pk=int(number)).annotate(has_papers=printed).first()
    if questionnaire is None:
        return None
    if questionnaire.closed_at:
        return Survey(token, questionnaire)
    invitation = rules.owner_of(
        token, questionnaire=questionnaire, invitations=questionnaire.invitations.order_by("pk")
    )
    if invitation is None:
        return None
    is_hot = questionnaire.wave == Questionnaire.Wave.HOT
    has_papers = is_hot and questionnaire.has_papers
    return Survey(token, questionnaire, invitation, _answers_under(token), has_papers=has_papers)


def _survey_on_paper(code: str) -> Survey | None:
    """The open questionnaire of the session that the sheet was printed for."""
    paper = Paper.objects.filter(code=code).first()
    if paper is None:
        return None
    rows = Questionnaire.objects.select_related(
        "session__programme__organisation", "session__format", "version"
    )
    questionnaire = rows.filter(session=paper.session_id, wave=Questionnaire.Wave.HOT).first()
    return Survey(code, questionnaire, None, _answers_under(code), paper) if questionnaire else None


def _answers_under(token: str) -> dict[str, str]:
    answer = Answer.objects.filter(pk=rules.make_key(token)).first()
    return _answers_on(answer) if answer else {}


def _answers_on(sheet: Answer) -> dict[str, str]:
    return {name: getattr(sheet, name) for name in rules.COLUMNS if getattr(sheet, name)} | (sheet.more or {})


def survey_of(session: Session, agent: Agent, *, at: datetime) -> Survey | None:
    """The open questionnaire of a session, for somebody invited to it."""
    waiting = Invitation.objects.filter(
        agent=agent,
        questionnaire__session=session,
        questionnaire__closed_at=None,
        questionnaire__closes_at__gt=at,
    )
    rows = waiting.select_related("questionnaire__session", "questionnaire__version")
    invitation = rows.order_by("-questionnaire__opened_at").first()
    if invitation is None:
        return None
    questionnaire = invitation.questionnaire
    return Survey(token_of(questionnaire, agent), questionnaire, invitation)


def pending_for(agent: Agent, at: datetime) -> list[Survey]:
    """Open questionnaires that the agent has not answered, the next to close first, each with its token."""
    invitations = Invitation.objects.filter(
        agent=agent, has_answered=False, questionnaire__closed_at=None, questionnaire__closes_at__gt=at
    )
    rows = invitations.select_related(
        "questionnaire__session__programme__organisation", "questionnaire__version"
    )
    ordered = rows.order_by("questionnaire__closes_at", "pk")
    return [Survey(token_of(row.questionnaire, agent), row.questionnaire, row) for row in ordered]
