"""Why something about questionnaires is refused."""

from essaim.kernel.errors import Refused


class SurveyUnknown(Refused):
    """The token never opened a questionnaire."""


class SurveyClosed(Refused):
    """The questionnaire takes no answer any more."""


class SurveyStillOpen(Refused):
    """The days to answer are not over."""


class AnswerUnknown(Refused):
    """The question or the value is not one of ours."""


class DraftMoved(Refused):
    """Somebody else changed the draft in the meantime."""


class QuestionsWrong(Refused):
    """These questions cannot be asked as they stand."""


class NothingBefore(Refused):
    """There is no version to go back to."""


class OneTooMany(Refused):
    """There are as many answers as people who were asked."""


class PaperWrong(Refused):
    """The code of a sheet opens nothing here, or was answered."""


class TooManyPapers(Refused):
    """No more sheets are printed for this session."""


class AlreadyAnswered(Refused):
    """Somebody has answered under this name before."""
