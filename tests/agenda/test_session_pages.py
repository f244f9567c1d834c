"""The programme and the page of a session, as agents see and use them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.middleware.csrf import _does_token_match
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration, Session, Sitting
from essaim.agenda.queries import sessions as queries
from essaim.agenda.views import details
from essaim.people.models import Agent, Site, Unit
from tests.agenda.reading import address
from tests.conftest import person
from tests.factories import NOW, FormatFactory, OrganisationFactory, ProgrammeFactory, SessionFactory

HTMX = {"HTTP_HX_REQUEST": "true"}
SIGN_IN = 2
"""Queries that know who asks: the session of the browser, and the person."""


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visit(client, bob):
    """Open a page as Bob and read it."""
    client.force_login(bob)

    def read(address: str, *, status: int = 200) -> str:
        response = client.get(address)
        assert response.status_code == status
        return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")

    return read


def colleague(number: int):
    return person(f"collegue{number}", f"Collègue{number}", f"Service {number}")


def registered(session: Session, agent, *, at=NOW) -> Registration:
    return operations.register(session=session, agent=agent, at=at)


def in_days(days: float, **fields) -> Session:
    return SessionFactory(starts_at=NOW + timedelta(days=days), **fields)


class TestProgramme:
    def test_lines_stand_under_their_week_soonest_first(self, visit):
        for days, title in [(31, "Loin"), (0.1, "Tantôt"), (4, "Mardi prochain")]:
            in_days(days, title=title)

        page = visit(reverse("agenda:session_list"))

        marks = ["Cette semaine", "Tantôt", "Du 4 au 8 février", "Mardi prochain", "Du 4 au 8 mars", "Loin"]
        places = [page.index(mark) for mark in marks]
        assert places == sorted(places)

    def test_only_published_sessions_to_come_of_the_own_organisation_are_listed(self, visit):
        in_days(3, title="Ouverte")
        in_days(3, title="Brouillon", published_at=None)
        in_days(-3, title="Passée")
        in_days(3, title="Annulée", cancelled_at=NOW, cancel_reason="Grève")
        elsewhere = ProgrammeFactory(slug="ix", organisation=OrganisationFactory(slug="hopital"))
        in_days(3, title="Voisine", format=FormatFactory(programme=elsewhere))

        page = visit(reverse("agenda:session_list"))

        assert [
            word for word in ("Ouverte", "Brouillon", "Passée", "Annulée", "Voisine") if word in page
        ] == ["Ouverte"]
        assert "<strong>1 séance</strong>" in page

    def test_all_buttons_share_one_form_and_one_token(self, visit):
        sessions = [in_days(3) for _ in range(3)]

        page = visit(reverse("agenda:session_list"))

        assert page.count("csrfmiddlewaretoken") == 1
        assert [s.slug for s in sessions if f'formaction="{address("session_register", s)}"' in page] == [
            s.slug for s in sessions
        ]

    @pytest.mark.parametrize("is_kept", [False, True])
    def test_one_and_three_lines_cost_the_same_queries(self, client, bob, is_kept):
        client.force_login(bob)
        counts = []
        for rows in (1, 2):
            for _ in range(rows):
                session = in_days(3)
                Host.objects.create(session=session, agent=colleague(session.pk))
                registered(session, colleague(1000 + session.pk))
            client.get(reverse("agenda:session_list" if is_kept else "ui:help"))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("agenda:session_list"))
            counts.append(len(queries))
            caches["pages"].clear()
        assert counts == [SIGN_IN + (2 if is_kept else 6)] * 2

    def test_filters_narrow_by_format_week_place_and_length(self, visit):
        other = FormatFactory(slug="actruc2", name="Ac’Truc²")
        site = Site.objects.create(organisation=OrganisationFactory(), name="Médiathèque")
        in_days(4, title="Courte", ends_at=NOW + timedelta(days=4, hours=1), format=other)
        in_days(20, title="Lointaine")
        Sitting.objects.filter(session__title="Lointaine").update(site=site)
        Sitting.objects.filter(session__title="Courte").update(link="https://visio.example/1")

        def found(query: str) -> list[str]:
            page = visit(f"{reverse('agenda:session_list')}?{query}")
            return [title for title in ("Courte", "Lointaine") if title in page]

        assert found("format=actruc2") == ["Courte"]
        assert found("quand=semaine-prochaine") == ["Courte"]
        assert found("quand=2030-02") == ["Courte", "Lointaine"]
        assert found(f"ou={site.pk}") == ["Lointaine"]
        assert found("ou=distance") == ["Courte"]
        assert found("duree=une-heure") == ["Courte"]
        assert found("duree=deux-heures") == ["Lointaine"]
        assert found("format=disparu&quand=jamais") == ["Courte", "Lointaine"]

    def test_an_empty_result_offers_what_finds_something(self, visit):
        in_days(20)

        page = visit(f"{reverse('agenda:session_list')}?quand=cette-semaine&format=un-truc-en-plus")

        assert "Rien avec ces filtres" in page
        assert 'href="?format=un-truc-en-plus"' in page
        assert 'href="?quand=cette-semaine"' not in page

    def test_a_programme_without_sessions_says_so_and_leads_on(self, visit):
        page = visit(reverse("agenda:session_list"))

        assert "La suite du programme se prépare" in page

    def test_a_cancelled_session_stays_for_whom_it_concerns(self, visit, bob, alice):
        session = in_days(3, title="Reportée")
        registered(session, bob)
        operations.cancel_session(session=session, reason="Grève", at=NOW, by=alice)

        page = visit(reverse("agenda:session_list"))

        assert 'data-state="cancelled"' in page

    def test_a_kept_line_follows_seats_format_and_the_own_state(self, visit, bob):
        session = in_days(3, seats=1, title="Suivie")
        assert 'data-state="open"' in visit(reverse("agenda:session_list"))

        registered(session, colleague(1))
        assert 'data-state="full"' in visit(reverse("agenda:session_list"))

        registered(session, bob)
        assert 'data-state="waiting" data-rank="1"' in visit(reverse("agenda:session_list"))

        session.format.name = "Un nouveau nom"
        session.format.save()
        with time_machine.travel(NOW + timedelta(seconds=4), tick=False):
            assert "Un nouveau nom</span>" in visit(reverse("agenda:session_list"))

    def test_a_kept_line_closes_when_its_period_ends(self, visit):
        in_days(3, registration_closes_at=NOW + timedelta(minutes=1))
        assert 'data-state="open"' in visit(reverse("agenda:session_list"))

        with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
            assert 'data-state="closed"' in visit(reverse("agenda:session_list"))

    def test_long_programmes_continue_on_a_second_page(self, visit):
        for number in range(51):
            in_days(3 + number, title=f"Séance n° {number:02}")

        assert "Séance n° 50" not in visit(reverse("agenda:session_list"))
        assert "Séance n° 50" in visit(f"{reverse('agenda:session_list')}?page=2")

    def test_registering_without_script_comes_back_to_the_line(self, client, bob):
        session = in_days(3)
        client.force_login(bob)

        response = client.post(address("session_register", session), {"retour": "/programme/?ou=distance"})

        assert response.url == f"/programme/?ou=distance#ligne-{session.pk}"
        assert Registration.objects.get(agent=bob).state == "confirmed"

    def test_registering_never_leads_to_another_site(self, client, bob):
        session = in_days(3)
        client.force_login(bob)

        response = client.post(address("session_register", session), {"retour": "//pirate.example/"})

        assert response.url == address("session_detail", session)

    def test_registering_with_htmx_gives_the_line_back(self, client, bob):
        session = in_days(3)
        client.force_login(bob)

        response = client.post(
            address("session_register", session), **HTMX, HTTP_HX_TARGET=f"ligne-{session.pk}"
        )
        fragment = " ".join(response.content.decode().split())

        assert fragment.startswith(f'<li class="session" id="ligne-{session.pk}" data-state="confirmed"')
        assert 'hx-swap-oob="true"' in fragment
        assert "<html" not in fragment


class TestSession:
    def state(self, page: str) -> str:
        return page.partition('data-state="')[2].partition('"')[0]

    def test_an_open_session_takes_a_registration_in_one_tap(self, visit, client, bob):
        session = in_days(3, seats=12)

        page = visit(address("session_detail", session))
        response = client.post(address("session_register", session), follow=True)

        assert self.state(page) == "open"
        assert "Il reste 12 places" in page
        assert "<meter" in page
        assert self.state(response.content.decode()) == "confirmed"
        assert "TCD-48" not in page

    def test_a_session_without_limit_shows_no_gauge(self, visit):
        page = visit(address("session_detail", in_days(3, seats=None)))

        assert "Sans limite de places" in page
        assert "<meter" not in page

    def test_a_full_session_puts_in_line_and_says_the_rank(self, visit, client, bob):
        session = in_days(3, seats=1)
        registered(session, colleague(1))
        registered(session, colleague(2))

        assert self.state(visit(address("session_detail", session))) == "full"
        client.post(address("session_register", session))

        page = visit(address("session_detail", session))
        assert 'data-state="waiting" data-rank="2"' in page
        assert "En attente, 2e sur 2" in page

    def test_an_offered_seat_is_taken_at_the_address_of_registration(self, visit, client, bob):
        session = in_days(20, seats=1)
        first = colleague(1)
        registered(session, first)
        registered(session, bob)
        operations.withdraw(session=session, agent=first, at=NOW)

        page = visit(address("session_detail", session))
        client.post(address("session_register", session))

        assert self.state(page) == "offered"
        assert "Je laisse la place" in page
        assert self.state(visit(address("session_detail", session))) == "confirmed"

    def test_withdrawing_is_undone_in_one_tap(self, visit, client, bob):
        session = in_days(3)
        registered(session, bob)
        client.force_login(bob)

        answer = client.post(address("session_withdraw", session), follow=True).content.decode()
        client.post(address("session_undo", session))

        assert self.state(answer) == "withdrawn"
        assert "Annuler mon désistement" in answer
        assert answer.count(f'action="{address("session_undo", session)}"') == 2
        assert self.state(visit(address("session_detail", session))) == "confirmed"

    def test_cancelled_closed_and_past_say_so_without_a_button(self, visit):
        pages = [
            visit(
                address("session_detail", in_days(3, cancelled_at=NOW, cancel_reason="Grève des transports"))
            ),
            visit(address("session_detail", in_days(3, registration_closes_at=NOW - timedelta(hours=1)))),
            visit(address("session_detail", in_days(-3))),
        ]

        assert [self.state(page) for page in pages] == ["cancelled", "closed", "past"]
        assert "Grève des transports" in pages[0]
        assert [page for page in pages if 'class="sticky-do"' in page] == []

    def test_a_refusal_is_said_in_words(self, client, bob):
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

    def test_htmx_swaps_the_whole_session(self, client, bob):
        session = in_days(3)
        client.force_login(bob)

        fragment = client.post(
            address("session_register", session), **HTMX, HTTP_HX_TARGET="session"
        ).content.decode()

        assert fragment.strip().startswith('<div id="session">')
        assert self.state(fragment) == "confirmed"

    def test_colleagues_are_told_by_service_without_a_name(self, visit):
        session = in_days(3)
        for number in (1, 2, 3):
            agent = colleague(number)
            Agent.objects.filter(pk=agent.pk).update(unit=Unit.objects.order_by("pk")[number // 2])
            registered(session, agent)

        page = visit(address("session_detail", session))

        assert "3 personnes y vont" in page
        assert "de <strong>2 services</strong> : Service 1 (2), Accueil" in " ".join(page.split())
        assert "Collègue1" not in page

    def test_hosts_are_named_with_their_service_and_speakers_without(self, visit, hosted):
        Host.objects.create(session=hosted, speaker="Inès Roux")

        page = visit(address("session_detail", hosted))

        assert "Avec Hugo Haddad" in page
        assert "Système d’information" in page
        assert "Avec Inès Roux" in page
        assert "Ouvrir la salle" not in page

    def test_the_host_finds_the_door_of_the_room(self, client, hugo, hosted):
        client.force_login(hugo)

        assert address("room", hosted) in client.get(address("session_detail", hosted)).content.decode()

    def test_another_session_at_the_same_hours_warns_and_does_not_block(self, visit, client, bob):
        session = in_days(3, title="Celle-ci")
        registered(in_days(3, title="L’autre"), bob)
        registered(in_days(4, title="Le lendemain"), bob)

        page = visit(address("session_detail", session))
        client.post(address("session_register", session))

        assert "L’autre" in page
        assert "Le lendemain" not in page
        assert Registration.objects.get(session=session).state == "confirmed"

    def test_it_costs_four_queries_beyond_signing_in(self, client, bob, hosted):
        registered(hosted, bob)
        registered(hosted, colleague(1))
        client.force_login(bob)
        client.get(reverse("ui:help"))

        with CaptureQueriesContext(connection) as first:
            client.get(address("session_detail", hosted))
        with CaptureQueriesContext(connection) as second:
            client.get(address("session_detail", hosted))

        assert [len(first), len(second)] == [SIGN_IN + 4, SIGN_IN + 2]

    def test_other_organisations_and_drafts_do_not_exist(self, client, bob, zoe, alice):
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

    def test_reading_an_address_that_acts_does_nothing(self, client, bob):
        session = in_days(3)
        client.force_login(bob)

        answers = [
            client.get(address(name, session)).status_code
            for name in ("session_register", "session_withdraw", "session_undo")
        ]

        assert answers == [405, 405, 405]


# What is kept -----------------------------------------------------------------------------------------


def card_token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"', maxsplit=1)[0]


def test_kept_card_carries_the_token_of_whoever_reads(client, bob, hugo):
    session = in_days(3)
    tokens = []
    for agent in (bob, hugo, bob):
        client.force_login(agent)
        response = client.get(address("session_detail", session))
        tokens.append(card_token(response.content.decode()))
        secret = response.cookies["essaim_csrf"].value if "essaim_csrf" in response.cookies else ""
        assert not secret or _does_token_match(tokens[-1], secret)

    assert len(set(tokens)) == 3


def test_kept_card_shows_nobody_the_state_of_another(client, bob, hugo, maya):
    session = in_days(3, seats=1)
    registered(session, bob)
    registered(session, hugo)
    found = []
    for agent in (bob, hugo, maya, bob):
        client.force_login(agent)
        page = client.get(address("session_detail", session)).content.decode()
        found.append(page.split('data-state="')[1].split('"')[0])

    assert found == ["confirmed", "waiting", "full", "confirmed"]


def test_article_follows_a_swap_that_leaves_the_counters_alone(client, bob, hugo, visit):
    session = in_days(30, seats=1)
    registered(session, hugo)
    assert "Système d’information" in visit(address("session_detail", session))
    operations.withdraw(session=session, agent=hugo, at=NOW)
    registered(session, person("lea", "Leroy", "Archives"))

    page = visit(address("session_detail", session))

    assert ("Système d’information" in page, "Archives" in page) == (False, True)


def test_article_is_not_drawn_again_for_who_joins_the_waiting_list(bob):
    session = in_days(3, seats=1)
    registered(session, bob)
    drawn = details.kept_article(queries.session_to_read(bob, session.slug), for_guests=False).html
    registered(session, colleague(1))

    fresh = queries.session_to_read(bob, session.slug)
    assert fresh.version > session.version
    assert details.kept_article(fresh, for_guests=False).html is drawn
