"""The questionnaire answered in the room, under a name picked there: once, nothing shown, never counted twice."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Invitation, Questionnaire
from tests.conftest import person
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ROOM, OPINION, THANKS = "/salle/TCD48/", "/salle/TCD48/avis/", "/salle/TCD48/merci/"
YES = {"useful": "yes", "use": "yes", "next": "more"}


@pytest.fixture(autouse=True)
def travel():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def over(hosted, bob, hugo, travel):
    """Bob came, Nadia did not, and the host ended the session five minutes ago."""
    nadia = person("nadia", "Benali", "Finances", first_name="Nadia")
    for agent in (bob, nadia):
        agenda.register(session=hosted, agent=agent, at=NOW)
    sitting = hosted.sittings.get()
    travel.move_to(hosted.ends_at)
    agenda.mark_presence(sitting=sitting, agent=bob, status="present", at=hosted.starts_at, by=hugo)
    agenda.close_session(session=hosted, at=hosted.ends_at, by=hugo)
    travel.shift(timedelta(minutes=5))
    return Session.objects.get(pk=hosted.pk)


def read(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def names(client, text):
    return client.post(ROOM, {"nom": text}).context["names"]


def pick(client, text="perrin"):
    [(sign, _shown)] = names(client, text)
    return client.post(ROOM, {"qui": sign}, follow=True)


def token(over, bob):
    return queries.token_of(Questionnaire.objects.get(session=over), bob)


def test_a_name_picked_once_the_session_is_closed_opens_the_questions(client, over):
    response = pick(client)

    assert response.redirect_chain[-1][0] == OPINION
    assert "Avant de partir, Bob…" in read(response)
    assert "Avez-vous appris" in read(response)


def test_who_said_je_suis_la_here_finds_the_questions_without_picking_again(
    client, hosted, bob, hugo, travel
):
    agenda.register(session=hosted, agent=bob, at=NOW)
    travel.move_to(hosted.starts_at)
    pick(client)
    travel.move_to(hosted.ends_at)
    agenda.close_session(session=hosted, at=hosted.ends_at, by=hugo)

    assert client.get("/s/tcd48/", follow=True).redirect_chain[-1][0] == OPINION


def test_one_sending_counts_and_says_thanks(client, over, bob):
    pick(client)

    response = client.post(OPINION, YES, follow=True)

    assert response.redirect_chain[-1][0] == THANKS
    assert "Merci, c’est noté sans votre nom" in read(response)
    assert Invitation.objects.get().has_answered
    assert Answer.objects.values_list("useful", "use", "next").get() == ("yes", "yes", "more")


def test_the_first_answer_alone_counts(client, over):
    pick(client)

    client.post(OPINION, {"useful": "no"})

    assert Answer.objects.get().useful == "no"


@pytest.mark.parametrize("sent", [{}, {"useful": "perhaps"}])
def test_nothing_or_something_unknown_is_told_and_kept(client, over, sent):
    pick(client)

    response = client.post(OPINION, {"use": "yes"} | sent if sent else sent)

    assert response.status_code == 400
    assert "Il y a un problème" in read(response)
    assert Answer.objects.count() == 0
    assert ("checked" in read(response)) is bool(sent)


def test_who_answers_here_then_by_the_letter_is_counted_once_and_the_letter_decides(client, over, bob):
    pick(client)
    client.post(OPINION, YES)

    operations.answer_all(token=token(over, bob), values={"useful": "no"}, at=over.closed_at)

    assert Answer.objects.values_list("useful", "use").get() == ("no", "yes")
    assert Invitation.objects.filter(has_answered=True).count() == 1


def test_who_answered_by_the_letter_is_not_asked_again_and_nothing_of_it_is_shown(client, over, bob):
    operations.answer_all(token=token(over, bob), values=YES, at=over.closed_at)

    page = read(pick(client))
    sent = client.post(OPINION, {"useful": "no"})

    assert "L’avis de Bob est déjà donné" in page
    assert "checked" not in page
    assert "déjà donné" in read(sent)
    assert Answer.objects.get().useful == "yes"


def test_the_page_holds_neither_the_token_nor_a_way_to_it(client, over, bob):
    page = read(pick(client))

    assert token(over, bob) not in page
    assert "/avis/1." not in page


def test_two_sendings_at_once_count_once(client, over, bob):
    survey = queries.survey_of(over, bob, at=over.closed_at)
    operations.answer_once(survey=survey, values=YES, at=over.closed_at)

    with pytest.raises(operations.AlreadyAnswered):
        operations.answer_once(survey=survey, values={"useful": "no"}, at=over.closed_at)

    assert Answer.objects.get().useful == "yes"


def test_only_those_who_came_are_in_the_list(client, over):
    assert names(client, "benali") == []
    assert [shown for _sign, shown in names(client, "per")] == ["Bob P."]


def test_the_room_asks_until_two_hours_after_the_end(client, over, travel):
    pick(client)
    travel.move_to(over.ends_at + timedelta(hours=2, seconds=1))
    late = read(client.get(ROOM))

    assert client.get(OPINION).url == ROOM
    assert client.post(OPINION, YES).url == ROOM
    assert client.get(THANKS).url == ROOM
    assert "La salle est refermée" in late
    assert "dans la lettre reçue" in late
    assert Answer.objects.count() == 0


def test_without_a_name_one_goes_back_to_the_list(client, over):
    assert client.get(OPINION).url == ROOM
    assert client.post(OPINION, YES).url == ROOM


def test_who_is_signed_in_answers_as_oneself_with_the_own_token(client, over, bob):
    client.force_login(bob)

    response = client.get(ROOM, follow=True)

    assert response.redirect_chain[-1][0] == f"/avis/{token(over, bob)}/"


def test_who_signs_in_after_picking_the_own_name_answers_as_oneself(client, over, bob):
    pick(client)
    client.force_login(bob)

    assert client.get(ROOM).url == f"/seances/{over.slug}/avis/"


def test_the_next_person_on_this_phone_begins_at_the_list(client, over):
    pick(client)
    client.post(OPINION, YES)

    assert "Le début de votre nom" in read(client.get(f"{ROOM}?autre=1"))
