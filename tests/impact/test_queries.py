"""Every figure is counted from its rows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from essaim.agenda.models import Attendance, Host, Session
from essaim.impact import queries
from essaim.people.models import Posting
from essaim.programmes.models import Season
from tests.factories import AgentFactory, FormatFactory, ProgrammeFactory, UnitFactory
from tests.feedback.helpers import NO, SOMEWHAT, YES, answered, asked, came, held

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2021, 1, 1), date(2021, 5, 31)


def at(month, day, hour=9, minute=0):
    return datetime(2021, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def conference():
    return FormatFactory(name="Ac’Truc²", slug="ac-truc", rank=1)


def count(first=FIRST, last=LAST):
    return queries.indicators(ProgrammeFactory(), first, last)


def plain(row):
    return (row.name, row.sessions, row.attendances, row.distinct_agents, row.hosts)


def test_each_format_has_a_line_and_the_total_counts_people_once(conference, hugo, alice):
    first, agents = held(3, starts_at=at(1, 4))
    second, _ = held(2, starts_at=at(2, 4))
    talk, _ = held(1, starts_at=at(3, 4), format=conference)
    came(second, agents[0])
    came(talk, *agents)
    Host.objects.create(session=first, agent=hugo)
    Host.objects.create(session=second, agent=hugo)
    Host.objects.create(session=second, agent=alice)
    Host.objects.create(session=talk, agent=hugo)
    Host.objects.create(session=talk, speaker="Mme Dupré")
    Host.objects.create(session=first, speaker="mme  dupré")

    figures = count()

    assert [plain(row) for row in [*figures.formats, figures.total]] == [
        ("Un truc² en +", 2, 6, 5, 3),
        ("Ac’Truc²", 1, 4, 4, 2),
        ("Ensemble", 3, 10, 6, 3),
    ]


def test_both_days_belong_to_the_period_in_the_time_zone_of_the_organisation():
    for moment in (at(1, 1, 0), at(5, 31, 23, 30), datetime(2020, 12, 31, 23, 59, tzinfo=PARIS), at(6, 1, 0)):
        held(1, starts_at=moment)
    assert count().total.sessions == 2
    assert count(date(2021, 6, 1), date(2021, 6, 1)).total.sessions == 1


def test_a_session_of_several_dates_belongs_to_the_day_of_its_first():
    held(1, starts_at=at(5, 30), ends_at=at(6, 15))
    assert count().total.sessions == 1
    assert count(date(2021, 6, 1), date(2021, 6, 30)).total.sessions == 0


def test_only_sessions_that_took_place_count():
    held(2, starts_at=at(1, 4))
    cancelled, _ = held(2, starts_at=at(1, 5))
    Session.objects.filter(pk=cancelled.pk).update(cancelled_at=at(1, 5))
    running, _ = held(2, starts_at=at(1, 6))
    Session.objects.filter(pk=running.pk).update(closed_at=None)
    assert plain(count().total) == ("Ensemble", 1, 2, 2, 0)


def test_a_programme_counts_its_own_sessions_only():
    held(2, starts_at=at(1, 4))
    other = FormatFactory(programme=ProgrammeFactory(slug="ix", name="iX"))
    held(5, starts_at=at(1, 4), format=other)
    assert plain(count().total) == ("Ensemble", 1, 2, 2, 0)


def test_deleting_one_attendance_changes_the_table():
    held(3, starts_at=at(1, 4))
    before = count()
    Attendance.objects.order_by("pk").first().delete()
    after = count()
    assert (before.total.attendances, after.total.attendances) == (3, 2)
    assert (before.formats[0].distinct_agents, after.formats[0].distinct_agents) == (3, 2)
    assert after != before


def test_erasing_or_moving_an_agent_changes_no_past_figure(hugo):
    questionnaire = answered([YES, YES, SOMEWHAT, NO, YES], silent=1, starts_at=at(1, 4))
    session = questionnaire.session
    Host.objects.create(session=session, agent=hugo)
    before = count()
    first, *others = [row.agent for row in session.attendances.order_by("pk")]
    first.delete()
    for agent in others:
        Posting.objects.create(agent=agent, unit=UnitFactory(), starts_on=date(2022, 1, 1))
    hugo.first_name, hugo.last_name, hugo.is_active = "", "agent effacé", False
    hugo.save()
    assert count() == before


def test_seats_filled_are_counted_over_sessions_that_limit_them():
    held(9, starts_at=at(1, 4), seats=12)
    held(20, starts_at=at(1, 5), seats=None)
    row = count().total
    assert (row.seats_filled, row.seats, row.filled_percent, row.per_session) == (9, 12, 75, 14.5)


def test_without_any_limit_of_seats_there_is_no_rate():
    held(3, starts_at=at(1, 4), seats=None)
    assert count().total.filled_percent is None


# Rates


def test_the_response_rate_counts_questionnaires_sent_and_shows_the_present_beside():
    questionnaire, _ = asked(3, starts_at=at(1, 4))
    came(questionnaire.session, AgentFactory())
    answered([YES] * 2, silent=1, starts_at=at(1, 5), closed=False)
    assert count().total.response == queries.Response(answers=2, invited=6, present=7)
    assert count().total.response.percent == 33.3


def test_without_questionnaire_there_is_no_response_rate():
    held(3, starts_at=at(1, 4))
    assert count().total.response.percent is None


def test_the_published_rates_of_truc2_come_out_of_their_rows():
    """62 answers to 149 questionnaires, 153 present, 53 of the 62 useful."""
    sheets = [YES] * 40 + [SOMEWHAT] * 13 + [NO] * 9
    for number in range(12):
        part = sheets[number::12]
        answered(part, silent=13 - len(part) - (number < 7), starts_at=at(1, 4 + number))
    came(Session.objects.order_by("pk").first(), *AgentFactory.create_batch(4))

    row = count().total

    assert row.response == queries.Response(answers=62, invited=149, present=153)
    assert row.useful == queries.Useful(yes=53, answers=62)
    assert (row.response.percent, row.useful.percent, row.waiting) == (41.6, 85, 0)


def test_yes_and_somewhat_are_useful_and_the_denominator_is_that_question_alone():
    answered([*[YES] * 3, SOMEWHAT, NO, ("", "yes", "more")], starts_at=at(1, 4))
    assert count().total.useful == queries.Useful(yes=4, answers=5)


def test_below_the_threshold_the_rate_is_masked_and_the_waiting_are_counted():
    answered([YES] * 3, starts_at=at(1, 4))
    answered([], silent=2, starts_at=at(1, 5))
    row = count().total
    assert (row.useful, row.waiting) == (None, 3)


def test_answers_of_an_open_questionnaire_are_not_counted_yet():
    answered([YES] * 6, starts_at=at(1, 4), closed=False)
    row = count().total
    assert (row.useful, row.waiting, row.response.answers) == (None, 0, 6)


def test_a_bundle_partly_outside_the_period_is_left_out_of_it():
    answered([YES] * 3, starts_at=at(5, 30))
    answered([NO] * 3, starts_at=at(6, 2))
    assert (count().total.useful, count().total.waiting) == (None, 3)
    assert count(FIRST, date(2021, 6, 30)).total.useful == queries.Useful(yes=3, answers=6)


# The rest of the page


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_number_of_queries_does_not_grow(sessions, django_assert_num_queries, hugo):
    for day in range(sessions):
        questionnaire = answered([YES] * 5, starts_at=at(1, 4 + day))
        Host.objects.create(session=questionnaire.session, agent=hugo)
    programme = ProgrammeFactory._meta.model.objects.select_related("organisation").get()
    with django_assert_num_queries(3):
        queries.indicators(programme, FIRST, LAST)


def test_months_have_no_hole():
    held(2, starts_at=at(1, 31))
    held(1, starts_at=at(3, 1))
    months = [(month.first, month.attendances) for month in count().months]
    assert months == [(date(2021, 1, 1), 2), (date(2021, 2, 1), 0), (date(2021, 3, 1), 1)]


def test_an_empty_period_has_no_line():
    figures = count()
    assert (figures.formats, figures.months, plain(figures.total)) == ([], [], ("Ensemble", 0, 0, 0, 0))


def test_the_usual_period_is_the_season_we_are_in_then_the_last_one_begun():
    programme = ProgrammeFactory()
    autumn = Season.objects.create(
        programme=programme, name="Automne", starts_on=date(2020, 9, 1), ends_on=date(2020, 12, 31)
    )
    Season.objects.create(programme=programme, name="Hiver", starts_on=FIRST, ends_on=LAST)

    def usual(day):
        return queries.usual_period(queries.periods(programme, day), day).name

    assert [usual(d) for d in (autumn.starts_on, FIRST, LAST + timedelta(days=9))] == [
        "Automne",
        "Hiver",
        "2021",
    ]
    assert usual(date(2019, 3, 1)) == "2019"
