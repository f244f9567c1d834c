"""The tab « Message » of a session: what is typed is never lost, what is promised is what leaves."""

import re
from html import unescape

import pytest
from django.urls import reverse

from essaim.agenda.operations import cancel_session, register
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from tests.agenda.test_writing import MINUTE, awa, full, notes, write  # noqa: F401 -- fixtures
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PAGE = "/pilotage/programme/tableaux-croises/message/"
WORDS = {"subject": "Une salle plus grande", "text": "Bonjour,\r\n\r\nVenez à deux."}


def fields(page):
    """What the hidden fields of the form say."""
    hidden = r'<input type="hidden" name="(press|said)" value="([^"]*)"'
    return dict(re.findall(hidden, page))


def opened(client, address=PAGE):
    return unescape(client.get(address).content.decode())


def press(client, do="send", **changes):
    sent = fields(opened(client)) | {"audience": "inscrits", "do": do} | WORDS | changes
    return client.post(PAGE, sent)


def plain(answer):
    """The text of the page, spaces of French typography set apart."""
    text = unescape(re.sub(r"<[^>]*>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def test_the_tab_leads_to_the_page_and_the_button_counts(piloting, full):  # noqa: F811
    assert f'href="{PAGE}"' in opened(piloting, reverse("agenda:manage_session", args=[full.slug]))

    page = plain(piloting.get(PAGE))

    assert "Envoyer à 2 personnes" in page
    assert "1 par courriel, 1 sur papier" in page
    assert "Sur papier : remis par leur relais" in page


def test_it_leaves_to_those_the_button_said_and_can_be_kept_back(piloting, full):  # noqa: F811
    answer = press(piloting)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)

    page = piloting.get(PAGE)
    assert "Une salle plus grande » part à 10 h 01, à 2 personnes" in plain(page)
    [undo] = set(re.findall(rf'action="({PAGE}\w+/retenir/)"', page.content.decode()))
    back = piloting.post(undo)

    assert set(notes().values_list("state", flat=True)) == {"cancelled"}
    again = piloting.get(back["Location"])
    assert "Envoi retenu" in plain(again)
    assert 'value="Une salle plus grande"' in again.content.decode()
    assert "Bonjour,\n\nVenez à deux.</textarea>" in again.content.decode()


def test_a_form_sent_twice_writes_once(piloting, full):  # noqa: F811
    sent = fields(opened(piloting)) | {"audience": "inscrits", "do": "send"} | WORDS
    piloting.post(PAGE, sent)
    piloting.post(PAGE, sent)

    assert notes().count() == 2


def test_another_group_is_looked_at_before_it_leaves(piloting, full):  # noqa: F811
    page = press(piloting, audience="attente")

    assert "va maintenant à la personne qui attend" in plain(page)
    assert "Envoyer à 1 personne" in plain(page)
    assert fields(unescape(page.content.decode()))["said"] == "attente:1"
    assert notes().count() == 0


def test_looking_writes_nothing_and_shows_the_letter(piloting, full):  # noqa: F811
    page = plain(press(piloting, do="look", text="Bonjour <b>vous</b>"))

    assert "De Alice Morel, TRUC²" in page
    assert "Bonjour <b>vous</b>" in page
    assert "Tableaux croisés ven. 1er mars, 10 h – 12 h, lieu à préciser" in page
    assert notes().count() == 0


def test_enter_in_a_field_sends_nothing(piloting, full):  # noqa: F811
    page = opened(piloting)
    first_button = re.search(r'<form class="stack gap-5".*?(<button.*?>)', page, re.DOTALL)[1]

    assert 'value="look"' in first_button


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "Écrivez l’objet"),
        ({"subject": "x" * 3000}, "Ce texte compte 3000 caractères, il en tient 150"),
        ({"text": "  "}, "Écrivez votre message"),
        ({"text": "x" * 5000}, "Ce texte compte 5000 caractères, il en tient 4000"),
        ({"audience": ""}, "Choisissez à qui vous écrivez"),
        ({"audience": "personne"}, "Choisissez à qui vous écrivez"),
        ({"subject": "a\x00b"}, "caractère"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_stays(piloting, full, changes, sentence):  # noqa: F811
    answer = press(piloting, **changes)
    page = unescape(answer.content.decode())

    assert sentence in plain(answer)
    kept = WORDS | {name: words for name, words in changes.items() if name in WORDS}
    assert f'value="{kept["subject"]}"' in page or not kept["subject"] or "\x00" in kept["subject"]
    assert kept["text"].strip() in page
    assert notes().count() == 0


def test_a_session_cancelled_meanwhile_says_so(piloting, full, alice):  # noqa: F811
    sent = fields(opened(piloting)) | {"audience": "inscrits", "do": "send"} | WORDS
    cancel_session(session=full, reason="panne", at=NOW, by=alice)

    page = piloting.post(PAGE, sent)

    assert "Cette séance est annulée" in plain(page)
    assert "Bonjour, Venez à deux." in plain(page)
    assert notes().count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_to_write_to_is_said(piloting, hosted, method):
    hosted.hosts.all().delete()

    assert "il n’y a personne à qui écrire" in plain(getattr(piloting, method)(PAGE))


def test_what_has_left_is_counted_as_the_list_of_messages_does(piloting, full, alice):  # noqa: F811
    write(full, alice)
    letters.send_due(NOW + MINUTE)
    gone = Letter.objects.filter(state="sent").count()

    page = piloting.get(PAGE)

    assert f"{gone} messages sont déjà partis pour cette séance" in plain(page)
    [link] = re.findall(r'href="(/pilotage/messages/\?sur=[^"]*parties)"', page.content.decode())
    listed = piloting.get(unescape(link)).content.decode()
    assert len(re.findall("<th [^>]*row", listed)) == gone


def test_taking_back_what_has_left_says_so(piloting, full, alice):  # noqa: F811
    version = write(full, alice).version
    letters.send_due(NOW + MINUTE)

    answer = piloting.post(f"{PAGE}{version}/retenir/", follow=True)

    assert "Ce message est déjà parti." in plain(answer)


def test_a_partner_who_is_registered_is_written_to_and_never_runs_it(client, full, zoe):  # noqa: F811
    client.force_login(zoe)

    assert (client.get(PAGE).status_code, client.post(PAGE, WORDS).status_code) == (404, 404)


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_whatever_the_number(
    piloting, hosted, people, django_assert_num_queries, bob, maya, ada
):
    for agent in [bob, maya, ada][:people]:
        register(session=hosted, agent=agent, at=NOW)
    piloting.get(PAGE)

    with django_assert_num_queries(COST):
        piloting.get(PAGE)


COST = 11
