"""Every write about questionnaires, one file per subject."""

from essaim.feedback.operations.answering import answer, answer_all
from essaim.feedback.operations.closing import close_questionnaire, close_questionnaires
from essaim.feedback.operations.editing import forget_draft, go_back, put_in_use, save_draft, set_cold
from essaim.feedback.operations.opening import invite, open_cold_questionnaires, open_questionnaire
from essaim.feedback.operations.refusals import (
    AnswerUnknown,
    DraftMoved,
    NothingBefore,
    QuestionsWrong,
    SurveyClosed,
    SurveyStillOpen,
    SurveyUnknown,
)
from essaim.feedback.operations.reminding import remind_silent, take_back_reminder
from essaim.feedback.operations.words import decide, forget_old_words, strike

__all__ = [
    "AnswerUnknown",
    "DraftMoved",
    "NothingBefore",
    "QuestionsWrong",
    "SurveyClosed",
    "SurveyStillOpen",
    "SurveyUnknown",
    "answer",
    "answer_all",
    "close_questionnaire",
    "close_questionnaires",
    "decide",
    "forget_draft",
    "forget_old_words",
    "go_back",
    "invite",
    "open_cold_questionnaires",
    "open_questionnaire",
    "put_in_use",
    "remind_silent",
    "save_draft",
    "set_cold",
    "strike",
    "take_back_reminder",
]
