"""Counts over many sessions, never of fewer people than the organisation demands."""

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Answer, Bundle, Invitation, Questionnaire

USEFUL = (Answer.Useful.YES, Answer.Useful.SOMEWHAT)
RATES = {"useful": USEFUL, "transfer": (Answer.Transfer.YES, Answer.Transfer.SOMEWHAT)}
"""The questions that make a rate, each with the answers that count for yes."""


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


def with_responses(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same sessions, each with its `invited`, `answered`, and those of closed questionnaires by wave."""
    waves = {wave: Q(questionnaires__wave=wave) for wave in Questionnaire.Wave.values}
    joined = sessions.alias(
        **{wave: FilteredRelation("questionnaires", condition=is_it) for wave, is_it in waves.items()}
    )
    closed = {
        wave: Case(When(**{f"{wave}__closed_at__isnull": False}, then=F(f"{wave}__pk"))) for wave in waves
    }
    return joined.alias(closed_hot_pk=closed["hot"], closed_cold_pk=closed["cold"]).annotate(
        invited=_invitations("hot__pk"),
        answered=_invitations("hot__pk", has_answered=True) + Coalesce(F("hot__on_paper"), 0),
        closed_hot=_invitations("closed_hot_pk", has_answered=True),
        closed_cold=_invitations("closed_cold_pk", has_answered=True),
    )


def _invitations(questionnaire: str, **which: bool) -> Coalesce:
    rows = Invitation.objects.filter(questionnaire=OuterRef(questionnaire), **which).order_by()
    return Coalesce(Subquery(rows.values("questionnaire").annotate(n=Count("pk")).values("n")), 0)


def useful_counts(sessions: QuerySet[Session], *, threshold: int) -> dict[int, UsefulCount]:
    """What may be published about these sessions, by format: the sum of the bundles that lie wholly inside.

    A bundle never changes and holds at least `threshold` answers to every question. Two published sums
    therefore never differ by fewer answers than that, whichever sessions they are about. The question keeps
    its meaning whatever its wording: versions may be summed.
    """
    return rate_counts(sessions, threshold=threshold)["useful"]


def rate_counts(sessions: QuerySet[Session], *, threshold: int) -> dict[str, dict[int, UsefulCount]]:
    """By question: the useful ones right after, those who use it some weeks later with bundles of its own.

    One query for both; each rate has its own denominator.
    """
    inside = sessions.values("pk")
    parts = Questionnaire.objects.filter(bundle=OuterRef("pk"))
    whole = Exists(parts.filter(session__in=inside)) & ~Exists(parts.exclude(session__in=inside))
    yes = {
        f"yes_{name}": Count("answers", filter=Q(**{f"answers__{name}__in": values}))
        for name, values in RATES.items()
    }
    bundles = Bundle.objects.filter(whole, made_at__isnull=False).annotate(
        sheets=Count("answers"), **yes, **question_counts("answers")
    )
    found: dict[str, dict[int, UsefulCount]] = {name: {} for name in RATES}
    for row in bundles.values("format", "asked", "sheets", *yes, *rules.COLUMNS).order_by("pk"):
        names = row["asked"].split()
        for name, counts in found.items():
            if name in names and rules.are_enough(row, threshold, names):
                known = counts.get(row["format"], UsefulCount(0, 0, 0))
                counts[row["format"]] = UsefulCount(
                    known.yes + row[f"yes_{name}"], known.answers + row[name], known.sheets + row["sheets"]
                )
    return found
