"""Reminders and digests may be stopped, by one click and without signing in; answers always leave."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from essaim.letters import links, messages, operations
from essaim.letters.models import FAMILY_OF, Letter, Stop, Wish
from tests.factories import NOW
from tests.letters.test_operations import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
Kind = Letter.Kind
PREFERENCES = reverse("letters:preferences")


def letter_of(agent, kind):
    post(agent, kind=kind)
    return Letter.objects.select_related("agent__organisation").get(kind=kind)


@pytest.fixture
def digest(bob):
    return letter_of(bob, Kind.TEAM_DIGEST)


@pytest.fixture
def path(digest):
    return links.stop_path(digest)


def stopped():
    return list(Stop.objects.order_by("family").values_list("agent__login", "family"))


@pytest.mark.parametrize("kind", Kind.values)
def test_only_reminders_and_digests_offer_to_be_stopped(bob, settings, kind):
    settings.SITE_URL = "https://essaim.example"
    given = messages.headers(letter_of(bob, kind))

    if kind in FAMILY_OF:
        assert re.fullmatch(
            r"<https://essaim\.example/lettres/desabonnement/\S+/>", given["List-Unsubscribe"]
        )
        assert given["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert [name for name in given if name.startswith("List-")] == []


def test_no_joining_notice_nor_answer_may_be_stopped():
    assert {Kind.CONFIRMED, Kind.WAITING, Kind.OFFERED, Kind.CANCELLED, Kind.CHANGED} & set(
        FAMILY_OF
    ) == set()


def test_the_headers_of_a_letter_are_the_same_at_each_sending(digest):
    assert messages.headers(digest) == messages.headers(Letter.objects.get())


def test_the_link_stands_in_the_text_and_in_the_html(digest, path):
    mailed = messages.message(digest)

    assert path in mailed.body
    assert path in mailed.alternatives[0][0]


def test_opening_the_page_changes_nothing_and_shows_one_button(client, path):
    for _time in range(10):
        page = client.get(path).content.decode()
        client.head(path)

    assert stopped() == []
    assert page.split("<main")[1].split("</main>")[0].count('<form method="post"') == 1


def test_a_mailbox_stops_them_by_one_click_without_cookie_or_token(path):
    mailbox = Client(enforce_csrf_checks=True)

    response = mailbox.post(path, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert stopped() == [("bob", "digests")]
    mailbox.post(path, {"List-Unsubscribe": "One-Click"})
    assert stopped() == [("bob", "digests")]


def test_a_stopped_family_is_read_in_moi_and_not_mailed(client, bob, settings, path):
    settings.EMAIL_IS_KEPT = False
    client.post(path)
    post(bob, kind=Kind.APPROVAL_REMINDER)
    post(bob, kind=Kind.CONFIRMED)

    assert operations.send_due(NOW) == 3
    kept = [mailed.extra_headers["X-Essaim-Key"].split(":")[0] for mailed in mail.outbox]
    assert kept == ["approval_reminder", "confirmed"]
    client.force_login(bob)
    assert len(client.get(reverse("letters:mine")).context["page"]) == 3


def test_one_click_ends_the_programme_of_the_week_also_that_which_has_not_left(client, bob, settings):
    settings.EMAIL_IS_KEPT = False
    operations.resume(agent=bob, family="programme", at=NOW)
    letter = letter_of(bob, Kind.PROGRAMME_WEEK)

    client.post(links.stop_path(letter), {"List-Unsubscribe": "One-Click"})
    operations.send_due(NOW)

    assert (list(Wish.objects.all()), stopped(), mail.outbox) == ([], [], [])


def test_it_is_taken_back_on_the_page_that_follows(client, bob, settings, path):
    page = client.post(path).content.decode()
    assert "C’est noté" in page

    client.post(path, {"family": "digests", "again": "1"})

    assert stopped() == []


def test_the_other_family_is_chosen_there_too(client, path):
    client.post(path, {"family": "reminders"})

    assert stopped() == [("bob", "reminders")]


def test_a_forged_or_old_link_and_that_of_a_leaver_open_nothing(client, bob, digest, path):
    old = Letter(agent=bob, kind=Kind.TEAM_DIGEST, created_at=NOW - timedelta(days=366))
    forged = path.replace("desabonnement/", "desabonnement/x")

    assert client.post(forged).status_code == client.post(links.stop_path(old)).status_code == 404
    bob.is_active = False
    bob.save()
    assert client.post(path).status_code == 404
    assert stopped() == []


def test_an_unknown_family_is_refused(client, path):
    assert client.post(path, {"family": "confirmed"}).status_code == 404


class TestPreferences:
    def test_stops_and_resumes_for_oneself(self, client, bob):
        client.force_login(bob)

        client.post(PREFERENCES, {"family": "reminders"})
        assert stopped() == [("bob", "reminders")]
        assert "Les recevoir" in client.get(PREFERENCES).content.decode()

        client.post(PREFERENCES, {"family": "reminders", "again": "1"})
        assert stopped() == []

    @pytest.mark.parametrize(
        ("what", "now"), [("programme", "Vous le recevez."), ("early", "Une semaine avant.")]
    )
    def test_asks_for_what_comes_to_nobody_else_and_takes_it_back(self, client, bob, what, now):
        client.force_login(bob)
        assert now not in client.get(PREFERENCES).content.decode()

        for _twice in range(2):
            client.post(PREFERENCES, {"family": what, "again": "1"})
        assert list(Wish.objects.values_list("agent__login", "what")) == [("bob", what)]
        assert now in client.get(PREFERENCES).content.decode()

        client.post(PREFERENCES, {"family": what})
        assert (list(Wish.objects.all()), stopped()) == ([], [])

    def test_nothing_chosen_is_refused(self, client, bob):
        client.force_login(bob)

        assert client.post(PREFERENCES).status_code == 404

    def test_costs_little(self, client, bob, django_assert_num_queries):
        client.force_login(bob)

        with django_assert_num_queries(5):  # session, person, programme, stops, wishes
            client.get(PREFERENCES)
