"""A programme's own words: on its pages, in its letters, and nobody else's."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.letters.models import Letter
from essaim.programmes import operations
from essaim.programmes.models import Programme
from essaim.ui.words import USUAL, Noun, Words, speaking, words_from
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
WORKSHOP = Words(session=Noun("atelier", "ateliers", is_feminine=False))
WORDS = "programmes:settings_words"


def workshops():
    programme = ProgrammeFactory()
    words = {"session": "atelier", "sessions": "ateliers", "session_gender": "m"}
    operations.change_words(programme=programme, words=words)
    return programme


def shown(source, **context):
    return Template(source).render(Context(context))


def test_a_counted_sentence_keeps_the_french_zero():
    source = "{% blocktranslate count n=n %}{{ n }} séance{% plural %}{{ n }} séances{% endblocktranslate %}"

    with speaking(WORKSHOP):
        assert [shown(source, n=n) for n in (0, 1, 2)] == [
            "0 atelier",
            "1 atelier",
            "2 ateliers",
        ]


def test_a_sentence_kept_under_a_name_speaks_too():
    with speaking(WORKSHOP):
        assert shown('{% translate "La séance" as x %}<{{ x }}>') == "<L’atelier>"


def test_letters_are_written_in_the_words_of_their_programme(bob):
    programme = workshops()
    session = SessionFactory(programme=programme, seats=1)
    agenda.register(session=session, agent=AgentFactory(), at=NOW)

    agenda.register(session=session, agent=bob, at=NOW)

    body = Letter.objects.get(agent=bob).body
    assert "L’atelier est complet." in body
    assert "séance" not in body.lower()


def test_what_is_kept_of_a_page_is_kept_once_for_each_voice(client, bob, zoe):
    session = SessionFactory(programme=workshops(), seats=1)
    agenda.cancel_session(session=session, reason="Grève", at=NOW, by=bob)
    client.force_login(bob)
    page = reverse("agenda:session_detail", args=[session.slug])
    assert "Atelier annulé" in client.get(page).content.decode()

    operations.change_words(programme=Programme.objects.get(pk=session.programme_id), words={})

    assert "Séance annulée" in client.get(page).content.decode()


def test_the_gender_is_chosen_in_the_settings_and_read_back_in_an_example(client, alice):
    client.force_login(alice)
    fields = {
        "participant": "apprenti",
        "participants": "apprentis",
        "session": "rendez-vous",
        "sessions": "rendez-vous",
        "session_gender": "m",
    }

    preview = client.post(reverse(WORDS), fields | {"look": "1"}).content.decode()
    assert "Ce rendez-vous est annulé." in preview
    client.post(reverse(WORDS), fields)

    words = ProgrammeFactory().own_words
    assert words.session == Noun("rendez-vous", "rendez-vous", is_feminine=False)


def test_the_usual_words_are_the_usual_object():
    assert words_from({}) is USUAL
    assert words_from({"session": "séance", "sessions": "séances", "session_gender": "f"}) is USUAL
