"""Counts over many sessions, never of fewer people than the organisation demands."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Bundle, Questionnaire

USEFUL = (Answer.Useful.YES, Answer.Useful.SOMEWHAT)


@dataclass(frozen=True)
class UsefulCount:
    """« Oui, vraiment » and « Un peu », out of the answers to that question, over whole bundles."""

    yes: int
    answers: int
    sheets: int
    """How many people's sheets these bundles hold."""


def question_counts(path: str = "") -> dict[str, Count]:
    """Per question, how many answered it; `path` leads to the answers."""
    prefix = f"{path}__" if path else ""
    return {name: Count(f"{prefix}pk", filter=Q(**{f"{prefix}{name}__gt": ""})) for name in rules.QUESTIONS}


@dataclass(frozen=True)
class ResponseCount:
    """How many were asked about one session and how many answered. Never what."""

    session: int
    format: int
    is_closed: bool
    invited: int
    answered: int


def response_counts(sessions: QuerySet[Session]) -> list[ResponseCount]:
    """One line per questionnaire of these sessions."""
    rows = Questionnaire.objects.filter(session__in=sessions.values("pk")).annotate(
        invited=Count("invitations"), answered=Count("invitations", filter=Q(invitations__has_answered=True))
    )
    names = ("session", "session__format", "closed_at", "invited", "answered")
    return [
        ResponseCount(session, kind, closed_at is not None, invited, answered)
        for session, kind, closed_at, invited, answered in rows.values_list(*names).order_by("session")
    ]


def useful_counts(sessions: QuerySet[Session], *, threshold: int) -> dict[int, UsefulCount]:
    """What may be published about these sessions, by format: the sum of the bundles that lie wholly inside.

    A bundle never changes and holds at least `threshold` answers to every question. Two published sums
    therefore never differ by fewer answers than that, whichever sessions they are about.
    """
    inside = sessions.values("pk")
    parts = Questionnaire.objects.filter(bundle=OuterRef("pk"))
    whole = Exists(parts.filter(session__in=inside)) & ~Exists(parts.exclude(session__in=inside))
    bundles = Bundle.objects.filter(whole, made_at__isnull=False).annotate(
        sheets=Count("answers"),
        yes=Count("answers", filter=Q(answers__useful__in=USEFUL)),
        **question_counts("answers"),
    )
    found: dict[int, UsefulCount] = {}
    for row in bundles.values("format", "sheets", "yes", *rules.QUESTIONS).order_by("pk"):
        if rules.are_enough(row, threshold):
            known = found.get(row["format"], UsefulCount(0, 0, 0))
            found[row["format"]] = UsefulCount(
                known.yes + row["yes"], known.answers + row["useful"], known.sheets + row["sheets"]
            )
    return found
