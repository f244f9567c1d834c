"""Reading questionnaires: one file per subject."""

from essaim.feedback.queries.answering import (
    Survey,
    coordinator_names,
    find_survey,
    pending_for,
    survey_of,
    token_of,
)
from essaim.feedback.queries.echoes import Echo, echo_of
from essaim.feedback.queries.figures import (
    ResponseCount,
    UsefulCount,
    question_counts,
    response_counts,
    useful_counts,
)
from essaim.feedback.queries.results import Results, results

__all__ = [
    "Echo",
    "ResponseCount",
    "Results",
    "Survey",
    "UsefulCount",
    "coordinator_names",
    "echo_of",
    "find_survey",
    "pending_for",
    "question_counts",
    "response_counts",
    "results",
    "survey_of",
    "token_of",
    "useful_counts",
]
