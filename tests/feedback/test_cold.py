"""The question of some weeks later."""

from datetime import timedelta

import pytest

from essaim.agenda.models import Session
from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Bundle, Cold, Invitation, Questionnaire
from essaim.impact.queries import Useful, indicators
from essaim.letters.models import Letter
from tests.feedback.helpers import YES, answered, held

pytestmark = pytest.mark.django_db
COLD = Questionnaire.Wave.COLD


def ask_again(session):
    Cold.objects.get_or_create(format=session.format)
    operations.open_cold_questionnaires(session.closed_at + timedelta(days=60))
    return Questionnaire.objects.get(session=session, wave=COLD)


def used(session, agents, *values):
    """They answer the question of some weeks later, and it closes."""
    questionnaire = ask_again(session)
    for agent, value in zip(agents, values, strict=False):
        token = queries.token_of(questionnaire, agent)
        operations.answer(token=token, question="transfer", value=value, at=questionnaire.opened_at)
    return operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)


def transfer_counts(**which):
    return queries.rate_counts(Session.objects.filter(**which), threshold=5)["transfer"]


def hot_responses():
    rows = queries.with_responses(Session.objects.all())
    return list(rows.order_by("pk").values_list("invited", "answered", "closed_hot"))


def figures_of(session):
    day = session.starts_at.date()
    return indicators(session.programme, day, day)


def test_nothing_is_asked_again_unless_the_format_wants_it():
    session, _ = held(3)
    assert operations.open_cold_questionnaires(session.closed_at + timedelta(days=60)) == 0


def test_those_who_came_are_asked_once_after_the_days_of_the_format():
    session, _agents = held(3)
    operations.set_cold(format=session.format, days=60)
    due = session.closed_at + timedelta(days=60)
    opened = [operations.open_cold_questionnaires(due + timedelta(days=n)) for n in (-1, 0, 1)]
    assert opened == [0, 1, 0]
    assert Invitation.objects.count() == 3
    [cause] = set(Letter.objects.values_list("cause", flat=True))
    assert cause == f"session:{session.pk}:cold"
    assert Letter.objects.filter(kind="survey", subject__startswith="Vous en servez-vous").count() == 3


def test_a_setting_turned_on_late_does_not_wake_old_sessions():
    session, _ = held(3)
    operations.set_cold(format=session.format, days=60)
    assert operations.open_cold_questionnaires(session.closed_at + timedelta(days=90)) == 0


def test_off_again_asks_no_more():
    session, _ = held(3)
    operations.set_cold(format=session.format, days=60)
    operations.set_cold(format=session.format, days=None)
    assert operations.open_cold_questionnaires(session.closed_at + timedelta(days=60)) == 0


def test_its_answers_follow_the_same_rules_and_no_other_figure_moves():
    session = answered([YES] * 6).session
    before = queries.useful_counts(Session.objects.all(), threshold=5), queries.results(session)
    responses = hot_responses()
    agents = [row.agent for row in session.attendances.select_related("agent")]

    closed = used(session, agents, "yes", "yes", "somewhat", "no", "no")

    assert closed.secret == ""
    assert not Invitation.objects.exclude(agent=None).exists()
    assert not Letter.objects.exclude(action_path="").exists()
    assert not Answer.objects.exclude(questionnaire=None).exists()
    after = queries.useful_counts(Session.objects.all(), threshold=5), queries.results(session)
    assert after == before
    assert hot_responses() == responses
    [count] = transfer_counts().values()
    assert (count.yes, count.answers) == (3, 5)
    [line] = figures_of(session).transfers
    assert (line.used, line.used_waiting) == (Useful(3, 5), 0)


def test_too_few_wait_for_others_of_the_format():
    first, agents = held(4)
    used(first, agents, "yes", "yes", "yes", "no")
    assert transfer_counts() == {}
    figures = figures_of(first)
    assert (figures.transfers, figures.total.used, figures.total.used_waiting) == ([], None, 4)
    second, others = held(1)
    used(second, others, "no")
    [count] = transfer_counts().values()
    assert (count.yes, count.answers) == (3, 5)
    assert transfer_counts(pk=first.pk) == {}
    assert Bundle.objects.get().asked == "transfer"
