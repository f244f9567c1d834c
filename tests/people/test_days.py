"""Closed days, school holidays and hours of an organisation."""

from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from essaim.kernel.errors import Refused
from essaim.people.models import DayPeriod, Organisation
from essaim.people.operations.days import bring_in, note_period, remove_period, take_back
from essaim.people.queries.days import periods_by_day, school_days, years_of, zones_to_offer
from essaim.people.school import PUBLISHED, Span, published
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
CLOSED, SCHOOL = DayPeriod.Kind.CLOSED, DayPeriod.Kind.SCHOOL
BRIDGE = {
    "kind": CLOSED,
    "name": "Pont",
    "zone": "",
    "starts_on": date(2027, 5, 7),
    "ends_on": date(2027, 5, 8),
}


@pytest.fixture
def town(db):
    return OrganisationFactory()


def rows(organisation):
    return [
        (row.label, row.starts_on, row.ends_on) for year in years_of(organisation) for row in year.periods
    ]


def test_a_closed_day_stops_the_time_that_people_have_to_answer(town):
    eve = datetime(2027, 5, 5, 10, tzinfo=PARIS)  # Thursday is Ascension
    assert town.calendar.add_hours(eve, 9) == datetime(2027, 5, 7, 10, tzinfo=PARIS)

    note_period(organisation=town, **BRIDGE)

    fresh = Organisation.objects.get(pk=town.pk)
    assert fresh.calendar.add_hours(eve, 9) == datetime(2027, 5, 10, 10, tzinfo=PARIS)
    assert [fresh.calendar.works_on(date(2027, 5, day)) for day in (5, 6, 7, 10)] == [
        True,
        False,
        False,
        True,
    ]
    assert town.hours.works_on(date(2027, 5, 7))


def test_removing_or_undoing_gives_the_days_back(town):
    added = note_period(organisation=town, **BRIDGE)
    take_back(organisation=town, **added.facts)
    assert (rows(town), town.closed_days) == ([], "")
    note_period(organisation=town, **BRIDGE)
    row = DayPeriod.objects.get()

    removed = remove_period(period=row)
    assert Organisation.objects.get(pk=town.pk).closed_days == ""
    take_back(organisation=town, **removed.facts)

    assert rows(town) == [("Pont", date(2027, 5, 7), date(2027, 5, 8))]
    assert DayPeriod.objects.get().pk == row.pk
    assert Organisation.objects.get(pk=town.pk).closed_days == "2027-05-07/2027-05-08"


def test_a_change_can_be_undone(town):
    note_period(organisation=town, **BRIDGE)
    row = DayPeriod.objects.get()

    changed = note_period(organisation=town, period=row, **BRIDGE | {"ends_on": date(2027, 5, 9)})
    assert rows(town) == [("Pont", date(2027, 5, 7), date(2027, 5, 9))]
    take_back(organisation=town, **changed.facts)

    assert rows(town) == [("Pont", date(2027, 5, 7), date(2027, 5, 8))]


def test_the_same_days_twice_are_noted_once(town):
    note_period(organisation=town, **BRIDGE)

    again = note_period(organisation=town, **BRIDGE | {"name": " pont "})

    assert (again.known, again.added, len(rows(town))) == (1, [], 1)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (
            {"starts_on": date(2027, 5, 8), "ends_on": date(2027, 5, 9)},
            "« Pont » est déjà noté du 7 mai 2027",
        ),
        ({"starts_on": date(2027, 6, 8), "ends_on": date(2027, 6, 7)}, "échangez-les"),
        ({"starts_on": date(2027, 6, 8), "ends_on": date(2028, 6, 8)}, "plus d’un an"),
        ({"starts_on": date(9999, 12, 31), "ends_on": date(9999, 12, 31)}, "entre 2000 et 2100"),
    ],
    ids=["shares a day", "ends first", "lasts", "far away"],
)
def test_days_that_cannot_be_are_refused_in_words(town, other, sentence):
    note_period(organisation=town, **BRIDGE)

    with pytest.raises(Refused, match=sentence):
        note_period(organisation=town, **BRIDGE | other)

    assert len(rows(town)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"ends_on": date(2027, 5, 6)}, {"zone": "A"}, {}],
    ids=["ends before it starts", "closed days of a zone", "twice"],
)
def test_the_database_refuses_what_cannot_be(town, wrong):
    DayPeriod.objects.create(organisation=town, **BRIDGE)

    with pytest.raises(IntegrityError), transaction.atomic():
        DayPeriod.objects.create(organisation=town, **BRIDGE | wrong)


