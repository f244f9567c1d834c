"""Coming in by a link in a letter: signed, single use, fifteen minutes, a page with one button."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.db import transaction
from django.urls import resolve, reverse

from essaim.kernel import clock
from essaim.letters.models import Letter
from essaim.people.models import SignInLink
from essaim.people.operations import sign_in as operations
from tests.factories import NOW, AgentFactory

MINUTE = timedelta(minutes=1)
ASK = reverse("people:link_request")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The clock, which a test may set forward."""
    moment = {"at": NOW}
    monkeypatch.setattr(clock, "now", lambda: moment["at"])
    return moment


def ask(client, name="bob"):
    return client.post(ASK, {"name": name})


def letter_path():
    return Letter.objects.order_by("-pk").values_list("action_path", flat=True)[0]


def who(client):
    return client.session.get(SESSION_KEY)


class TestAsking:
    @pytest.mark.parametrize("name", ["bob", "BOB", " bob ", "bob@caluire.example", "BOB@Caluire.example"])
    def test_a_letter_leaves_for_the_person(self, client, bob, name):
        ask(client, name)

        letter = Letter.objects.get()
        assert (letter.agent, letter.kind, letter.due_at) == (bob, "sign_in_link", NOW)
        assert resolve(letter.action_path).view_name == "people:link_open"

    def test_the_answer_is_the_same_for_everybody(self, client, bob):
        AgentFactory(login="sans", email="")
        AgentFactory(login="parti", is_active=False)

        answers = [ask(client, name) for name in ("bob", "x", "sans", "parti", "")]

        pages = {re.sub(r'csrfmiddlewaretoken" value="\w+"', "", a.content.decode()) for a in answers}
        assert (len(pages), {answer.status_code for answer in answers}) == (1, {200})
        assert "Regardez votre messagerie" in answers[0].content.decode()

    def test_who_has_left_or_has_no_mailbox_gets_no_link(self, client, db):
        AgentFactory(login="sans", email="")
        AgentFactory(login="parti", is_active=False)

        ask(client, "sans")
        ask(client, "parti")

        assert (SignInLink.objects.count(), Letter.objects.count()) == (0, 0)

    def test_three_links_at_most_within_their_life(self, client, bob, now):
        for _ in range(5):
            ask(client)
        assert Letter.objects.count() == 3

        now["at"] = NOW + 15 * MINUTE
        ask(client)
        assert Letter.objects.count() == 4

    def test_the_network_is_limited_too(self, client, bob, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}

        assert [ask(client).status_code, ask(client).status_code] == [200, 429]

    def test_the_database_keeps_only_a_digest(self, client, bob):
        ask(client)

        token = letter_path().split("/")[-2]
        assert SignInLink.objects.get().digest == operations.digest_of(token)
        assert token not in SignInLink.objects.get().digest

    def test_no_letter_without_its_link(self, bob):
        with transaction.atomic():
            operations.ask_for_link(name="bob", at=NOW)
            transaction.set_rollback(True)

        assert (SignInLink.objects.count(), Letter.objects.count()) == (0, 0)

    def test_asking_takes_no_get(self, client, db):
        assert client.get(ASK).status_code == 405


class TestOpening:
    def test_the_link_opens_a_page_with_one_button_and_does_nothing(self, client, bob):
        ask(client)

        responses = [client.get(letter_path()), client.get(letter_path()), client.head(letter_path())]

        assert [response.status_code for response in responses[:2]] == [200, 200]
        assert "Bonjour Bob Perrin" in responses[0].content.decode()
        assert (who(client), SignInLink.objects.get().used_at) == (None, None)

    def test_the_button_signs_in(self, client, bob):
        ask(client)

        response = client.post(letter_path())

        assert (response.status_code, response.url, who(client)) == (302, "/", str(bob.pk))

    def test_a_link_serves_once(self, client, bob):
        ask(client)
        path = letter_path()
        client.post(path)
        client.post(reverse("people:sign_out"))

        again = client.post(path)

        assert (again.status_code, who(client)) == (410, None)
        assert "a déjà servi" in again.content.decode()
        assert reverse("people:sign_in") in again.content.decode()

    def test_of_two_clicks_at_once_one_enters(self, bob, client):
        ask(client)
        token = letter_path().split("/")[-2]
        link = operations.find_link(token=token, at=NOW)
        SignInLink.objects.filter(pk=link.pk).update(used_at=NOW)

        with pytest.raises(operations.LinkUseless):
            operations.use_link(token=token, at=NOW)

    @pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 410), (60, 410)])
    def test_a_link_lives_fifteen_minutes(self, client, bob, now, minutes, status):
        ask(client)
        now["at"] = NOW + minutes * MINUTE

        assert client.get(letter_path()).status_code == status

    @pytest.mark.parametrize("token", ["abc", "abc.def", "a" * 500, "😀", "%00"])
    def test_a_made_up_link_is_told_kindly(self, client, db, token):
        response = client.get(f"/connexion/lien/{token}/")

        assert response.status_code == 404
        assert "existe pas" in response.content.decode()

    def test_a_made_up_link_does_not_reach_the_database(self, db, django_assert_num_queries):
        with django_assert_num_queries(0), pytest.raises(operations.LinkUseless):
            operations.find_link(token="abc.def", at=NOW)

    def test_an_account_closed_meanwhile_does_not_open(self, client, bob):
        ask(client)
        bob.is_active = False
        bob.save()

        assert client.post(letter_path()).status_code == 410
        assert who(client) is None

    def test_another_person_at_the_same_screen_is_signed_out(self, client, bob, maya):
        ask(client)
        client.force_login(maya)
        client.post(letter_path())

        assert who(client) == str(bob.pk)

    def test_a_used_link_leaves_no_trace_in_its_letter(self, client, bob):
        ask(client)
        client.post(letter_path())

        assert Letter.objects.get().action_path == ""


class TestCommand:
    """`essaim sign-in-link`: the way in where no letter leaves."""

    def test_it_prints_a_link_that_signs_in_once(self, client, bob, capsys):
        call_command("sign_in_link", "BOB")

        path = "/connexion/lien/" + capsys.readouterr().out.rstrip().rsplit("/connexion/lien/", 1)[1]
        client.post(path)
        assert who(client) == str(bob.pk)
        client.logout()
        assert "déjà servi" in client.post(path).content.decode()

    def test_each_link_is_a_fresh_one(self, client, bob, now, capsys):
        call_command("sign_in_link", "bob")
        now["at"] += 16 * MINUTE
        call_command("sign_in_link", "bob")

        old, new = (
            "/connexion/lien/" + line.rsplit("/connexion/lien/", 1)[1]
            for line in capsys.readouterr().out.splitlines()
        )
        assert "trop ancien" in client.post(old).content.decode()
        client.post(new)
        assert who(client) == str(bob.pk)

    @pytest.mark.parametrize(
        ("login", "said"), [("personne", "Personne n’a"), ("parti", "est fermé"), ("", "Personne n’a")]
    )
    def test_whom_it_may_not_let_in_is_told_in_words(self, db, login, said, capsys):
        AgentFactory(login="parti", is_active=False)

        with pytest.raises(SystemExit) as end:
            call_command("sign_in_link", login)

        assert end.value.code == 2
        assert said in capsys.readouterr().err
        assert not SignInLink.objects.exists()
