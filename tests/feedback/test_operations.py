"""Opening, answering, closing."""

from datetime import timedelta

import pytest

from essaim.agenda.signals import attendance_added, session_closed
from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Bundle, Invitation, Questionnaire
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, FormatFactory
from tests.feedback.helpers import NO, SOMEWHAT, YES, answered, asked, came, held

pytestmark = pytest.mark.django_db


def sheets():
    return sorted(Answer.objects.values_list("useful", "use", "next"))


# Opening


def test_a_closed_session_asks_each_who_attended_once(hosted, bob, maya):
    came(hosted, bob, maya)

    session_closed.send(sender=None, session=hosted, at=NOW)
    session_closed.send(sender=None, session=hosted, at=NOW + timedelta(days=1))

    questionnaire = Questionnaire.objects.get()
    assert questionnaire.closes_at == NOW + timedelta(days=14)
    assert set(Invitation.objects.values_list("agent", "has_answered")) == {(bob.pk, False), (maya.pk, False)}
    letters = Letter.objects.filter(kind=Letter.Kind.SURVEY, cause=hosted.cause).order_by("agent")
    assert {letter.agent: letter.action_path for letter in letters} == {
        agent: f"/avis/{queries.token_of(questionnaire, agent)}/" for agent in (bob, maya)
    }


def test_the_days_to_answer_are_the_programmes(hosted):
    hosted.programme.survey_days = 3
    assert operations.open_questionnaire(session=hosted, at=NOW).closes_at == NOW + timedelta(days=3)


def test_an_erased_participant_is_not_asked(hosted, bob):
    came(hosted, bob)
    hosted.attendances.update(agent=None)
    operations.open_questionnaire(session=hosted, at=NOW)
    assert not Invitation.objects.exists()


def test_somebody_counted_late_is_asked_while_the_questionnaire_is_open(bob):
    questionnaire, _ = asked(1)
    session = questionnaire.session

    attendance_added.send(sender=None, session=session, agent=bob, at=questionnaire.closes_at)
    assert not bob.invitations.exists()

    attendance_added.send(sender=None, session=session, agent=bob, at=questionnaire.opened_at)
    assert bob.invitations.get().questionnaire == questionnaire
    assert bob.letters.count() == 1


# Answering


def test_each_tap_is_saved_alone_and_may_be_changed():
    questionnaire, [agent] = asked(1)
    token = queries.token_of(questionnaire, agent)
    at = questionnaire.opened_at

    operations.answer(token=token, question="useful", value="no", at=at)
    assert sheets() == [("no", "", "")]
    operations.answer(token=token, question="next", value="more", at=at)
    operations.answer(token=token, question="useful", value="yes", at=at)

    assert sheets() == [("yes", "", "more")]
    assert Invitation.objects.get().has_answered


def test_a_token_of_somebody_not_invited_is_refused(bob):
    questionnaire, _ = asked(1)
    with pytest.raises(operations.SurveyUnknown):
        operations.answer(
            token=queries.token_of(questionnaire, bob),
            question="useful",
            value="yes",
            at=questionnaire.opened_at,
        )
    assert sheets() == []


@pytest.mark.parametrize("token", ["", "x", "1", "1.", "0.abc", "-1.abc", "٣.abc", "9" * 40 + ".abc", "1.é"])
def test_a_made_up_token_is_refused(token):
    asked(1)
    with pytest.raises(operations.SurveyUnknown):
        operations.answer(token=token, question="useful", value="yes", at=NOW)


@pytest.mark.parametrize(
    ("question", "value"), [("useful", "maybe"), ("key", "yes"), ("useful", ""), ("next", "yes")]
)
def test_an_answer_that_does_not_exist_is_refused(question, value):
    questionnaire, [agent] = asked(1)
    token = queries.token_of(questionnaire, agent)
    with pytest.raises(operations.AnswerUnknown):
        operations.answer(token=token, question=question, value=value, at=questionnaire.opened_at)
    assert not Answer.objects.exists()


def test_no_answer_is_taken_after_the_last_day_even_before_the_worker_passes():
    questionnaire, [agent] = asked(1)
    token = queries.token_of(questionnaire, agent)
    with pytest.raises(operations.SurveyClosed):
        operations.answer(token=token, question="useful", value="yes", at=questionnaire.closes_at)