@pytest.mark.parametrize("wrong", [{"day_starts": time(4)}, {"day_ends": time(23)}, {"work_days": ""}])
def test_the_database_refuses_a_day_without_hours_and_a_week_without_days(town, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=town.pk).update(**wrong)


def test_a_published_calendar_is_brought_in_once_and_corrected_by_a_later_one(town):
    spans = list(published("B"))
    first = bring_in(organisation=town, kind=SCHOOL, spans=spans)
    again = bring_in(organisation=town, kind=SCHOOL, spans=spans)
    assert (len(first.added), again.known, again.added) == (len(spans), len(spans), [])
    assert Organisation.objects.get(pk=town.pk).school_until == date(2027, 8, 31)

    winter = Span("Vacances d'Hiver", "B", date(2027, 2, 20), date(2027, 3, 8))
    corrected = bring_in(organisation=town, kind=SCHOOL, spans=[winter])

    assert (len(corrected.before), corrected.added) == (1, [])
    assert ("Vacances d’Hiver, zone B", date(2027, 2, 20), date(2027, 3, 8)) in rows(town)
    take_back(organisation=town, **corrected.facts)
    assert ("Vacances d’hiver, zone B", date(2027, 2, 20), date(2027, 3, 7)) in rows(town)


def test_a_file_of_which_one_line_does_not_go_leaves_nothing(town):
    good, bad = (
        Span("Été", "A", date(2027, 7, 3), date(2027, 8, 31)),
        Span("Été", "A", date(2029, 1, 2), date(2029, 1, 1)),
    )

    with pytest.raises(Refused):
        bring_in(organisation=town, kind=SCHOOL, spans=[good, bad])

    assert rows(town) == []


def test_school_holidays_mark_days_without_closing_them(town):
    bring_in(organisation=town, kind=SCHOOL, spans=list(published("A")))
    days = [date(2027, 2, 12), date(2027, 2, 15)]

    assert school_days(town, days) == {date(2027, 2, 15)}
    assert town.calendar.works_on(date(2027, 2, 15))


def test_what_is_known_of_nothing_is_told_without_a_query(town, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert periods_by_day(town, [date(2027, 2, 15)]) == {}
        assert school_days(town, [date(2027, 2, 15)]) == set()
        assert town.calendar.works_on(date(2027, 2, 15))


def test_each_organisation_has_its_own_days(town):
    other = OrganisationFactory(slug="ailleurs", name="Ailleurs")

    note_period(organisation=town, **BRIDGE)

    assert rows(other) == []
    assert Organisation.objects.get(pk=other.pk).calendar.works_on(date(2027, 5, 7))
    take_back(organisation=other, added=[DayPeriod.objects.get().pk], before=[])
    assert len(rows(town)) == 1


def test_the_published_calendar_keeps_the_shape_of_a_school_year():
    """Holidays begin on a Saturday, last two weeks, and no zone is twice on holiday under one name in a year."""
    for name, zones, first, last in PUBLISHED:
        if name not in ("Pont de l’Ascension", "Vacances d’été"):
            assert (first.isoweekday(), last.isoweekday(), (last - first).days) == (6, 7, 15), (
                name,
                zones,
                first,
            )
    for zone in "ABC":
        spans = list(published(zone))
        assert len(spans) == 12
        assert all(one.ends_on < two.starts_on for one, two in pairwise(spans))


def test_only_zones_that_still_say_something_are_offered():
    assert zones_to_offer(today=date(2026, 11, 22)) == ("A", "B", "C")
    assert zones_to_offer(today=date(2027, 9, 1)) == ()
