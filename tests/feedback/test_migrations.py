"""What was answered before a migration says the same after it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from essaim.agenda.models import Session
from essaim.feedback import queries
from essaim.feedback.models import Answer, Bundle, Questionnaire
from tests.factories import NOW
from tests.feedback.helpers import NO, YES, answered

BEFORE = ("feedback", "0001_initial")


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection)


def said():
    sessions = Session.objects.order_by("pk")
    return queries.useful_counts(sessions, threshold=5), [queries.results(session) for session in sessions]


@pytest.mark.django_db(transaction=True)
def test_answers_that_hung_on_their_session_go_to_bundles_and_figures_stay():
    answered([YES] * 6, title="alone")
    answered([NO] * 3, title="pooled")
    answered([YES] * 2, title="pooled too")
    answered([NO], title="waits", starts_at=NOW + timedelta(days=60))
    before = said()
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    old = migrate(BEFORE).loader.project_state([BEFORE]).apps
    assert old.get_model("feedback", "Answer").objects.filter(questionnaire=None).count() == 0
    migrate(*latest)

    assert said() == before
    assert Bundle.objects.filter(made_at=None).count() == 1
    assert Questionnaire.objects.get(session__title="waits").bundle.answers.count() == 1
    assert not Answer.objects.exclude(questionnaire=None).exists()
