"""Counts over many sessions, never of fewer people than the organisation demands."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Bundle, Questionnaire

USEFUL = (Answer.Useful.YES, Answer.Useful.SOMEWHAT)
TRANSFER = (Answer.Transfer.YES, Answer.Transfer.SOMEWHAT)


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
    return {name: Count(f"{prefix}pk", filter=Q(**{f"{prefix}{name}__gt": ""})) for name in rules.COLUMNS}


@dataclass(frozen=True)
class ResponseCount:
    """How many were asked about one session and how many answered. Never what."""

    session: int
    format: int
    is_closed: bool
    invited: int
    answered: int


def response_counts(sessions: QuerySet[Session]) -> list[ResponseCount]:
    """One line per questionnaire sent right after one of these sessions."""
    hot = Questionnaire.objects.filter(session__in=sessions.values("pk"), wave=Questionnaire.Wave.HOT)
    rows = hot.annotate(
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
    therefore never differ by fewer answers than that, whichever sessions they are about. The question keeps
    its meaning whatever its wording: versions may be summed.
    """
    return _counts(sessions, "useful", USEFUL, threshold=threshold)


def transfer_counts(sessions: QuerySet[Session], *, threshold: int) -> dict[int, UsefulCount]:
    """The same for « Vous en servez-vous ? », with its own bundles and its own denominator."""
    return _counts(sessions, "transfer", TRANSFER, threshold=threshold)


def _counts(
    sessions: QuerySet[Session], name: str, yes: tuple[str, ...], *, threshold: int
) -> dict[int, UsefulCount]:
    inside = sessions.values("pk")
    parts = Questionnaire.objects.filter(bundle=OuterRef("pk"))
    whole = Exists(parts.filter(session__in=inside)) & ~Exists(parts.exclude(session__in=inside))
    bundles = Bundle.objects.filter(whole, made_at__isnull=False).annotate(
        sheets=Count("answers"),
        yes=Count("answers", filter=Q(**{f"answers__{name}__in": yes})),
        **question_counts("answers"),
    )
    found: dict[int, UsefulCount] = {}
    for row in bundles.values("format", "asked", "sheets", "yes", *rules.COLUMNS).order_by("pk"):
        names = row["asked"].split()
        if name in names and rules.are_enough(row, threshold, names):
            known = found.get(row["format"], UsefulCount(0, 0, 0))
            found[row["format"]] = UsefulCount(
                known.yes + row["yes"], known.answers + row[name], known.sheets + row["sheets"]
            )
    return found
