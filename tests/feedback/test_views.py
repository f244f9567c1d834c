"""The questionnaire as people meet it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Questionnaire
from tests.factories import SessionFactory
from tests.feedback.helpers import NO, YES, answered, came, held

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def survey(bob, now):
    """The open questionnaire of Bob, who came to a session an hour ago."""
    starts = now - timedelta(hours=3)
    session, _ = held(0, title="Publipostage", starts_at=starts, ends_at=starts + timedelta(hours=2))
    came(session, bob)
    return operations.open_questionnaire(session=session, at=now)


@pytest.fixture
def token(survey, bob):
    return queries.token_of(survey, bob)


def shut(survey, now):
    Questionnaire.objects.filter(pk=survey.pk).update(closes_at=now)
    operations.close_questionnaire(questionnaire=survey, at=now)


def sheet():
    return Answer.objects.values_list("useful", "use", "next").get()


def test_the_questionnaire_opens_without_signing_in_and_writes_nothing(client, token):
    response = client.get(reverse("feedback:survey", args=[token]))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Publipostage" in page
    assert page.count("<fieldset") == 3
    assert page.count('type="radio"') == 9
    assert "no-store" in response["Cache-Control"]
    assert not Answer.objects.exists()


def test_one_form_sends_the_three_answers_without_javascript(client, token):
    response = client.post(
        reverse("feedback:survey", args=[token]), {"useful": "yes", "use": "later", "next": "more"}
    )
    assert response.status_code == 302
    assert response["Location"] == reverse("feedback:thanks", args=[token])
    assert sheet() == ("yes", "later", "more")


def test_the_first_answer_alone_counts(client, token):
    client.post(reverse("feedback:survey", args=[token]), {"useful": "no"})
    assert sheet() == ("no", "", "")


def test_sending_nothing_is_answered_in_words(client, token):
    response = client.post(reverse("feedback:survey", args=[token]))
    assert response.status_code == 400
    assert "Touchez au moins une réponse." in response.content.decode()


def test_each_tap_is_saved_and_shown_on_the_page_afterwards(client, token):
    response = client.post(reverse("feedback:tap", args=[token]), {"useful": "somewhat"}, headers=HTMX)
    assert "C’est noté." in response.content.decode()
    assert sheet() == ("somewhat", "", "")
    page = client.get(reverse("feedback:survey", args=[token])).content.decode()
    assert page.count("checked") == 1


def test_the_card_of_the_home_page_asks_the_next_question_until_thanks(client, token):
    said = []
    for answer in ({"useful": "yes"}, {"use": "yes"}, {"next": "enough"}):
        response = client.post(reverse("feedback:tap", args=[token]), {"card": "1"} | answer, headers=HTMX)
        said.append(response.content.decode())
    assert "Question 2 sur 3" in said[0]
    assert "Question 3 sur 3" in said[1]
    assert "Merci" in said[2]
    assert sheet() == ("yes", "yes", "enough")


def test_the_card_leads_to_the_page_without_javascript(client, token):
    response = client.post(reverse("feedback:tap", args=[token]), {"card": "1", "useful": "yes"})
    assert response["Location"] == reverse("feedback:survey", args=[token])
    assert sheet() == ("yes", "", "")


def test_a_value_that_does_not_exist_is_refused_in_words(client, token):
    response = client.post(reverse("feedback:tap", args=[token]), {"useful": "peut-être"}, headers=HTMX)
    assert "Cette réponse n’existe pas" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_tap_that_comes_too_late_is_refused_in_words(client, survey, token, now):
    shut(survey, now)
    response = client.post(
        reverse("feedback:tap", args=[token]), {"card": "1", "useful": "yes"}, headers=HTMX
    )
    assert "Ce questionnaire est fermé" in response.content.decode()


@pytest.mark.parametrize("name", ["feedback:survey", "feedback:thanks"])
def test_a_closed_questionnaire_says_so_and_shows_a_way_on(client, survey, token, name, now):
    shut(survey, now)
    response = client.get(reverse(name, args=[token]))
    page = response.content.decode()
    assert response.status_code == 410
    assert "Ce questionnaire est fermé" in page
    assert "Publipostage" not in page
    assert f'href="{reverse("agenda:session_list")}"' in page


@pytest.mark.parametrize("name", ["feedback:survey", "feedback:thanks"])
def test_an_unknown_address_says_so_and_shows_a_way_on(client, survey, token, name):
    response = client.get(reverse(name, args=[token[:-1] + ("A" if token[-1] != "A" else "B")]))
    assert response.status_code == 404
    assert "Cette adresse n’ouvre aucun questionnaire" in response.content.decode()


def test_thanks_say_what_becomes_of_the_answer(client, token, alice):
    client.post(reverse("feedback:tap", args=[token]), {"next": "more"})
    page = client.get(reverse("feedback:thanks", args=[token])).content.decode()
    assert "Ce que devient votre réponse" in page
    assert "à votre tour" not in page


def test_to_explain_it_oneself_opens_a_sentence_with_a_name(client, token, alice):
    client.post(reverse("feedback:tap", args=[token]), {"next": "explain"})
    page = client.get(reverse("feedback:thanks", args=[token])).content.decode()
    assert "Parlez-en à Alice Morel" in page


def test_somebody_invited_is_led_to_the_own_questionnaire(client, survey, token, bob):
    client.force_login(bob)
    response = client.get(reverse("feedback:survey_mine", args=[survey.session.slug]))
    assert response["Location"] == reverse("feedback:survey", args=[token])


def test_somebody_not_invited_sees_only_how_many_answered(client, survey, maya):
    client.force_login(maya)
    page = client.get(reverse("feedback:survey_mine", args=[survey.session.slug])).content.decode()
    assert "0 réponses sur 1" in page
    assert "<meter" not in page


def test_results_are_shown_from_five_answers_on(client, maya):
    client.force_login(maya)
    few = answered([YES] * 4, title="peu").session
    enough = answered([YES, YES, YES, YES, NO], title="assez").session
    few_page = client.get(reverse("feedback:survey_mine", args=[few.slug])).content.decode()
    page = client.get(reverse("feedback:survey_mine", args=[enough.slug])).content.decode()
    assert "<meter" not in few_page
    assert "Il en faut 5" in few_page
    assert page.count("<meter") == 9
    assert "5 réponses sur 5" in page


def test_the_page_of_a_session_may_fetch_the_results_alone(client, bob):
    client.force_login(bob)
    session = answered([YES] * 5).session
    fragment = client.get(reverse("feedback:survey_mine", args=[session.slug]), headers=HTMX).content.decode()
    assert fragment.count("<meter") == 9
    assert "<html" not in fragment
    empty = client.get(reverse("feedback:survey_mine", args=[SessionFactory().slug]), headers=HTMX)
    assert empty.content.decode().strip() == ""


def test_a_session_of_another_organisation_does_not_exist(client, zoe, survey):
    client.force_login(zoe)
    assert client.get(reverse("feedback:survey_mine", args=[survey.session.slug])).status_code == 404
