"""Cette semaine warns administrators before the school holidays that are known run out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from essaim.people.models import DayPeriod
from essaim.people.operations.days import bring_in, remove_period
from essaim.people.school import Span
from tests.factories import NOW, ProgrammeFactory, SessionFactory
from tests.home.test_week import kinds, tasks

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _a_programme(ada):
    ProgrammeFactory(organisation=ada.organisation)
    with time_machine.travel(NOW, tick=False):
        yield


def known_until(agent, days):
    last = TODAY + timedelta(days=days)
    span = Span("Vacances", "A", last - timedelta(days=9), last)
    bring_in(organisation=agent.organisation, kind="school", spans=[span])


def days_tasks(client, agent):
    return [task for task in tasks(client, agent) if task.kind == "days"]


def test_nothing_is_said_where_nobody_has_begun_a_table(client, ada):
    SessionFactory(starts_at=datetime(2031, 2, 1, 9, tzinfo=UTC))

    assert "days" not in kinds(client, ada)


@pytest.mark.parametrize(("days", "is_said"), [(59, True), (60, False)])
def test_the_end_is_told_two_months_before(client, ada, days, is_said):
    known_until(ada, days)

    assert ("days" in kinds(client, ada)) == is_said


def test_it_says_until_when_why_and_leads_where_the_table_is_completed(client, ada):
    known_until(ada, 10)

    (task,) = days_tasks(client, ada)

    assert task.what == "Les vacances scolaires ne sont connues que jusqu’au 11 février 2030"
    assert task.why == "Ensuite, plus aucune date ne serait signalée."
    assert (task.label, task.page) == ("Compléter", "/pilotage/reglages/jours/")


@pytest.mark.parametrize(
    ("after", "change", "is_said"),
    [(2, {}, True), (-3, {}, False), (2, {"cancelled_at": NOW}, False)],
    ids=["after the end", "before the end", "cancelled"],
)
def test_a_session_planned_after_the_end_tells_it_earlier(client, ada, after, change, is_said):
    known_until(ada, 100)
    SessionFactory(starts_at=NOW + timedelta(days=100 + after), **change)

    assert ("days" in kinds(client, ada)) == is_said
    assert [task.why for task in days_tasks(client, ada)] == ["Une séance est déjà prévue après."] * is_said


def test_it_goes_as_soon_as_the_table_goes_on_within_the_same_minute(client, ada):
    known_until(ada, 10)
    assert "days" in kinds(client, ada)

    known_until(ada, 300)

    assert "days" not in kinds(client, ada)


def test_an_emptied_table_is_not_recalled(client, ada):
    known_until(ada, 10)
    remove_period(period=DayPeriod.objects.get())

    assert "days" not in kinds(client, ada)


def test_who_cannot_complete_it_is_not_told(client, ada, alice, zoe):
    known_until(ada, 10)
    ProgrammeFactory(organisation=zoe.organisation, slug="ailleurs")

    assert ("days" in kinds(client, alice), "days" in kinds(client, zoe)) == (False, False)
