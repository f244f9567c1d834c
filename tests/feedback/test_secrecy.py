"""No answer can be joined to a name once its questionnaire is closed, in any table, by any order."""

import hashlib
import uuid
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection, models

from essaim.feedback import operations, queries, rules
from essaim.feedback.models import Answer, Bundle, Invitation, Questionnaire
from essaim.people.models import Agent
from tests.feedback.helpers import NO, YES, answered, asked

pytestmark = pytest.mark.django_db


def every_cell():
    """Every value of every table of the installation, as text, with where it stands."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            for column, value in row.items():
                yield f"{model._meta.db_table}.{column}", str(value)


def test_no_cell_of_any_table_holds_a_token_a_secret_or_a_former_key():
    questionnaire, agents = asked(6)
    tokens = [queries.token_of(questionnaire, agent) for agent in agents]
    for token in tokens:
        operations.answer_all(token=token, values={"useful": "yes"}, at=questionnaire.opened_at)
    digests = [rules.make_key(token) for token in tokens]
    traces = [questionnaire.secret, *tokens, *(t.partition(".")[2] for t in tokens)]
    traces += [form for key in digests for form in (str(key), key.hex)]
    assert any(trace in value for trace in traces for _, value in every_cell())

    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    assert [where for where, value in every_cell() for trace in traces if trace in value] == []


def test_the_table_of_answers_has_no_way_to_a_person_and_no_moment():
    fields = Answer._meta.get_fields()
    assert sorted(field.name for field in fields) == [
        "bundle",
        "key",
        "more",
        "next",
        "questionnaire",
        "transfer",
        "use",
        "useful",
    ]
    assert not [f for f in fields if isinstance(f, models.DateField | models.TimeField)]


def test_no_table_of_questionnaires_names_a_person_once_closed():
    answered([YES] * 5)
    for model in (Answer, Invitation, Questionnaire, Bundle):
        people = [f.name for f in model._meta.concrete_fields if f.related_model is Agent]
        for name in people:
            assert not model.objects.exclude(**{name: None}).exists()


def test_no_moment_near_an_answer_differs_between_those_of_a_questionnaire():
    questionnaire = answered([YES] * 5)
    moments = {
        value
        for model in (Answer, Invitation, Questionnaire, Bundle)
        for row in model.objects.values()
        for value in row.values()
        if isinstance(value, datetime)
    }
    assert moments == {questionnaire.opened_at, questionnaire.closes_at, questionnaire.closed_at}


def test_keys_are_random_and_no_digest_of_a_person_and_questionnaire():
    questionnaire = answered([YES] * 5)
    numbers = [str(pk) for pk in Agent.objects.values_list("pk", flat=True)]
    guesses = {
        uuid.UUID(bytes=hashlib.sha256(f"{questionnaire.pk}.{number}".encode()).digest()[:16])
        for number in numbers
    }
    keys = list(Answer.objects.values_list("pk", flat=True))
    assert guesses.isdisjoint(keys)
    assert {key.version for key in keys} == {4}


def physical_order(table):
    column = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT useful, use FROM {table} ORDER BY {column}")
        return cursor.fetchall()


def empty_to_the_last_byte(table):
    """On PostgreSQL a row takes the place that an earlier test's dead row left; here arrival must show."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")


def test_the_place_of_an_answer_in_its_table_says_nothing():
    """Nine values in a known order over thirty sheets: the chance of finding that order again is nil."""
    empty_to_the_last_byte("feedback_answer")
    values = [(u, v, "more") for u in ("yes", "somewhat", "no") for v in ("yes", "later", "no")] * 4
    questionnaire = answered(values, closed=False)
    given = [value[:2] for value in values]
    assert physical_order("feedback_answer") == given

    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    shuffled = physical_order("feedback_answer")
    assert sorted(shuffled) == sorted(given)
    assert shuffled != given


def test_the_order_of_invitations_does_not_tell_who_answered():
    questionnaire = answered([YES] * 30, silent=30, closed=False)
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
    answers = list(Invitation.objects.order_by("pk").values_list("has_answered", flat=True))
    assert answers.count(True) == 30
    assert answers != [True] * 30 + [False] * 30


def test_answers_leave_their_session_as_soon_as_it_closes_even_while_they_wait():
    answered([NO], title="one person came")
    assert list(Answer.objects.values_list("questionnaire", "bundle__made_at")) == [(None, None)]

    answered([YES] * 2)

    assert Bundle.objects.count() == 1
    assert sorted(Answer.objects.values_list("useful", flat=True)) == ["no", "yes", "yes"]
    assert not Answer.objects.exclude(questionnaire=None).exists()


def test_who_waits_is_written_anew_with_each_small_session_that_closes():
    answered([NO] * 2)
    keys = set(Answer.objects.values_list("pk", flat=True))
    answered([YES])
    assert keys.isdisjoint(Answer.objects.values_list("pk", flat=True))
