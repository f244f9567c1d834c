"""The page of a session, as agents see and use it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration, Session
from essaim.people.models import Agent, Site, Unit
from tests.agenda.arranging import HTMX, SIGN_IN, address, colleague, in_days, registered
from tests.agenda.reading import text_of
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("at_now")


def state(page: str) -> str:
    return page.partition('data-state="')[2].partition('"')[0]


def test_an_open_session_takes_a_registration_in_one_tap(visit, client, bob):
    session = in_days(3, seats=12)

    page = visit(address("session_detail", session))
    response = client.post(address("session_register", session), follow=True)

    assert state(page) == "open"
    assert "Il reste 12 places" in page
    assert "<meter" in page
    assert state(response.content.decode()) == "confirmed"
    assert "TCD-48" not in page


def test_a_session_without_limit_shows_no_gauge(visit):
    page = visit(address("session_detail", in_days(3, seats=None)))

    assert "Sans limite de places" in page
    assert "<meter" not in page


def test_a_full_session_puts_in_line_and_says_the_rank(visit, client, bob):
    session = in_days(3, seats=1)
    registered(session, colleague(1))
    registered(session, colleague(2))

    assert state(visit(address("session_detail", session))) == "full"
    client.post(address("session_register", session))

    page = visit(address("session_detail", session))
    assert 'data-state="waiting" data-rank="2"' in page
    assert "En attente, 2e sur 2" in page


def test_an_offered_seat_is_taken_at_the_address_of_registration(visit, client, bob):
    session = in_days(20, seats=1)
    first = colleague(1)
    registered(session, first)
    registered(session, bob)
    operations.withdraw(session=session, agent=first, at=NOW)

    page = visit(address("session_detail", session))
    client.post(address("session_register", session))

    assert state(page) == "offered"
    assert "Je laisse la place" in page
    assert state(visit(address("session_detail", session))) == "confirmed"


def test_withdrawing_is_undone_in_one_tap(visit, client, bob):
    session = in_days(3)
    registered(session, bob)
    client.force_login(bob)

    answer = client.post(address("session_withdraw", session), follow=True).content.decode()
    client.post(address("session_undo", session))

    assert state(answer) == "withdrawn"
    assert "Annuler mon désistement" in answer
    assert answer.count(f'action="{address("session_undo", session)}"') == 2
    assert state(visit(address("session_detail", session))) == "confirmed"


def test_cancelled_closed_and_past_say_so_without_a_button(visit):
    pages = [
        visit(address("session_detail", in_days(3, cancelled_at=NOW, cancel_reason="Grève des transports"))),
        visit(address("session_detail", in_days(3, registration_closes_at=NOW - timedelta(hours=1)))),
        visit(address("session_detail", in_days(-3))),
    ]

    assert [state(page) for page in pages] == ["cancelled", "closed", "past"]
    assert "Grève des transports" in pages[0]
    assert [page for page in pages if 'class="sticky-do"' in page] == []


def test_a_refusal_is_said_in_words(client, bob):
    session = in_days(3, registration_closes_at=NOW - timedelta(hours=1))
    client.force_login(bob)

    plain = client.post(address("session_register", session), follow=True).content.decode()
    fragment = client.post(
        address("session_register", session), **HTMX, HTTP_HX_TARGET="session"
    ).content.decode()

    assert "ne prend plus d’inscription" in plain
    assert 'role="alert"' in fragment
    assert "ne prend plus d’inscription" in fragment
    assert Registration.objects.count() == 0


def test_htmx_swaps_the_whole_session(client, bob):
    session = in_days(3)
    client.force_login(bob)

    fragment = client.post(
        address("session_register", session), **HTMX, HTTP_HX_TARGET="session"
    ).content.decode()

    assert fragment.strip().startswith('<div id="session">')
    assert state(fragment) == "confirmed"


def test_colleagues_are_told_by_service_without_a_name(visit):
    session = in_days(3)
    for number in (1, 2, 3):
        agent = colleague(number)
        Agent.objects.filter(pk=agent.pk).update(unit=Unit.objects.order_by("pk")[number // 2])
        registered(session, agent)

    page = visit(address("session_detail", session))

    assert "3 personnes y vont" in page
    assert "de <strong>2 services</strong> : Service 1 (2), Accueil" in " ".join(page.split())
    assert "Collègue1" not in page


def test_hosts_are_named_with_their_service_and_speakers_without(visit, hosted):
    Host.objects.create(session=hosted, speaker="Inès Roux")

    page = visit(address("session_detail", hosted))

    assert "Avec Hugo Haddad" in page
    assert "Système d’information" in page
    assert "Avec Inès Roux" in page
    assert "Ouvrir la salle" not in page


def test_the_host_finds_the_door_of_the_room(client, hugo, hosted):
    client.force_login(hugo)

    assert address("room", hosted) in client.get(address("session_detail", hosted)).content.decode()


def test_another_session_at_the_same_hours_warns_and_does_not_block(visit, client, bob):
    session = in_days(3, title="Celle-ci")
    registered(in_days(3, title="L’autre"), bob)
    registered(in_days(4, title="Le lendemain"), bob)

    page = visit(address("session_detail", session))
    client.post(address("session_register", session))

    assert "L’autre" in page
    assert "Le lendemain" not in page
    assert Registration.objects.get(session=session).state == "confirmed"


def test_it_costs_four_queries_beyond_signing_in(client, bob, hosted):
    registered(hosted, bob)
    registered(hosted, colleague(1))
    client.force_login(bob)
    client.get(reverse("ui:help"))

    with CaptureQueriesContext(connection) as first:
        client.get(address("session_detail", hosted))
    with CaptureQueriesContext(connection) as second:
        client.get(address("session_detail", hosted))

    assert [len(first), len(second)] == [SIGN_IN + 4, SIGN_IN + 2]


def test_other_organisations_and_drafts_do_not_exist(client, bob, zoe, alice):
    published, draft = in_days(3), in_days(3, published_at=None)
    tries = [(zoe, published), (bob, draft), (alice, draft)]

    seen = []
    for agent, session in tries:
        client.force_login(agent)
        seen.append(
            [
                client.get(address(name, session)).status_code
                for name in ("session_detail", "session_calendar")
            ]
            + [client.post(address("session_register", session)).status_code]
        )

    assert seen == [[404, 404, 404], [404, 404, 404], [200, 200, 403]]


def test_reading_an_address_that_acts_does_nothing(client, bob):
    session = in_days(3)
    client.force_login(bob)

    answers = [
        client.get(address(name, session)).status_code
        for name in ("session_register", "session_withdraw", "session_undo")
    ]

    assert answers == [405, 405, 405]


def past(session):
    move = timedelta(days=9)
    Session.objects.filter(pk=session.pk).update(
        starts_at=NOW - move, ends_at=NOW - move + timedelta(hours=2), version=F("version") + 1
    )
    return session


def cancelled(session):
    operations.cancel_session(session=session, reason="Salle inondée", at=NOW, by=colleague(9))
    return session


@pytest.mark.parametrize(
    ("become", "said"), [(cancelled, "Séance annulée"), (past, "Cette séance est passée")]
)
def test_what_is_over_says_so_before_all_else_and_that_nobody_is_coming(visit, become, said):
    session = in_days(3, seats=12)
    registered(session, colleague(1))
    assert "Une personne y va" in visit(address("session_detail", session))

    page = visit(address("session_detail", become(session)))

    assert "y va" not in page
    assert page.index(said) < page.index("<article")


def test_the_way_there_is_printed_though_it_is_folded(visit):
    session = in_days(3, seats=12)
    site = Site.objects.create(
        organisation=session.programme.organisation, name="Annexe", address="3 rue Longue"
    )
    session.sittings.update(site=site)

    page = visit(address("session_detail", session))

    assert "3 rue Longue" in page.partition('class="only-print"')[2].partition("</div>")[0]


def test_who_coordinates_is_not_told_that_they_attend(piloting, hosted):
    text = text_of(piloting.get(address("session_detail", hosted)))

    assert "Vous coordonnez cette séance" in text
    assert "Vous suivez" not in text
