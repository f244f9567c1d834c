"""The one reminder of a questionnaire: once, to those who kept silent, without a trace afterwards."""

from datetime import timedelta

import pytest

from essaim.feedback import operations, queries
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from tests.feedback.helpers import asked, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminded(db):
    """Three people asked, one of whom answered; the others reminded."""
    questionnaire, agents = asked(3)
    token = queries.token_of(questionnaire, agents[0])
    operations.answer_all(token=token, values=sheet_of(useful="yes"), at=questionnaire.opened_at)
    at = questionnaire.closes_at - timedelta(days=1)
    assert operations.remind_silent(questionnaire=questionnaire, at=at) == 2
    return questionnaire


def reminders():
    return Letter.objects.filter(kind="survey_reminder")


def test_the_link_of_a_reminder_is_that_of_the_first_letter(reminded):
    for letter in reminders():
        first = Letter.objects.get(kind="survey", agent=letter.agent)
        assert letter.action_path == first.action_path


def test_a_second_reminder_is_refused(reminded):
    with pytest.raises(Refused):
        operations.remind_silent(questionnaire=reminded, at=reminded.closes_at - timedelta(hours=1))

    assert reminders().count() == 2


def test_closing_leaves_no_trace_of_who_was_reminded(reminded):
    operations.close_questionnaire(questionnaire=reminded, at=reminded.closes_at)

    assert list(reminders()) == []


def test_a_closed_questionnaire_reminds_nobody():
    questionnaire, _agents = asked(3)
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    with pytest.raises(Refused):
        operations.remind_silent(questionnaire=questionnaire, at=questionnaire.closes_at)
    assert list(reminders()) == []


def test_taking_back_twice_is_harmless(reminded):
    for _twice in range(2):
        operations.take_back_reminder(questionnaire=reminded, at=reminded.closes_at - timedelta(days=1))

    assert set(reminders().values_list("state", flat=True)) == {"cancelled"}
