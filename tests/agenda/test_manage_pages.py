"""Pilotage, Programme: the list, who is registered, seats, cancelling, presences."""

import re
from datetime import timedelta

import pytest

from essaim.agenda.models import Attendance, Host, Presence, Registration, Session
from essaim.agenda.operations import close_session, mark_presence, register, withdraw
from tests.agenda.reading import address, text_of
from tests.factories import (
    NOW,
    AgentFactory,
    ProgrammeFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
LIST = "/pilotage/programme/"


# The list -------------------------------------------------------------------------------------------------


def test_the_list_sorts_sessions_by_what_is_left_to_do(piloting, alice):
    SessionFactory(title="Bientôt là")
    SessionFactory(title="Encore au brouillon", published_at=None)
    SessionFactory(title="Reste à clore", starts_at=NOW - timedelta(days=3))
    close_session(
        session=SessionFactory(title="Bien finie", starts_at=NOW - timedelta(days=9)), at=NOW, by=alice
    )

    shown = {
        view: re.findall(
            r'<h2 class="h-sm"><a[^>]*>([^<]*)', piloting.get(LIST, {"vue": view}).content.decode()
        )
        for view in ("a-venir", "brouillons", "a-terminer", "passees")
    }

    assert shown == {
        "a-venir": ["Bientôt là"],
        "brouillons": ["Encore au brouillon"],
        "a-terminer": ["Reste à clore"],
        "passees": ["Bien finie"],
    }


def test_the_list_says_when_nobody_hosts(piloting, hosted):
    SessionFactory(title="Sans personne")

    text = text_of(piloting.get(LIST))

    assert text.count("Personne n’anime") == 1
    assert text.count("Publiée") == 2


def test_the_list_is_refused_to_who_does_not_pilot(client, bob, hosted):
    client.force_login(bob)

    assert client.get(LIST).status_code == 403


def test_the_list_holds_only_the_programmes_that_one_pilots(piloting, zoe):
    other = ProgrammeFactory(slug="autre", organisation=zoe.organisation)
    SessionFactory(title="Ailleurs", format__programme=other)

    assert "Ailleurs" not in text_of(piloting.get(LIST))


def test_the_list_costs_the_same_queries_for_one_and_for_many(
    piloting, hosted, django_assert_num_queries, django_assert_max_num_queries
):
    piloting.get(LIST)
    with django_assert_max_num_queries(10) as first:
        piloting.get(LIST)
    for session in SessionFactory.create_batch(3):
        Host.objects.create(session=session, speaker="Ada L.")

    with django_assert_num_queries(len(first)):
        piloting.get(LIST)


def test_an_empty_tab_invites_to_plan(piloting):
    assert "Aucune séance à venir" in text_of(piloting.get(LIST))


def test_an_unknown_tab_shows_what_comes(piloting, hosted):
    assert "Tableaux croisés" in text_of(piloting.get(LIST, {"vue": "demain"}))


@pytest.mark.parametrize("name", ["manage_session", "manage_edit", "manage_presence"])
@pytest.mark.parametrize("persona", ["bob", "hugo", "zoe"])
def test_pages_of_a_session_do_not_exist_for_who_does_not_pilot_it(client, request, hosted, name, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(address(name, hosted)).status_code == 404


@pytest.mark.parametrize(
    "name", ["manage_edit", "manage_publish", "manage_resize", "manage_cancel", "manage_presence"]
)
@pytest.mark.parametrize("persona", ["bob", "hugo", "zoe"])
def test_writing_on_a_session_does_not_exist_for_who_does_not_pilot_it(
    client, request, hosted, name, persona
):
    client.force_login(request.getfixturevalue(persona))

    assert client.post(address(name, hosted), {"reason": "Non", "seats": "1"}).status_code == 404
    hosted.refresh_from_db()
    assert (hosted.cancelled_at, hosted.seats) == (None, 12)


# Seats, registrations, cancelling ------------------------------------------------------------------------


def fill(session, *names, seats):
    Session.objects.filter(pk=session.pk).update(seats=seats)
    people = [AgentFactory(first_name=name, last_name="Test") for name in names]
    for minute, agent in enumerate(people):
        register(session=session, agent=agent, at=NOW - timedelta(hours=2) + timedelta(minutes=minute))
    return people


def test_the_page_shows_who_has_a_seat_an_offer_or_a_rank(piloting, hosted):
    anne, *_others = fill(hosted, "Anne", "Bela", "Carl", "Dora", seats=2)
    withdraw(session=hosted, agent=anne, at=NOW - timedelta(hours=1))

    html = piloting.get(address("manage_session", hosted)).content.decode()

    lines = re.findall(r'data-state="(\w+)"(?:\s+data-rank="(\d+)")?.*?<strong>(\w+)', html, re.DOTALL)
    assert lines == [
        ("offered", "", "Carl"),
        ("waiting", "1", "Dora"),
        ("confirmed", "", "Bela"),
        ("withdrawn", "", "Anne"),
    ]


def test_the_ledger_of_a_person_is_on_the_page(piloting, hosted):
    (anne,) = fill(hosted, "Anne", seats=2)
    withdraw(session=hosted, agent=anne, at=NOW - timedelta(hours=1))

    text = text_of(piloting.get(address("manage_session", hosted)))

    assert "il restait une place" in text
    assert text.count("Historique Anne Test") == 1


def test_the_page_costs_the_same_queries_for_one_and_for_many(
    piloting, hosted, django_assert_num_queries, django_assert_max_num_queries
):
    fill(hosted, "Anne", seats=2)
    piloting.get(address("manage_session", hosted))
    with django_assert_max_num_queries(9) as first:
        piloting.get(address("manage_session", hosted))
    fill(hosted, "Bela", "Carl", "Dora", seats=2)

    with django_assert_num_queries(len(first)):
        piloting.get(address("manage_session", hosted))


def test_more_seats_go_to_those_who_wait(piloting, hosted):
    fill(hosted, "Anne", "Bela", seats=1)

    response = piloting.post(address("manage_resize", hosted), {"seats": "2"}, follow=True)

    hosted.refresh_from_db()
    assert (hosted.seats, hosted.taken, hosted.waiting) == (2, 2, 0)
    assert "La séance a maintenant 2 places." in text_of(response)


def test_empty_lifts_the_limit_of_seats(piloting, hosted):
    response = piloting.post(address("manage_resize", hosted), {"seats": ""}, follow=True)

    hosted.refresh_from_db()
    assert hosted.seats is None
    assert "plus de limite" in text_of(response)


def test_fewer_seats_than_taken_are_refused_with_the_last_in_order(piloting, hosted):
    fill(hosted, "Anne", "Bela", "Carl", seats=3)

    response = piloting.post(address("manage_resize", hosted), {"seats": "1"})

    hosted.refresh_from_db()
    text = text_of(response)
    assert hosted.seats == 3
    assert "3 places sont prises" in text
    assert re.search("Bela Test.*Carl Test.*Les remettre en tête", text)


def test_the_second_button_moves_them_to_the_head_of_the_list(piloting, hosted):
    fill(hosted, "Anne", "Bela", "Carl", "Dora", seats=3)

    piloting.post(address("manage_resize", hosted), {"seats": "1", "displace": "1"})

    hosted.refresh_from_db()
    waiting = Registration.objects.filter(state="waiting").order_by("ticket")
    assert (hosted.seats, hosted.taken, hosted.waiting) == (1, 1, 3)
    assert list(waiting.values_list("agent__first_name", flat=True)) == ["Bela", "Carl", "Dora"]


@pytest.mark.parametrize("seats", ["douze", "0", "-3"])
def test_a_number_of_seats_that_makes_no_sense_is_refused_beside_the_field(piloting, hosted, seats):
    response = piloting.post(address("manage_resize", hosted), {"seats": seats})

    hosted.refresh_from_db()
    assert hosted.seats == 12
    assert f'value="{seats}"' in response.content.decode()
    assert 'id="jauge-e"' in response.content.decode()


@pytest.mark.parametrize("name", ["manage_resize", "manage_cancel"])
def test_a_request_without_its_field_changes_nothing(piloting, hosted, name):
    assert piloting.post(address(name, hosted)).status_code == 302
    hosted.refresh_from_db()
    assert (hosted.seats, hosted.cancelled_at) == (12, None)


def test_cancelling_asks_for_a_reason(piloting, hosted):
    response = piloting.post(address("manage_cancel", hosted), {"reason": "  "})

    hosted.refresh_from_db()
    assert hosted.cancelled_at is None
    assert "Écrivez la raison" in text_of(response)


def test_cancelling_ends_every_registration_with_its_reason(piloting, hosted):
    fill(hosted, "Anne", "Bela", seats=1)

    response = piloting.post(address("manage_cancel", hosted), {"reason": "Salle inondée"}, follow=True)

    assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
    assert "Séance annulée : Salle inondée" in text_of(response)


def test_a_closed_session_is_not_cancelled(piloting, alice, hosted):
    close_session(session=hosted, at=hosted.ends_at, by=alice)

    response = piloting.post(address("manage_cancel", hosted), {"reason": "Trop tard"}, follow=True)

    assert "elle ne s’annule plus" in text_of(response)


# Presences ------------------------------------------------------------------------------------------------


def sheet(client, session, **sent):
    sitting = session.sittings.get()
    return client.post(address("manage_presence", session), {"date": sitting.pk} | sent, follow=True)


def test_a_sheet_is_typed_back_person_by_person(piloting, hosted):
    anne, bela = fill(hosted, "Anne", "Bela", seats=5)

    response = sheet(piloting, hosted, **{f"p-{anne.pk}": "present", f"p-{bela.pk}": "excused"})

    assert dict(Presence.objects.values_list("agent", "status")) == {anne.pk: "present", bela.pk: "excused"}
    assert "2 présences enregistrées." in text_of(response)


def test_everybody_except_those_who_are_ticked(piloting, hosted):
    anne, bela, carl = fill(hosted, "Anne", "Bela", "Carl", seats=5)

    sheet(piloting, hosted, others="1", **{f"p-{bela.pk}": "absent"})

    statuses = {anne.pk: "present", bela.pk: "absent", carl.pk: "present"}
    assert dict(Presence.objects.values_list("agent", "status")) == statuses


def test_an_unchanged_sheet_changes_nothing(piloting, alice, hosted):
    (anne,) = fill(hosted, "Anne", seats=5)
    mark_presence(sitting=hosted.sittings.get(), agent=anne, status="present", at=NOW, by=alice)

    response = sheet(piloting, hosted, **{f"p-{anne.pk}": "present"})

    assert "Rien n’a changé." in text_of(response)


def test_somebody_without_registration_is_found_and_added(piloting, hosted):
    marc = AgentFactory(first_name="Marc", last_name="Olive")
    page = piloting.get(address("manage_presence", hosted), {"nom": "olive"})
    assert f'name="add" value="{marc.pk}"' in page.content.decode()

    sheet(piloting, hosted, add=marc.pk)

    assert Presence.objects.get().agent == marc


def test_a_sheet_with_more_people_than_seats_is_refused_whole(piloting, hosted):
    (anne,) = fill(hosted, "Anne", seats=1)
    marc = AgentFactory()

    response = sheet(piloting, hosted, **{f"p-{anne.pk}": "present", f"p-{marc.pk}": "present"})

    assert Presence.objects.count() == 0
    assert "Il n’y a plus de place." in text_of(response)


def test_a_correction_after_the_closing_changes_the_attendance(piloting, alice, hosted):
    anne, bela = fill(hosted, "Anne", "Bela", seats=5)
    mark_presence(sitting=hosted.sittings.get(), agent=anne, status="present", at=hosted.ends_at, by=alice)
    close_session(session=hosted, at=hosted.ends_at, by=alice)

    sheet(piloting, hosted, **{f"p-{anne.pk}": "absent", f"p-{bela.pk}": "present"})

    assert Attendance.objects.get().agent == bela


def test_a_cancelled_session_takes_no_presence(piloting, hosted):
    (anne,) = fill(hosted, "Anne", seats=5)
    piloting.post(address("manage_cancel", hosted), {"reason": "Grève"})

    sheet(piloting, hosted, **{f"p-{anne.pk}": "present"})

    assert Presence.objects.count() == 0


def test_a_sheet_of_another_session_does_not_exist(piloting, hosted):
    other = SessionFactory()

    response = piloting.post(address("manage_presence", hosted), {"date": other.sittings.get().pk})

    assert response.status_code == 404


@pytest.mark.parametrize("sent", [{"add": "9" * 30}, {"add": "x"}])
def test_a_sheet_that_makes_no_sense_is_a_bad_request(piloting, hosted, sent):
    sent = sent | {"date": hosted.sittings.get().pk}

    assert piloting.post(address("manage_presence", hosted), sent).status_code == 400


def test_a_sheet_without_date_is_a_bad_request(piloting, hosted):
    assert piloting.post(address("manage_presence", hosted), {"date": "hier"}).status_code == 400


@pytest.mark.parametrize(("published_at", "state"), [(None, "Brouillon"), (NOW, "Publiée")])
def test_a_session_that_nobody_hosts_still_says_its_state(piloting, published_at, state):
    session = SessionFactory(published_at=published_at)

    html = piloting.get(address("manage_session", session)).content.decode()

    assert re.search(rf"{state}</span>\s*<span class=\"chip warn\">.*Personne n’anime", html)
