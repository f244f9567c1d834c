"""What a browser may send about questionnaires."""

from essaim.feedback.forms.answering import SurveyForm
from essaim.feedback.forms.editing import ColdForm, QuestionForm, QuestionsForm, StrikeForm
from essaim.feedback.forms.papers import MOST_AT_ONCE, PaperForm, PrintForm

__all__ = [
    "MOST_AT_ONCE",
    "ColdForm",
    "PaperForm",
    "PrintForm",
    "QuestionForm",
    "QuestionsForm",
    "StrikeForm",
    "SurveyForm",
]
