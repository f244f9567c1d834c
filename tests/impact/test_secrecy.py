"""No two published rates differ by fewer answers than the threshold, whatever the sessions and periods."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from essaim.agenda.models import Session
from essaim.feedback import queries as feedback
from essaim.feedback.models import Answer, Questionnaire
from essaim.impact import queries
from tests.factories import FormatFactory, ProgrammeFactory
from tests.feedback.helpers import counted
from tests.impact.test_queries import PARIS

pytestmark = pytest.mark.django_db

FEW = settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BEGIN = date(2021, 1, 1)
SHEETS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "somewhat", "no", ""]),
        st.sampled_from(["yes", ""]),
        st.sampled_from(["more", ""]),
    ).filter(any),
    max_size=7,
)
SESSIONS = st.lists(st.tuples(st.integers(0, 20), st.booleans(), SHEETS), min_size=1, max_size=7)
PERIODS = st.tuples(st.integers(-1, 21), st.integers(-1, 21)).map(sorted)


def published_sheets(sessions, threshold):
    """The answers to « utile » behind what is published about these sessions, by format."""
    counts = feedback.useful_counts(sessions, threshold=threshold)
    return {kind: (count.yes, count.answers) for kind, count in counts.items()}


def minus(left, right):
    """By how many answers two published counts differ, by format."""
    none = (0, 0)
    return [
        (left.get(kind, none)[1] - right.get(kind, none)[1], left.get(kind, none) == right.get(kind, none))
        for kind in {*left, *right}
    ]


def is_within(one, other):
    return other[0] <= one[0] and one[1] <= other[1]


def hold(rows):
    Questionnaire.objects.all().delete()
    Session.objects.all().delete()
    kinds = [FormatFactory(slug="a", name="A"), FormatFactory(slug="b", name="B")]
    for day, is_second, sheets in rows:
        starts = datetime(2021, 1, 1, 9, tzinfo=PARIS) + timedelta(days=day)
        counted(sheets, starts_at=starts, format=kinds[is_second])


@FEW
@given(rows=SESSIONS, one=PERIODS, other=PERIODS, threshold=st.integers(3, 5))
def test_the_difference_of_two_periods_never_isolates_fewer_than_the_threshold(rows, one, other, threshold):
    organisation = ProgrammeFactory().organisation
    organisation.privacy_threshold = threshold
    organisation.save()
    hold(rows)
    programme = ProgrammeFactory()

    periods = [
        published_sheets(
            queries.sessions_of(programme, BEGIN + timedelta(days=a), BEGIN + timedelta(days=b)), threshold
        )
        for a, b in (one, other)
    ]

    for period in periods:
        assert all(answers >= threshold for _, answers in period.values())
    if is_within(one, other) or is_within(other, one):
        for answers, is_same in minus(*periods):
            assert is_same or abs(answers) >= threshold


@FEW
@given(rows=SESSIONS, data=st.data())
def test_any_set_of_sessions_and_any_part_of_it_differ_by_nothing_or_by_enough(rows, data):
    hold(rows)
    everything = list(Session.objects.order_by("pk").values_list("pk", flat=True))
    large = data.draw(st.sets(st.sampled_from(everything)))
    small = data.draw(st.sets(st.sampled_from(sorted(large)))) if large else set()

    of_large, of_small = (
        published_sheets(Session.objects.filter(pk__in=chosen), 5) for chosen in (large, small)
    )

    for answers, is_same in minus(of_large, of_small):
        assert is_same or answers >= 5


@FEW
@given(rows=SESSIONS)
def test_looking_before_and_after_each_closing_isolates_nobody(rows):
    hold([])
    seen = published_sheets(Session.objects.all(), 5)
    for row in rows:
        starts = datetime(2021, 1, 1, 9, tzinfo=PARIS) + timedelta(days=row[0])
        counted(row[2], starts_at=starts, format=FormatFactory(slug="ab"[row[1]], name="AB"[row[1]]))
        now = published_sheets(Session.objects.all(), 5)
        for answers, is_same in minus(now, seen):
            assert is_same or answers >= 5
        seen = now


@FEW
@given(rows=SESSIONS)
def test_results_of_single_sessions_taken_from_a_sum_leave_nobody_alone(rows):
    hold(rows)
    left = {kind: answers for kind, (_, answers) in published_sheets(Session.objects.all(), 5).items()}
    for session in Session.objects.order_by("pk"):
        results = feedback.results(session)
        if results.state == "published":
            assert all(question.answers >= 5 for question in results.questions)
            left[session.format_id] -= results.useful[1]
    assert all(answers == 0 or answers >= 5 for answers in left.values())


def test_no_answer_is_lost_or_invented_by_the_bundles():
    sheets = [("yes", "yes", "more"), ("no", "", ""), ("", "no", "enough")]
    hold([(day, False, sheets) for day in range(5)])
    assert sorted(Answer.objects.values_list("useful", "use", "next")) == sorted(sheets * 5)
