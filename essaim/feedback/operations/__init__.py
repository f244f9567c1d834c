"""Every write about questionnaires, one file per subject."""

from essaim.feedback.operations.answering import answer, answer_all, answer_once
from essaim.feedback.operations.closing import close_questionnaire, close_questionnaires
from essaim.feedback.operations.editing import forget_draft, go_back, put_in_use, save_draft, set_cold
from essaim.feedback.operations.opening import invite, open_cold_questionnaires, open_questionnaire
from essaim.feedback.operations.papers import forget_idle_papers, print_papers, take_paper_back, type_paper
from essaim.feedback.operations.refusals import (
    AlreadyAnswered,
    AnswerUnknown,
    DraftMoved,
    NothingBefore,
    OneTooMany,
    PaperWrong,
    QuestionsWrong,
    SurveyClosed,
    SurveyStillOpen,
    SurveyUnknown,
    TooManyPapers,
)
from essaim.feedback.operations.reminding import remind_by_itself, remind_silent, take_back_reminder
from essaim.feedback.operations.words import decide, forget_old_words, strike

__all__ = [
    "AlreadyAnswered",
    "AnswerUnknown",
    "DraftMoved",
    "NothingBefore",
    "OneTooMany",
    "PaperWrong",
    "QuestionsWrong",
    "SurveyClosed",
    "SurveyStillOpen",
    "SurveyUnknown",
    "TooManyPapers",
    "answer",
    "answer_all",
    "answer_once",
    "close_questionnaire",
    "close_questionnaires",
    "decide",
    "forget_draft",
    "forget_idle_papers",
    "forget_old_words",
    "go_back",
    "invite",
    "open_cold_questionnaires",
    "open_questionnaire",
    "print_papers",
    "put_in_use",
    "remind_by_itself",
    "remind_silent",
    "save_draft",
    "set_cold",
    "strike",
    "take_back_reminder",
    "take_paper_back",
    "type_paper",
]
