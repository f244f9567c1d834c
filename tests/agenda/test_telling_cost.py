"""Telling many people: their employer, whose hours say when a letter leaves, is not asked for one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.agenda import operations as agenda
from essaim.agenda.models import Attendance, Session
from essaim.agenda.operations.changing import tell_change
from essaim.agenda.queries.changes import entries_of
from essaim.feedback import operations as feedback
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EMPLOYERS = 'FROM "people_organisation"'


def cancels(session, alice):
    agenda.cancel_session(session=session, reason="La salle est fermée.", at=NOW, by=alice)


def asks_for_opinions(session, alice):
    people = [row.agent for row in session.registrations.select_related("agent")]
    Attendance.objects.bulk_create(
        Attendance(session=session, agent=one, person=one.person, day=NOW.date()) for one in people
    )
    feedback.open_questionnaire(session=session, at=session.ends_at)


def reminds(session, alice):
    asks_for_opinions(session, alice)
    questionnaire = session.questionnaires.get()
    feedback.remind_silent(questionnaire=questionnaire, at=session.ends_at + timedelta(days=1))


def moves(session, alice):
    before = entries_of(session)
    sitting = session.sittings.get()
    sitting.starts_at, sitting.ends_at = sitting.starts_at + HOUR, sitting.ends_at + HOUR
    sitting.save()
    tell_change(session, before, at=NOW, by=alice)


@pytest.mark.parametrize("does", [cancels, moves, asks_for_opinions, reminds])
def test_two_and_seven_people_cost_as_many_questions_about_employers(hosted, alice, does):
    asked = []
    for count in (2, 7):
        Session.objects.filter(pk=hosted.pk).update(cancelled_at=None, cancel_reason="", seats=None)
        session = Session.objects.get(pk=hosted.pk)
        session.questionnaires.all().delete()
        session.attendances.all().delete()
        Letter.objects.all().delete()
        for _one in range(count):
            agenda.register(session=session, agent=AgentFactory(), at=NOW)
        with CaptureQueriesContext(connection) as queries:
            does(Session.objects.get(pk=hosted.pk), alice)
        asked.append(sum(EMPLOYERS in query["sql"] for query in queries))
    assert asked[0] == asked[1]
