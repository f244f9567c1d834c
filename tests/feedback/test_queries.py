"""Whose turn it is, and what may be said."""

from datetime import timedelta

import pytest

from essaim.agenda.models import Host, Session
from essaim.feedback import operations, queries
from tests.factories import NOW
from tests.feedback.helpers import NO, SOMEWHAT, YES, answered, asked, came, held

pytestmark = pytest.mark.django_db


def test_pending_gives_the_open_ones_not_answered_with_their_token(bob, django_assert_num_queries):
    surveys = []
    for day in (2, 1, 3):
        session, _ = held(0, starts_at=NOW + timedelta(days=day))
        came(session, bob)
        surveys.append(operations.open_questionnaire(session=session, at=session.closed_at))
    second, first, third = surveys
    operations.answer(token=queries.token_of(third, bob), question="useful", value="no", at=third.opened_at)

    with django_assert_num_queries(1):
        found = queries.pending_for(bob, third.opened_at)

    assert [(p.questionnaire, p.token) for p in found] == [
        (s, queries.token_of(s, bob)) for s in (first, second)
    ]
    assert found[0].next_question.name == "useful"
    assert [p.questionnaire for p in queries.pending_for(bob, first.closes_at)] == [second]


def test_a_token_finds_its_own_answers(hugo):
    questionnaire, [agent, other] = asked(2)
    Host.objects.create(session=questionnaire.session, agent=hugo)
    Host.objects.create(session=questionnaire.session, speaker="Mme Dupré")
    token = queries.token_of(questionnaire, agent)
    operations.answer(token=token, question="use", value="later", at=questionnaire.opened_at)

    survey = queries.find_survey(token)
    assert survey.answers == {"use": "later"}
    assert survey.hosts == ["Hugo Haddad", "Mme Dupré"]
    assert survey.next_question.name == "useful"
    assert queries.find_survey(queries.token_of(questionnaire, other)).answers == {}


def test_a_closed_questionnaire_has_no_token(bob):
    questionnaire = answered([YES] * 5)
    assert queries.token_of(questionnaire, bob) == ""
    assert queries.find_survey(f"{questionnaire.pk}.").invitation is None


def test_results_count_each_question_with_its_own_denominator():
    session = answered([*[YES] * 4, SOMEWHAT, NO, ("no", "", "")], silent=3).session
    results = queries.results(session)
    assert (results.state, results.answered, results.invited) == ("published", 7, 10)
    assert [[(c.label, c.count) for c in q.choices] for q in results.questions] == [
        [("Oui, vraiment", 4), ("Un peu", 1), ("Pas cette fois", 2)],
        [("Oui", 4), ("Plus tard", 1), ("Non", 1)],
        [("J’aimerais une suite", 4), ("Je pourrais l’expliquer à mon tour", 0), ("Cela me suffit", 2)],
    ]
    assert [q.answers for q in results.questions] == [7, 6, 6]
    assert results.useful == (5, 7)


def test_results_say_why_nothing_is_shown():
    opened, _ = asked(9, title="ouvert")
    alone = answered([YES] * 3)
    assert queries.results(opened.session).state == "open"
    assert queries.results(alone.session).state == "waiting"
    answered([YES] * 2)
    assert queries.results(alone.session).state == "pooled"
    assert queries.results(alone.session).questions == []
    assert queries.results(held(0)[0]).state == "none"


def test_a_higher_threshold_hides_what_it_would_not_have_let_through():
    session = answered([YES] * 5).session
    organisation = session.programme.organisation
    organisation.privacy_threshold = 6
    organisation.save()
    session = Session.objects.get(pk=session.pk)
    assert queries.results(session).state == "waiting"
    assert queries.useful_counts(Session.objects.all(), threshold=6) == {}
