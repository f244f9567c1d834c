"""Accueil and Moi, as each person sees them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host, Registration
from essaim.programmes import operations as programmes
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.home.reading import held, page, soon
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(NOW, tick=False):
        yield


# Accueil ---------------------------------------------------------------------------------------------


def test_home_greets_by_first_name_and_counts_what_comes(client, bob):
    soon()
    soon(starts_at=NOW + timedelta(days=20))
    soon(starts_at=NOW + timedelta(days=40))

    shown = text(page(client, bob, "home:index"))

    assert "Bonjour Bob, que vous faut-il" in shown
    assert "2 rendez-vous ces trois prochaines semaines" in shown


def test_home_greets_somebody_without_a_first_name(client):
    nameless = AgentFactory(first_name="", last_name="Diop")

    assert "Bonjour, que vous faut-il" in text(page(client, nameless, "home:index"))


def test_home_links_only_to_pages_that_exist(client, bob):
    shown = text(page(client, bob, "home:index"))

    assert [word for word in ("Entraide", "besoin", 'href="#"') if word in shown] == []


def test_home_suggests_the_next_three_that_one_may_join(client, bob):
    sessions = [soon(starts_at=NOW + timedelta(days=day), title=f"Rencontre {day}") for day in range(2, 8)]
    agenda.register(session=sessions[0], agent=bob, at=NOW)
    full = sessions[1]
    full.seats = 1
    full.save()
    agenda.register(session=full, agent=AgentFactory(), at=NOW)

    response = page(client, bob, "home:index")

    next_ones, appointment = (
        text(response).split("Pour vous")[1],
        text(response).split("Votre prochain rendez-vous")[1],
    )
    assert re.findall(r"Rencontre \d(?=</a>)", next_ones) == ["Rencontre 4", "Rencontre 5", "Rencontre 6"]
    assert "Rencontre 2" in appointment.split("</section>")[0]


def test_home_registers_in_one_tap_and_comes_back(client, bob):
    session = soon(slug="tableaux")
    shown = page(client, bob, "home:index").content.decode()
    assert f'formaction="{reverse("agenda:session_register", args=["tableaux"])}"' in shown
    assert 'name="retour" value="/"' in shown

    answer = client.post(reverse("agenda:session_register", args=["tableaux"]), {"retour": "/"})

    assert answer.status_code == 302
    assert answer.url.startswith("/#")
    assert Registration.objects.get(session=session).state == "confirmed"


def test_home_shows_the_next_appointment_with_its_file_and_its_withdrawal(client, bob):
    session = soon(slug="oral", title="Oral de rédacteur")
    agenda.register(session=session, agent=bob, at=NOW)

    shown = text(page(client, bob, "home:index"))

    assert reverse("agenda:session_calendar", args=["oral"]) in shown
    assert reverse("agenda:session_withdraw", args=["oral"]) in shown
    assert "Je me désiste" in shown
    assert "1 place réservée ou animation à venir" in shown


def test_home_offers_the_room_to_who_leads(client, hugo, hosted):
    shown = text(page(client, hugo, "home:index"))

    assert "Vous animez" in shown
    assert reverse("agenda:room", args=[hosted.slug]) in shown


def test_home_says_so_when_a_seat_is_offered(client, bob):
    session = soon(seats=1, slug="prise")
    first = AgentFactory()
    agenda.register(session=session, agent=first, at=NOW)
    agenda.register(session=session, agent=bob, at=NOW)
    agenda.withdraw(session=session, agent=first, at=NOW)

    shown = text(page(client, bob, "home:index"))

    assert "Une place pour vous jusqu’au" in shown
    assert "Je prends la place" in shown
    assert "Je laisse la place" in shown


def test_home_invites_when_nothing_is_left_to_join(client, bob):
    shown = text(page(client, bob, "home:index"))

    assert "Rien n’est encore publié" in shown
    assert "Rien dans votre agenda" in shown


def test_home_says_why_nothing_is_left_to_join(client, bob):
    bare = text(page(client, bob, "home:index"))
    agenda.register(session=soon(), agent=bob, at=NOW)
    joined = text(page(client, bob, "home:index"))

    assert ("Rien n’est encore publié" in bare, "ou vous y êtes déjà" in bare) == (True, False)
    assert ("Rien de plus" in bare, "Rien de plus" in joined) == (False, True)
    assert ("Rien n’est encore publié" in joined, "ou vous y êtes déjà" in joined) == (False, True)


def test_home_counts_colleagues_and_services_met_once_each(client, alice, bob, hugo, maya):
    held(alice, bob, hugo, maya)
    held(alice, bob, hugo, starts_at=NOW - timedelta(days=2))
    held(alice, alice, hugo, starts_at=NOW - timedelta(days=1))

    met = page(client, bob, "home:index").context["welcome"].met

    assert met.colleagues == 2
    assert met.services == ("Direction de l’accueil", "Système d’information")


def test_home_names_nobody_among_those_met(client, alice, bob, hugo):
    held(alice, bob, hugo)

    shown = text(page(client, bob, "home:index"))

    assert "Système d’information" in shown
    assert "Haddad" not in shown


def test_home_counts_meetings_from_the_start_of_the_season(client, alice, bob, hugo):
    held(alice, bob, hugo, starts_at=NOW - timedelta(days=20))
    programme = alice.coordinated_programmes.get()
    programmes.create_season(
        programme=programme, name="Hiver", starts_on=(NOW - timedelta(days=10)).date(), ends_on=NOW.date()
    )

    assert page(client, bob, "home:index").context["welcome"].met.colleagues == 0


def test_home_gives_a_reason_that_is_true(client, alice, bob, hugo, maya):
    held(alice, bob, maya)
    session = soon()
    Host.objects.create(session=session, agent=hugo)
    other = soon(starts_at=NOW + timedelta(days=5), seats=2)

    shown = text(page(client, bob, "home:index"))

    assert "Un service que vous n’avez pas encore croisé cette saison : Système d’information." in shown
    assert shown.count("Les dernières places : c’est le moment.") == 1
    assert other.title in shown.split("Les dernières places")[0]


def test_home_follows_at_once_what_others_do(client, bob):
    session = soon(seats=3)
    assert "Il reste 3 places" in text(page(client, bob, "home:index"))

    agenda.register(session=session, agent=AgentFactory(), at=NOW)

    assert "Il reste 2 places" in text(page(client, bob, "home:index"))


def test_home_lets_the_questionnaire_be_answered_from_its_card(client, alice, bob, hugo):
    session = held(alice, bob, hugo, title="Tableaux croisés")

    response = page(client, bob, "home:index")

    assert [survey.session for survey in response.context["welcome"].surveys] == [session]
    assert "Oui, vraiment" in text(response)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_home_costs_six_queries_beyond_those_of_signing_in(
    client, alice, bob, hugo, count, django_assert_max_num_queries
):
    held(alice, bob, host=hugo)
    for day in range(count):
        session = soon(starts_at=NOW + timedelta(days=2 + day))
        Host.objects.create(session=session, agent=hugo)
    agenda.register(session=session, agent=bob, at=NOW)
    page(client, bob, "home:index")

    with django_assert_max_num_queries(6 + 2):
        client.get(reverse("home:index"))


def test_home_costs_no_more_as_the_first_page_of_a_process_with_a_questionnaire_waiting(
    client, alice, bob, hugo, django_assert_max_num_queries
):
    held(alice, bob, host=hugo)
    for day in range(4):
        session = soon(starts_at=NOW + timedelta(days=2 + day))
        Host.objects.create(session=session, agent=hugo)
    agenda.register(session=session, agent=bob, at=NOW)
    client.force_login(bob)
    caches["pages"].clear()

    with django_assert_max_num_queries(6 + 2):
        shown = text(client.get(reverse("home:index")))

    assert "Oui, vraiment" in shown


def test_home_of_a_neighbour_shows_nothing_of_ours(client, zoe, hosted):
    shown = text(page(client, zoe, "home:index"))

    assert "Tableaux croisés" not in shown
    assert "TRUC²" not in shown


# Moi -------------------------------------------------------------------------------------------------


def test_me_lists_appointments_with_their_state(client, bob):
    kept, full, called_off = soon(title="Gardée"), soon(title="Pleine", seats=1), soon(title="Tombée")
    agenda.register(session=full, agent=AgentFactory(), at=NOW)
    for session in (kept, full, called_off):
        agenda.register(session=session, agent=bob, at=NOW)
    agenda.cancel_session(session=called_off, reason="La salle est inondée", at=NOW, by=bob)

    shown = text(page(client, bob, "home:me"))

    assert "Place réservée" in shown
    assert "En attente, 1re sur 1" in shown
    assert "Séance annulée" in shown
    assert "La salle est inondée" in shown
    assert shown.count("Je me désiste") == 1
    assert "Je quitte l’attente" in shown


def test_me_withdraws_in_one_tap_and_comes_back(client, bob):
    session = soon(slug="gardee")
    agenda.register(session=session, agent=bob, at=NOW)
    page(client, bob, "home:me")

    answer = client.post(reverse("agenda:session_withdraw", args=["gardee"]), {"retour": reverse("home:me")})

    assert answer.url.startswith("/moi/")
    assert Registration.objects.get().state == "withdrawn"


def test_me_invites_when_the_diary_is_empty(client, bob):
    assert "Rien dans votre agenda" in text(page(client, bob, "home:me"))


def test_me_tells_hours_received_and_given_from_presences(client, alice, bob, hugo):
    held(alice, bob, title="Suivie", hours=2, host=hugo)
    held(alice, alice, hugo, title="Animée", starts_at=NOW - timedelta(days=2), hours=1, host=bob)
    held(alice, bob, title="L’an dernier", starts_at=datetime(2029, 11, 6, 9, tzinfo=UTC), hours=3)

    response = page(client, bob, "home:me")
    hours = response.context["hours"]

    assert (hours.received, hours.attended) == (timedelta(hours=2), 1)
    assert (hours.given, hours.led, hours.colleagues) == (timedelta(hours=1), 1, 2)
    assert [line.session.title for line in response.context["recent"]] == ["Animée", "Suivie", "L’an dernier"]
    assert "Vous animiez" in text(response)


def test_me_counts_only_the_dates_that_somebody_attended(client, alice, bob):
    session = SessionFactory(
        starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=9) + timedelta(hours=2)
    )
    second = session.sittings.create(
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=2) + timedelta(hours=3)
    )
    session.ends_at = second.ends_at
    session.save()
    agenda.register(session=session, agent=bob, at=NOW - timedelta(days=10))
    agenda.mark_presence(sitting=second, agent=bob, status="present", at=second.ends_at, by=alice)
    agenda.close_session(session=session, at=NOW - timedelta(days=1), by=alice)

    assert page(client, bob, "home:me").context["hours"].received == timedelta(hours=3)


def test_me_leads_to_the_questionnaires_that_are_due(client, alice, bob):
    held(alice, bob, title="Tableaux croisés")

    shown = text(page(client, bob, "home:me"))

    assert "Il vous reste un avis à donner" in shown
    assert "/avis/" in shown


def test_me_leads_to_letters_and_signs_out(client, bob):
    shown = text(page(client, bob, "home:me"))

    assert reverse("letters:mine") in shown
    assert f'action="{reverse("people:sign_out")}"' in shown
    assert reverse("ui:privacy") in shown


def test_me_costs_the_same_with_one_or_many_sessions(client, alice, bob, django_assert_max_num_queries):
    for day in range(1, 9):
        held(alice, bob, starts_at=NOW - timedelta(days=day))
        agenda.register(session=soon(starts_at=NOW + timedelta(days=day)), agent=bob, at=NOW)
    page(client, bob, "home:me")

    with django_assert_max_num_queries(16):
        client.get(reverse("home:me"))


@pytest.mark.parametrize("name", ["home:index", "home:me", "home:week"])
def test_pages_are_only_read(client, root, name):
    client.force_login(root)

    assert client.post(reverse(name)).status_code == 405