def test_no_answer_is_taken_once_closed():
    questionnaire, [agent] = asked(1)
    token = queries.token_of(questionnaire, agent)
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
    with pytest.raises(operations.SurveyClosed):
        operations.answer(token=token, question="useful", value="yes", at=questionnaire.closes_at)


# Closing


def test_closing_early_is_refused():
    questionnaire, _ = asked(1)
    with pytest.raises(operations.SurveyStillOpen):
        operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.opened_at)


def test_closing_keeps_every_answer_and_destroys_tokens_keys_and_names():
    questionnaire = answered([YES, SOMEWHAT, NO], silent=2, closed=False)
    keys = set(Answer.objects.values_list("pk", flat=True))

    closed = operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    assert (closed.secret, closed.closed_at) == ("", questionnaire.closes_at)
    assert sheets() == sorted([YES, SOMEWHAT, NO])
    assert keys.isdisjoint(Answer.objects.values_list("pk", flat=True))
    asked_and_answered = sorted(Invitation.objects.values_list("agent", "has_answered"), key=str)
    assert asked_and_answered == [(None, False)] * 2 + [(None, True)] * 3
    assert set(Letter.objects.values_list("action_path", "state")) == {("", "cancelled")}


def test_closing_twice_changes_nothing():
    questionnaire = answered([YES] * 5)
    keys = set(Answer.objects.values_list("pk", flat=True))
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
    assert keys == set(Answer.objects.values_list("pk", flat=True))
    assert Bundle.objects.count() == 1


def test_only_those_whose_days_are_over_are_closed():
    first, _ = asked(1)
    second, _ = asked(1, starts_at=NOW + timedelta(days=40))
    assert operations.close_questionnaires(first.closes_at) == 1
    assert list(Questionnaire.objects.filter(closed_at=None)) == [second]
    assert operations.close_questionnaires(first.closes_at) == 0


# Bundles


def bundles():
    return sorted(
        sorted(bundle.questionnaires.values_list("session__title", flat=True))
        for bundle in Bundle.objects.filter(made_at__isnull=False)
    )


def test_enough_answers_make_a_bundle_of_their_own():
    answered([YES] * 5, title="a")
    assert bundles() == [["a"]]


def test_smaller_ones_wait_and_are_put_together_in_the_order_of_their_closing():
    answered([YES] * 2, title="a")
    answered([NO] * 6, title="big")
    assert bundles() == [["big"]]
    answered([YES] * 2, title="b")
    assert bundles() == [["big"]]
    answered([YES] * 1, title="c")
    answered([YES] * 4, title="d")
    assert bundles() == [["a", "b", "c"], ["big"]]


def test_every_question_needs_enough_answers():
    answered([*[YES] * 4, ("yes", "", "")], title="a")
    assert bundles() == []
    answered([("", "no", "more")], title="b")
    assert bundles() == [["a", "b"]]


def test_two_formats_are_never_put_together():
    answered([YES] * 3, title="a")
    answered([YES] * 3, title="b", format=FormatFactory(slug="autre", name="Ac’Truc²"))
    assert bundles() == []


def test_a_questionnaire_without_answer_needs_no_bundle():
    questionnaire = answered([], silent=9)
    answered([YES] * 5)
    assert questionnaire.closed_at is not None
    assert not Questionnaire.objects.get(pk=questionnaire.pk).bundle


def test_the_organisations_threshold_decides():
    questionnaire, _ = asked(0)
    organisation = questionnaire.session.programme.organisation
    organisation.privacy_threshold = 3
    organisation.save()
    answered([YES] * 3, title="a")
    assert bundles() == [["a"]]


def test_a_session_that_nobody_with_an_account_attended_still_closes():
    session, _ = held(0)
    questionnaire = operations.open_questionnaire(session=session, at=session.closed_at)
    assert operations.close_questionnaires(questionnaire.closes_at) == 1


def test_an_agent_erased_while_it_is_open_leaves_the_counts_as_they_were():
    questionnaire, [agent, other] = asked(2)
    operations.answer(
        token=queries.token_of(questionnaire, agent),
        question="useful",
        value="yes",
        at=questionnaire.opened_at,
    )
    agent.delete()
    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
    results = queries.results(questionnaire.session)
    assert (results.answered, results.invited) == (1, 2)
    assert AgentFactory._meta.model.objects.filter(pk=other.pk).exists()
