"""What may be said of the answers to one session."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Questionnaire, Reply, Version
from essaim.feedback.queries.figures import USEFUL, question_counts
from essaim.feedback.queries.versions import Scope, used_versions


@dataclass(frozen=True)
class Choice:
    """How many chose one answer."""

    value: str
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
        first = next(question for question in self.questions if question.name == "useful")
        return sum(choice.count for choice in first.choices if choice.value in USEFUL), first.answers


def results(session: Session, wave: str = Questionnaire.Wave.HOT) -> Results:
    """Counts of the questions in the words of their time, when the session alone has enough answers.

    A programme's own question appears once it has enough answers by itself.
    """
    rows = Questionnaire.objects.select_related("bundle", "version")
    found = rows.filter(session=session, wave=wave).first()
    threshold = session.programme.organisation.privacy_threshold
    if found is None:
        return Results("none", threshold=threshold)
    counted: dict[str, Any] = found.invitations.aggregate(
        invited=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )
    counted["answered"] += found.on_paper
    counted |= {"threshold": threshold, "closes_at": found.closes_at}
    state = _state(found, threshold=threshold)
    return Results(
        state, questions=_questions(found, threshold=threshold) if state == "published" else [], **counted
    )


def _state(questionnaire: Questionnaire, *, threshold: int) -> str:
    if questionnaire.closed_at is None:
        return "open"
    bundle = questionnaire.bundle
    if bundle is None or bundle.made_at is None:
        return "waiting"
    if Questionnaire.objects.filter(bundle=bundle).exclude(pk=questionnaire.pk).exists():
        return "pooled"
    counts = bundle.answers.aggregate(**question_counts())
    return "published" if rules.are_enough(counts, threshold, bundle.asked.split()) else "waiting"


def _questions(questionnaire: Questionnaire, *, threshold: int) -> list[Question]:
    sheets = list(Answer.objects.filter(bundle=questionnaire.bundle).order_by("pk").values(*rules.COLUMNS))
    replies = _replies(questionnaire)
    questions = []
    for asked in rules.asked_by(questionnaire):
        if asked.name in rules.COLUMNS:
            given = [sheet[asked.name] for sheet in sheets if sheet[asked.name]]
        else:
            given = replies.get(asked.name, [])
        if asked.values and len(given) >= threshold:
            choices = [Choice(value, label, given.count(value)) for value, label in asked.choices]
            questions.append(Question(asked.name, asked.text, len(given), choices))
    return questions


def _replies(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Answers to the programme's own questions that this session may show by itself."""
    found: dict[str, list[str]] = {}
    rows = Reply.objects.filter(bundle__alone=questionnaire, bundle__made_at__isnull=False)
    for asked, value in rows.order_by("pk").values_list("bundle__asked", "value"):
        found.setdefault(asked.rpartition(":")[2], []).append(value)
    return found


@dataclass(frozen=True)
class VersionResults:
    """A version that was in use, what it asked, and the counts of its own questions that may be shown."""

    version: Version
    asked: list[rules.Asked]
    questions: list[Question]


def version_results(scope: Scope, *, threshold: int) -> list[VersionResults]:
    """The latest first; each count is a sum of whole bundles of one question of one version."""
    replies = Reply.objects.filter(bundle__made_at__isnull=False, bundle__format__programme=scope.programme)
    bundles: dict[tuple[str, int], list[str]] = {}
    for asked, bundle, value in replies.order_by("pk").values_list("bundle__asked", "bundle", "value"):
        bundles.setdefault((asked, bundle), []).append(value)
    given: dict[str, list[str]] = {}
    for (asked, _bundle), values in bundles.items():
        if len(values) >= threshold:
            given.setdefault(asked, []).extend(values)
    return [_version_result(version, given) for version in used_versions(scope)]


def _version_result(version: Version, given: dict[str, list[str]]) -> VersionResults:
    asked, questions = rules.read_asked(version.questions), []
    for one in asked:
        values = given.get(f"version:{version.pk}:{one.name}", [])
        if values:
            choices = [Choice(value, label, values.count(value)) for value, label in one.choices]
            questions.append(Question(one.name, one.text, len(values), choices))
    return VersionResults(version, asked, questions)
