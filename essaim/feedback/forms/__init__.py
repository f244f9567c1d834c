"""What a browser may send about questionnaires."""

from essaim.feedback.forms.answering import SurveyForm
from essaim.feedback.forms.editing import ColdForm, QuestionForm, QuestionsForm, StrikeForm

__all__ = ["ColdForm", "QuestionForm", "QuestionsForm", "StrikeForm", "SurveyForm"]
