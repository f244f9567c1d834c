"""The calendars that programs read by themselves: whose sessions, at which address, until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Feed, Registration, Session
from essaim.agenda.operations import cancel_session, register, resize, withdraw
from essaim.agenda.operations.feeds import make_feed, stop_feed
from essaim.agenda.queries.feeds import token_of
from tests.agenda.calendars import method_of, read
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
DAY = timedelta(days=1)
LINK = "https://visio.example/secret"


def path(agent, programme=0):
    feed = Feed.objects.filter(agent=agent).first() or make_feed(agent=agent, at=NOW)
    return reverse("agenda:feed", args=[token_of(feed, programme)])


def titles(client, where):
    return [one.title for one in read(client.get(where).content)]


def test_a_program_reads_what_the_person_comes_to_and_leads_without_signing_in(client, hosted, bob, hugo):
    register(session=hosted, agent=bob, at=NOW)
    SessionFactory(title="Celle des autres")

    response = client.get(path(bob))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert method_of(response.content.decode()) == "PUBLISH"
    assert [(one.title, one.starts_at, one.status) for one in read(response.content)] == [
        ("Tableaux croisés", hosted.starts_at, "CONFIRMED")
    ]
    assert titles(client, path(hugo)) == ["Tableaux croisés"]
    assert titles(client, path(AgentFactory())) == []


def test_a_rank_in_a_list_is_no_appointment_and_an_offered_seat_is_to_confirm(client, hosted, bob, alice):
    nadia = AgentFactory(login="nadia")
    resize(session=hosted, seats=1, at=NOW, by=alice)
    register(session=hosted, agent=nadia, at=NOW)
    register(session=hosted, agent=bob, at=NOW)
    hosted.sittings.update(link=LINK)
    assert titles(client, path(bob)) == []

    withdraw(session=hosted, agent=nadia, at=NOW)

    [offered] = read(client.get(path(bob)).content)
    assert (offered.title, offered.status) == ("À confirmer : Tableaux croisés", "TENTATIVE")
    assert LINK not in client.get(path(bob)).content.decode()
    assert titles(client, path(nadia)) == []


def test_the_link_is_for_those_who_come_and_those_who_lead(client, hosted, bob, hugo):
    hosted.sittings.update(link=LINK)
    register(session=hosted, agent=bob, at=NOW)

    for agent in (bob, hugo):
        assert LINK in read(client.get(path(agent)).content)[0].text
        programme = client.get(path(agent, hosted.programme_id))
        assert "visio.example" not in programme.content.decode()
        assert read(programme.content)[0].place == "À distance"


def test_cancelled_sessions_and_those_of_long_ago_leave_it(client, hosted, bob, alice):
    register(session=hosted, agent=bob, at=NOW)
    old = SessionFactory(title="Ancienne", starts_at=NOW - 91 * DAY)
    recent = SessionFactory(title="Récente", starts_at=NOW - 89 * DAY)
    for session in (old, recent):
        facts = {"state": "confirmed", "ticket": 1, "registered_at": NOW, "changed_at": NOW}
        Registration.objects.create(session=session, agent=bob, **facts)
    assert titles(client, path(bob)) == ["Récente", "Tableaux croisés"]

    cancel_session(session=hosted, reason="Travaux", at=NOW, by=alice)

    assert titles(client, path(bob)) == ["Récente"]


def test_a_programme_shows_what_it_publishes_and_only_to_its_employers_people(client, hosted, bob, zoe):
    SessionFactory(title="Brouillon", published_at=None)
    theirs = SessionFactory(
        title="Voisine",
        format__programme=ProgrammeFactory(slug="voisin", name="Voisin", organisation=zoe.organisation),
        format__slug="autre",
    )

    assert titles(client, path(bob, hosted.programme_id)) == ["Tableaux croisés"]
    assert client.get(path(zoe, hosted.programme_id)).status_code == 404
    assert client.get(path(bob, theirs.programme_id)).status_code == 404


def test_an_address_that_was_renewed_or_stopped_opens_nothing_and_says_so(client, bob):
    first = path(bob)
    of_programme = path(bob, ProgrammeFactory().pk)
    make_feed(agent=bob, at=NOW)
    second = path(bob)

    for where in (first, of_programme):
        gone = client.get(where)
        assert gone.status_code == 404
        assert "a été renouvelée, arrêtée, ou coupée en route" in gone.content.decode()
    assert client.get(second).status_code == 200
    stop_feed(agent=bob)
    assert client.get(second).status_code == 404


def test_an_address_dies_with_the_account(client, bob):
    where = path(bob)
    type(bob).objects.filter(pk=bob.pk).update(is_active=False)

    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "1", "1-0", "1-0.", "1-0.abc", "-.x", "9" * 40 + "-0.x", "é-0.x", "1-x.y"]
)
def test_a_made_up_address_opens_nothing(client, bob, token):
    path(bob)

    assert client.get(reverse("agenda:feed", args=[token])).status_code == 404


def test_one_calendars_address_does_not_open_the_other(client, hosted, bob):
    own = path(bob)

    changed = own.replace("-0.", f"-{hosted.programme_id}.")
    assert changed != own
    assert client.get(changed).status_code == 404


def test_the_table_keeps_no_address(bob):
    where = path(bob)

    feed = Feed.objects.get()
    secret = where.split("/")[2].partition(".")[2]
    assert len(secret) > 40
    assert secret not in str(vars(feed))


def test_it_says_whether_it_changed_and_nobody_may_keep_it(client, hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    where = path(bob)
    first = client.get(where)

    assert first["Cache-Control"] == "private, no-store"
    again = client.get(where, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-store"

    Session.objects.filter(pk=hosted.pk).update(title="Autre titre")
    assert client.get(where, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_reading_a_feed_costs_the_same_for_one_session_and_for_ten(client, bob, django_assert_num_queries):
    for number in range(10):
        register(session=SessionFactory(starts_at=NOW + (20 + number) * DAY), agent=bob, at=NOW)
    where = path(bob)

    with django_assert_num_queries(5):  # address and owner, seats, led, dates, hosts
        assert len(titles(client, where)) == 10


def test_the_file_that_one_takes_and_the_feed_name_the_same_dates(client, hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    client.force_login(bob)

    [taken] = read(client.get(reverse("agenda:session_calendar", args=[hosted.slug])).content)
    [followed] = read(client.get(path(bob)).content)
    assert taken == followed


class TestPage:
    def test_no_address_exists_before_it_is_asked_for(self, client, bob):
        client.force_login(bob)

        page = client.get(reverse("agenda:feed_mine")).content.decode()

        assert "Créer mon adresse" in page
        assert not Feed.objects.exists()

    def test_it_gives_both_addresses_to_copy_and_to_open(self, client, bob, hosted, settings):
        settings.SITE_URL = "https://essaim.example"
        client.force_login(bob)
        client.post(reverse("agenda:feed_make"))

        response = client.get(reverse("agenda:feed_mine"))

        page = response.content.decode()
        for where in (path(bob), path(bob, hosted.programme_id)):
            assert f'value="https://essaim.example{where}"' in page
            assert f'href="webcal://essaim.example{where}"' in page
            assert client.get(where).status_code == 200
        assert response["Cache-Control"] == "private, no-store"

    def test_renewing_and_stopping_say_what_became_of_the_former_address(self, client, bob):
        client.force_login(bob)
        client.post(reverse("agenda:feed_make"))
        first = path(bob)

        page = client.post(reverse("agenda:feed_make"), follow=True).content.decode()
        assert "L’ancienne ne s’ouvre plus" in page
        assert first not in page

        page = client.post(reverse("agenda:feed_stop"), follow=True).content.decode()
        assert "Plus aucune adresse n’ouvre votre agenda" in page
        assert "Créer mon adresse" in page
