"""Questionnaires on paper that were printed and not typed back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.feedback import operations
from essaim.feedback.queries import piles_to_type
from essaim.home.queries.week import tasks_for
from tests.factories import NOW
from tests.feedback.helpers import asked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pile(alice):
    """Three people came two days ago; four sheets were printed."""
    ended = NOW - 2 * DAY
    questionnaire, _agents = asked(3, starts_at=ended - timedelta(hours=2), title="Publipostage")
    papers = operations.print_papers(session=questionnaire.session, number=4, at=ended)
    return questionnaire, papers


def papers_in(agent, at=NOW):
    return [task for task in tasks_for(agent, at=at) if task.kind == "paper"]


def test_a_pile_printed_and_not_typed_asks_to_be_typed(pile, alice):
    [task] = papers_in(alice)

    assert task.what == "« Publipostage » : feuilles à saisir ?"
    assert task.page == reverse("feedback:paper", args=[pile[0].session.slug])
    assert not task.does


def test_the_first_sheet_typed_settles_it_and_taking_it_back_brings_it_again(pile, alice):
    questionnaire, [paper, *_others] = pile
    typed = {"session": questionnaire.session, "code": paper.code, "at": NOW}
    operations.type_paper(values={"useful": "yes"}, **typed)
    after = papers_in(alice)
    operations.take_paper_back(**typed)

    assert [len(after), len(papers_in(alice))] == [0, 1]


def test_whoever_led_has_a_day_first_and_a_closed_questionnaire_asks_nothing(pile, alice):
    questionnaire, _papers = pile
    closed = questionnaire.session.closed_at

    assert papers_in(alice, at=closed + DAY - timedelta(minutes=1)) == []
    assert len(papers_in(alice, at=closed + DAY)) == 1
    assert papers_in(alice, at=questionnaire.closes_at) == []


def test_without_any_sheet_nothing_is_said(alice):
    asked(3, starts_at=NOW - 3 * DAY)

    assert papers_in(alice) == []


def test_a_neighbour_is_told_nothing_and_two_queries_find_them_all(
    pile, zoe, alice, django_assert_num_queries
):
    programme = pile[0].session.programme
    piles_to_type([programme], NOW)

    with django_assert_num_queries(2):
        assert piles_to_type([programme], NOW) == [pile[0]]
    assert papers_in(zoe) == []
