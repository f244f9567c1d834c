"""One's own letters, and the demo's mailbox."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.letters import operations
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.letters.test_operations import post

MINE = reverse("letters:mine")
MAILBOX = reverse("letters:mailbox")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


class TestMine:
    def test_shows_ones_own_letters_newest_first(self, client, bob, maya):
        post(bob, subject="La première", at=NOW - timedelta(days=1))
        post(bob, subject="La deuxième", version="2")
        post(maya, subject="Pour une autre")
        client.force_login(bob)

        page = client.get(MINE).context["page"]

        assert [letter.subject for letter in page] == ["La deuxième", "La première"]

    def test_shows_the_text_and_the_button(self, client, bob):
        post(bob)
        client.force_login(bob)

        text = client.get(MINE).content.decode()

        assert "Votre place est réservée" in text
        assert 'href="/seances/tableaux-croises/"' in text

    def test_is_readable_without_email(self, client):
        agent = AgentFactory(email="")
        post(agent)
        client.force_login(agent)

        assert len(client.get(MINE).context["page"]) == 1

    def test_hides_what_was_cancelled_and_what_is_for_later(self, client, bob):
        post(bob, due_at=NOW + timedelta(hours=1))
        post(bob, cause="session:13")
        operations.cancel(cause="session:13", at=NOW)
        client.force_login(bob)

        assert list(client.get(MINE).context["page"]) == []

    @pytest.mark.parametrize("letters", [1, 3])
    def test_costs_the_same_whatever_the_number_of_letters(
        self, client, bob, letters, django_assert_num_queries
    ):
        for number in range(letters):
            post(bob, version=str(number))
        client.force_login(bob)

        with django_assert_num_queries(5):  # session, person, programme, count, letters
            client.get(MINE)

    def test_twenty_five_to_a_page(self, client, bob):
        for number in range(26):
            post(bob, version=str(number))
        client.force_login(bob)

        assert len(client.get(MINE, {"page": 2}).context["page"]) == 1
        assert client.get(MINE, {"page": "x"}).status_code == 200


class TestMailbox:
    @pytest.mark.parametrize("address", [MAILBOX, reverse("letters:mailbox_letter", args=[1])])
    def test_does_not_exist_outside_a_demo(self, client, root, address):
        client.force_login(root)

        assert client.get(address).status_code == 404

    def test_is_open_to_everybody_in_a_demo(self, client, bob, maya, demo):
        post(bob, subject="La première", at=NOW - timedelta(days=1))
        post(maya, subject="La deuxième")

        page = client.get(MAILBOX).context["page"]

        assert [letter.subject for letter in page] == ["La deuxième", "La première"]

    @pytest.mark.parametrize("letters", [1, 3])
    def test_costs_the_same_whatever_the_number_of_letters(
        self, client, bob, demo, letters, django_assert_num_queries
    ):
        for number in range(letters):
            post(AgentFactory(), version=str(number))

        with django_assert_num_queries(3):  # programme, count, letters
            client.get(MAILBOX)

    def test_an_empty_mailbox_says_so(self, client, demo, db):
        assert "Aucune lettre" in client.get(MAILBOX).content.decode()

    def test_a_letter_is_shown_as_sent_with_its_headers(self, client, bob, demo, settings):
        settings.SITE_URL = "https://essaim.example"
        post(bob)
        letter = Letter.objects.get()

        response = client.get(reverse("letters:mailbox_letter", args=[letter.pk]))

        assert response.context["headers"]["X-Essaim-Key"] == letter.key
        assert response.context["action_url"] == "https://essaim.example/seances/tableaux-croises/"
        text = response.content.decode()
        assert [part for part in (letter.key, "Message-ID", "bob@caluire.example") if part not in text] == []
        assert 'href="/seances/tableaux-croises/"' in text

    def test_the_entry_of_a_calendar_is_named_and_opened(self, client, bob, demo):
        session = SessionFactory(slug="tableaux")
        agenda.register(session=session, agent=bob, at=NOW)
        letter = Letter.objects.get()
        address = reverse("letters:mailbox_letter", args=[letter.pk])
        file = reverse("letters:mailbox_enclosure", args=[letter.pk, 0])

        before = client.get(address).content.decode(), client.get(file).status_code
        operations.send_due(NOW)
        after, opened = client.get(address).content.decode(), client.get(file)

        assert ("rendez-vous.ics" in before[0], before[1]) == (False, 404)
        assert "rendez-vous.ics" in after
        assert f'href="{file}"' in after
        assert opened["Content-Type"] == "text/calendar; method=REQUEST"
        assert opened.content.decode().startswith("BEGIN:VCALENDAR")

    def test_the_mail_is_drawn_in_a_frame_and_leads_to_the_site_itself(self, client, bob, demo, settings):
        settings.SITE_URL = "https://essaim.example"
        post(bob)
        pk = Letter.objects.get().pk

        framed = client.get(reverse("letters:mailbox_mail", args=[pk]))
        page = client.get(reverse("letters:mailbox_letter", args=[pk]))

        assert 'href="/seances/tableaux-croises/"' in framed.content.decode()
        assert "https://essaim.example" not in framed.content.decode()
        assert framed["X-Frame-Options"] == "SAMEORIGIN"
        assert f'src="{reverse("letters:mailbox_mail", args=[pk])}"' in page.content.decode()
        assert "frame-src 'self'" in page["Content-Security-Policy"]

    def test_a_cancelled_letter_is_not_in_the_mailbox(self, client, bob, demo):
        post(bob)
        operations.cancel(cause="session:12", at=NOW)

        address = reverse("letters:mailbox_letter", args=[Letter.objects.get().pk])
        assert client.get(address).status_code == 404
