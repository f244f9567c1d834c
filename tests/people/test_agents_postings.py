"""Where people work: opened, moved, closed; the past stays."""

from datetime import date, timedelta

import pytest

from essaim.people.models import Posting
from essaim.people.operations.postings import PostingTooEarly, close_agent, open_posting
from tests.factories import AgentFactory, UnitFactory

DAY = date(2030, 2, 1)


@pytest.fixture
def agent(db):
    return AgentFactory()


@pytest.fixture
def archives(db):
    return UnitFactory(name="Archives")


@pytest.fixture
def library(db):
    return UnitFactory(name="Médiathèque")


def spans(agent):
    return list(agent.postings.order_by("starts_on").values_list("unit__name", "starts_on", "ends_on"))


def test_a_first_posting_gives_the_agent_a_unit(agent, archives):
    open_posting(agent=agent, unit=archives, starts_on=DAY)

    agent.refresh_from_db()
    assert (agent.unit, spans(agent)) == (archives, [("Archives", DAY, None)])


def test_a_move_ends_the_previous_posting_the_day_before(agent, archives, library):
    open_posting(agent=agent, unit=archives, starts_on=DAY)
    open_posting(agent=agent, unit=library, starts_on=DAY + timedelta(days=30))

    agent.refresh_from_db()
    assert agent.unit == library
    assert spans(agent) == [("Archives", DAY, date(2030, 3, 2)), ("Médiathèque", date(2030, 3, 3), None)]


def test_the_same_posting_again_changes_nothing(agent, archives):
    first = open_posting(agent=agent, unit=archives, starts_on=DAY, category="B")
    again = open_posting(agent=agent, unit=archives, starts_on=DAY + timedelta(days=9), category="B")

    assert first == again
    assert spans(agent) == [("Archives", DAY, None)]


def test_a_new_category_or_manager_is_a_new_posting(agent, archives, maya):
    open_posting(agent=agent, unit=archives, starts_on=DAY, category="B")
    open_posting(
        agent=agent, unit=archives, starts_on=DAY + timedelta(days=9), category="B", line_manager=maya
    )

    assert agent.postings.count() == 2
    assert agent.postings.get(ends_on=None).line_manager == maya


def test_another_posting_on_the_very_first_day_is_a_correction(agent, archives, library):
    open_posting(agent=agent, unit=archives, starts_on=DAY)
    open_posting(agent=agent, unit=library, starts_on=DAY)

    assert spans(agent) == [("Médiathèque", DAY, None)]


def test_a_posting_before_the_one_it_follows_is_refused(agent, archives, library):
    open_posting(agent=agent, unit=archives, starts_on=DAY)

    with pytest.raises(PostingTooEarly, match="01/02/2030"):
        open_posting(agent=agent, unit=library, starts_on=DAY - timedelta(days=1))

    assert spans(agent) == [("Archives", DAY, None)]


def test_an_agent_who_leaves_is_closed_not_deleted(agent, archives):
    open_posting(agent=agent, unit=archives, starts_on=DAY)
    close_agent(agent=agent, on=DAY + timedelta(days=5))

    agent.refresh_from_db()
    assert (agent.is_active, agent.closed_on) == (False, date(2030, 2, 6))
    assert spans(agent) == [("Archives", DAY, date(2030, 2, 6))]


def test_closing_twice_keeps_the_first_day(agent):
    close_agent(agent=agent, on=DAY)
    close_agent(agent=agent, on=DAY + timedelta(days=5))

    agent.refresh_from_db()
    assert agent.closed_on == DAY


def test_a_posting_that_had_not_begun_goes_with_the_agent(agent, archives):
    open_posting(agent=agent, unit=archives, starts_on=DAY)
    close_agent(agent=agent, on=DAY - timedelta(days=1))

    assert Posting.objects.count() == 0
