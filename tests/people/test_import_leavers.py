"""Who is not in the HR file any more: closed, never deleted, never by mistake, and taken back."""

from datetime import timedelta

import pytest

from essaim.people.models import Agent
from essaim.people.operations import imports as operations
from tests.factories import NOW, OrganisationFactory
from tests.people.test_imports import DAY, HELENE, NADIA, agent, bring, counts, open_posting


@pytest.fixture
def town(db):
    return OrganisationFactory()


def staff(size):
    return [f"{n};Agent;N{n};;;;" for n in range(size)]


def test_leavers_are_closed_never_deleted(town):
    everybody = staff(10)
    bring(town, *everybody)
    later = NOW + timedelta(days=10)

    plan = bring(town, *everybody[:8], at=later)

    assert counts(plan) == (0, 0, 8, 2, 0)
    gone = agent("9")
    assert (gone.is_active, gone.closed_on) == (False, later.date())
    assert gone.postings.get().ends_on == later.date()
    assert Agent.objects.count() == 10


def test_a_file_that_closes_more_than_a_fifth_is_refused_until_told_otherwise(town):
    everybody = staff(10)
    bring(town, *everybody)

    with pytest.raises(operations.TooManyClosings, match="3 comptes sur 10"):
        bring(town, *everybody[:7])
    assert Agent.objects.filter(is_active=True).count() == 10

    bring(town, *everybody[:7], allow_closing=True)
    assert Agent.objects.filter(is_active=True).count() == 7


def test_a_partial_file_closes_nobody(town):
    bring(town, *staff(10))

    assert counts(bring(town, "0;Agent;N0;;;;", is_full=False)) == (0, 0, 1, 0, 0)


def test_a_rejected_row_does_not_close_its_agent(town):
    bring(town, *staff(10))

    plan = bring(town, *staff(9), "9;Agent;N9;;;Z;")

    assert counts(plan) == (0, 0, 9, 0, 1)


def test_administrators_are_never_closed_by_a_file(town, ada):
    plan = bring(town, NADIA, HELENE)

    assert counts(plan) == (2, 0, 0, 0, 0)
    ada.refresh_from_db()
    assert ada.is_active


def test_a_closed_agent_who_is_back_is_reopened(town):
    everybody = staff(10)
    bring(town, *everybody)
    bring(town, *everybody[:9], at=NOW + timedelta(days=10))
    back = NOW + timedelta(days=60)

    plan = bring(town, *everybody[:9], "9;Agent;N9;;Sports;;", at=back)

    assert counts(plan) == (0, 1, 9, 0, 0)
    assert (agent("9").is_active, agent("9").closed_on, agent("9").unit.name) == (True, None, "Sports")
    assert [p.starts_on for p in agent("9").postings.order_by("starts_on")] == [DAY, back.date()]


def test_a_closing_undone_the_same_day_leaves_one_posting(town):
    everybody = staff(10)
    bring(town, *everybody)
    later = NOW + timedelta(days=10)
    bring(town, *everybody[:9], at=later)
    bring(town, *everybody, at=later)

    assert (agent("9").is_active, open_posting("9").starts_on) == (True, DAY)
