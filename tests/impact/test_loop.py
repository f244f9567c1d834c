"""From the room to the figures, through the operations of real use."""

import pytest

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Session
from essaim.feedback import operations, queries
from essaim.impact.queries import indicators
from essaim.programmes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop(hosted, hugo, bob, maya):
    """Two people came to the session; it is closed."""
    sitting = hosted.sittings.get()
    for agent in (bob, maya):
        agenda.mark_presence(
            sitting=sitting, agent=agent, status=Presence.Status.PRESENT, at=sitting.starts_at, by=hugo
        )
    agenda.close_session(session=hosted, at=sitting.ends_at, by=hugo)
    return Session.objects.get(pk=hosted.pk)


def total(session):
    day = session.starts_at.date()
    return indicators(Programme.objects.get(), day, day).total


def test_closing_in_the_room_sends_the_questionnaire_and_counts(loop, bob):
    [survey] = queries.pending_for(bob, loop.closed_at)
    operations.answer(token=survey.token, question="useful", value="yes", at=loop.closed_at)
    row = total(loop)
    assert (row.sessions, row.attendances, row.distinct_agents, row.hosts) == (1, 2, 2, 1)
    assert row.response.in_words == "1 réponse sur 2 questionnaires, 2 présents"


def test_taking_back_one_presence_changes_the_table(loop, bob, alice):
    agenda.correct_presence(
        sitting=loop.sittings.get(), agent=bob, status=Presence.Status.ABSENT, at=loop.closed_at, by=alice
    )
    assert (total(loop).attendances, total(loop).distinct_agents) == (1, 1)


def test_a_presence_entered_after_the_questionnaire_closed_is_present_without_being_asked(loop, ada, alice):
    questionnaire = loop.questionnaires.get()
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
    agenda.correct_presence(
        sitting=loop.sittings.get(),
        agent=ada,
        status=Presence.Status.PRESENT,
        at=questionnaire.closes_at,
        by=alice,
    )
    response = total(loop).response
    assert (response.invited, response.present) == (2, 3)
