"""The two reminders of a questionnaire: each once, to those who kept silent, without a trace afterwards."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from essaim.feedback import operations, queries
from essaim.kernel.errors import Refused
from essaim.kernel.ticks import run_due
from essaim.letters.models import Letter
from essaim.programmes.models import Programme
from tests.feedback.helpers import asked, held, sheet_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


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


def test_a_second_press_is_refused(reminded):
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


# By themselves ---------------------------------------------------------------------------------------------


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def play(questionnaire, *, hours=1):
    """The worker at every hour of the questionnaire's life; when it wrote, in the time of the town hall."""
    at, found = questionnaire.opened_at, []
    while at < questionnaire.closes_at:
        if operations.remind_by_itself(at=at):
            found.append(f"{at.astimezone(PARIS):%a %d %H}")
        at += hours * HOUR
    return found


@pytest.fixture
def _ten_days(alice):
    Programme.objects.update(survey_days=10)


@pytest.mark.usefixtures("_ten_days")
def test_half_way_then_on_the_last_working_day_before_the_end_in_working_hours(bob):
    questionnaire, _agents = asked(2)  # from Friday 1 March to Monday 11

    assert play(questionnaire) == ["Wed 06 12", "Fri 08 09"]
    assert reminders().count() == 4
    bodies = list(reminders().order_by("pk").values_list("body", flat=True))
    assert ["C’est le dernier." in body for body in bodies] == [False, False, True, True]
    assert {letter.family for letter in reminders()} == {"reminders"}


@pytest.mark.usefixtures("_ten_days")
def test_who_answers_in_between_is_reminded_no_more():
    questionnaire, agents = asked(2)
    operations.remind_by_itself(at=questionnaire.opened_at + 5 * DAY)
    token = queries.token_of(questionnaire, agents[0])
    operations.answer_all(token=token, values=sheet_of(useful="yes"), at=questionnaire.opened_at + 5 * DAY)

    operations.remind_by_itself(at=questionnaire.opened_at + 7 * DAY - HOUR)

    counts = {agent: reminders().filter(agent=agent).count() for agent in agents}
    assert counts == {agents[0]: 1, agents[1]: 2}


@pytest.mark.usefixtures("_ten_days")
def test_a_worker_that_slept_writes_the_last_one_only():
    questionnaire, _agents = asked(1)

    at = questionnaire.opened_at + 7 * DAY - HOUR
    assert [operations.remind_by_itself(at=at) for _turn in range(2)] == [1, 0]
    assert reminders().count() == 1


@pytest.mark.usefixtures("_ten_days")
def test_the_press_of_a_coordinator_stands_for_the_last_one():
    questionnaire, _agents = asked(1)
    operations.remind_by_itself(at=questionnaire.opened_at + 5 * DAY)
    operations.remind_silent(questionnaire=questionnaire, at=questionnaire.opened_at + 6 * DAY)

    assert play(questionnaire) == []
    assert reminders().count() == 2


@pytest.mark.usefixtures("_ten_days")
def test_taking_the_press_back_holds_only_its_letters():
    questionnaire, _agents = asked(1)
    operations.remind_by_itself(at=questionnaire.opened_at + 5 * DAY)
    at = questionnaire.opened_at + 6 * DAY
    operations.remind_silent(questionnaire=questionnaire, at=at)

    operations.take_back_reminder(questionnaire=questionnaire, at=at)

    states = list(reminders().order_by("pk").values_list("state", flat=True))
    assert states == ["to_send", "cancelled"]


def test_a_short_questionnaire_has_one_and_a_very_short_one_none(alice):
    Programme.objects.update(survey_days=4)
    first, _agents = asked(1)  # to Tuesday 5 March
    Programme.objects.update(survey_days=1)
    second, _agents = asked(1)

    assert (play(first), play(second)) == (["Mon 04 09"], [])


@pytest.mark.usefixtures("_ten_days")
def test_the_question_of_weeks_later_is_reminded_by_nobody():
    session, _agents = held(1)
    cold = operations.open_questionnaire(session=session, at=session.closed_at, wave="cold")

    assert play(cold) == []


@pytest.mark.usefixtures("_ten_days")
def test_the_worker_reminds_by_itself():
    questionnaire, _agents = asked(1)

    done = run_due(questionnaire.opened_at + 5 * DAY)

    assert done["feedback.remind_those_who_kept_silent"] == 1
