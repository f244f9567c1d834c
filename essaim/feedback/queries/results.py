"""What may be said of the answers to one session."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Questionnaire
from essaim.feedback.queries.figures import USEFUL, question_counts


@dataclass(frozen=True)
class Choice:
    """How many chose one answer."""

    label: str
    count: int


@dataclass(frozen=True)
class Question:
    """One question of a published result, with its own denominator."""

    name: str
    text: str
    answers: int
    choices: list[Choice]


@dataclass(frozen=True)
class Results:
    """What may be said of the answers to one session.

    `state`: `none` (no questionnaire), `open`, `pooled` (counted with other sessions), `waiting` (too few,
    until other sessions bring more), `published`.
    """

    state: str
    invited: int = 0
    answered: int = 0
    threshold: int = 5
    closes_at: datetime | None = None
    questions: list[Question] = field(default_factory=list)

    @property
    def useful(self) -> tuple[int, int]:
        """How many found it useful, and out of how many answers to that question."""
        first = self.questions[0]
        yes = {str(value.label) for value in USEFUL}
        return sum(choice.count for choice in first.choices if choice.label in yes), first.answers


def results(session: Session) -> Results:
    """Counts of the three questions, only when the session is a bundle of its own and has enough answers."""
    found = Questionnaire.objects.select_related("bundle").filter(session=session).first()
    threshold = session.programme.organisation.privacy_threshold
    if found is None:
        return Results("none", threshold=threshold)
    counted: dict[str, Any] = found.invitations.aggregate(
        invited=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )
    counted |= {"threshold": threshold, "closes_at": found.closes_at}
    state = _state(found, threshold=threshold)
    return Results(state, questions=_questions(found) if state == "published" else [], **counted)


def _state(questionnaire: Questionnaire, *, threshold: int) -> str:
    if questionnaire.closed_at is None:
        return "open"
    bundle = questionnaire.bundle
    if bundle is None or bundle.made_at is None:
        return "waiting"
    if Questionnaire.objects.filter(bundle=bundle).exclude(pk=questionnaire.pk).exists():
        return "pooled"
    counts = bundle.answers.aggregate(**question_counts())
    return "published" if rules.are_enough(counts, threshold) else "waiting"


def _questions(questionnaire: Questionnaire) -> list[Question]:
    sheets = list(Answer.objects.filter(bundle=questionnaire.bundle).order_by("pk").values(*rules.QUESTIONS))
    questions = []
    for name, values in rules.QUESTIONS.items():
        given = [sheet[name] for sheet in sheets if sheet[name]]
        choices = [Choice(str(value.label), given.count(value.value)) for value in values]
        questions.append(Question(name, str(rules.QUESTION_TEXTS[name]), len(given), choices))
    return questions
