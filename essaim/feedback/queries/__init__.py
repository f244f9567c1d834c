"""Reading questionnaires: one file per subject."""

from essaim.feedback.queries.answering import (
    Question,
    Survey,
    coordinator_names,
    find_survey,
    pending_for,
    questions,
    survey_of,
    token_of,
)
from essaim.feedback.queries.due import Quiet, quiet_questionnaires, words_to_read_count
from essaim.feedback.queries.echoes import Echo, echo_of, echo_of_topic
from essaim.feedback.queries.figures import (
    UsefulCount,
    question_counts,
    rate_counts,
    useful_counts,
    with_responses,
)
from essaim.feedback.queries.results import Results, VersionResults, results, version_results
from essaim.feedback.queries.versions import (
    Scope,
    asked_in,
    cold_of,
    current_of,
    draft_of,
    last_number,
    scopes_of,
    used_versions,
    version_in_use,
    versions_of,
)
from essaim.feedback.queries.words import published_words, readable_words, words_to_read

__all__ = [
    "Echo",
    "Question",
    "Quiet",
    "Results",
    "Scope",
    "Survey",
    "UsefulCount",
    "VersionResults",
    "asked_in",
    "cold_of",
    "coordinator_names",
    "current_of",
    "draft_of",
    "echo_of",
    "echo_of_topic",
    "find_survey",
    "last_number",
    "pending_for",
    "published_words",
    "question_counts",
    "questions",
    "quiet_questionnaires",
    "rate_counts",
    "readable_words",
    "results",
    "scopes_of",
    "survey_of",
    "token_of",
    "used_versions",
    "useful_counts",
    "version_in_use",
    "version_results",
    "versions_of",
    "with_responses",
    "words_to_read",
    "words_to_read_count",
]
