"""What a browser may send about questionnaires."""

from essaim.feedback.forms.answering import SurveyForm
from essaim.feedback.forms.editing import ColdForm, QuestionForm, QuestionsForm, StrikeForm
from essaim.feedback.forms.papers import PaperForm, PrintForm

__all__ = ["ColdForm", "PaperForm", "PrintForm", "QuestionForm", "QuestionsForm", "StrikeForm", "SurveyForm"]
