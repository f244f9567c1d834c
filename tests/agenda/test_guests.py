"""The room for those who come: a name picked in the list gives presence, nothing else, at its hour."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.agenda.models import Presence, Registration, Session
from essaim.agenda.operations import mark_presence, register, withdraw
from essaim.agenda.operations.guests import say_here
from essaim.agenda.operations.room import PlannedStep, go_to_step, set_running_order
from essaim.agenda.queries.guests import guests_named
from essaim.agenda.queries.room import halves_of_session
from essaim.kernel.errors import Refused
from essaim.people.operations.sign_in import make_link
from tests.conftest import person
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ROOM = "/salle/TCD48/"


@pytest.fixture
def nadia(bob):
    return person("nadia", "Benali", "Finances", first_name="Nadia")


@pytest.fixture
def seated(hosted, bob, nadia):
    """Bob and Nadia have a seat."""
    for agent in (bob, nadia):
        register(session=hosted, agent=agent, at=NOW)
    return hosted


@pytest.fixture(autouse=True)
def travel():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def open_room(seated, travel):
    """Five minutes before it begins."""
    travel.move_to(seated.starts_at - 5 * MINUTE)
    return seated


def read(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def names_in(response):
    return [shown for _sign, shown in response.context["names"]]


def look(client, text, room=ROOM):
    return client.post(room, {"nom": text})


def pick(client, text, room=ROOM):
    """Type a piece of a name and touch the first one found."""
    [(sign, _shown), *_others] = look(client, text, room).context["names"]
    return client.post(room, {"qui": sign}, follow=True)


def marks():
    return list(Presence.objects.order_by("pk").values_list("agent__login", "half", "status"))


def test_a_name_picked_gives_presence_and_says_so(client, open_room):
    page = read(pick(client, "per"))

    assert marks() == [("bob", 1, "present")]
    assert "Votre présence est notée" in page
    assert "Bonne séance, Bob." in page
    assert "Vous ouvrez la marche" in page


def test_no_name_is_shown_before_two_letters_of_it(client, open_room):
    first = read(client.get(ROOM))
    one = look(client, "b")

    assert [name for name in ("Bob", "Nadia", "Perrin", "Benali") if name in first] == []
    assert names_in(one) == []
    assert "au moins les deux premières lettres" in read(one)


def test_names_are_shown_by_first_name_and_initial(client, open_room):
    found = look(client, "na")

    assert names_in(found) == ["Nadia B."]
    assert "Benali" not in read(found)


def test_two_of_one_name_are_told_apart_by_their_service_then_by_their_whole_name(client, open_room, nadia):
    other = person("nadia2", "Bertin", "Voirie", first_name="Nadia")
    register(session=open_room, agent=other, at=NOW)
    with_service = names_in(look(client, "nadia"))
    other.unit = nadia.unit
    other.save()

    assert with_service == ["Nadia B., Finances", "Nadia B., Voirie"]
    assert names_in(look(client, "nadia")) == ["Nadia Benali", "Nadia Bertin"]


def test_a_common_beginning_shows_six_and_asks_for_one_letter_more(client, open_room):
    for agent in AgentFactory.create_batch(7, last_name="Zed"):
        Registration.objects.create(
            session=open_room, agent=agent, state="confirmed", ticket=9, registered_at=NOW, changed_at=NOW
        )

    found = look(client, "ze")

    assert len(names_in(found)) == 6
    assert "une lettre de plus" in read(found)


@pytest.mark.parametrize("text", ["PÉR", " perrin bob ", "bob per", "Bob"])
def test_a_name_is_found_in_any_order_case_and_accent(open_room, bob, text):
    assert [guest.agent for guest in guests_named(open_room, text).found] == [bob]


@pytest.mark.parametrize("text", ["errin", "bo na", "hu", "%%", "\x00\x00"])
def test_the_middle_of_a_name_or_somebody_without_a_seat_is_not_found(client, open_room, text):
    found = look(client, text)

    assert found.status_code == 200
    assert names_in(found) == []


def test_who_has_no_seat_is_sent_to_the_host(client, open_room, hugo):
    page = read(look(client, "haddad"))

    assert "Aucun nom de la liste ne commence par « haddad »" in page
    assert "Dites votre nom à la personne qui anime" in page


def test_a_seat_given_back_meanwhile_gives_no_presence(client, open_room, bob, travel):
    [(sign, _shown)] = look(client, "perrin").context["names"]
    travel.move_to(NOW)
    withdraw(session=open_room, agent=bob, at=NOW)
    travel.move_to(open_room.starts_at)

    answer = client.post(ROOM, {"qui": sign})

    assert marks() == []
    assert "cherchez votre nom de nouveau" in read(answer)


def test_the_operation_itself_refuses_who_has_no_seat_and_another_hour(open_room, bob, hugo):
    [half] = halves_of_session(open_room)

    with pytest.raises(Refused, match="n’est pas sur la liste"):
        say_here(half=half, agent=hugo, at=open_room.starts_at)
    with pytest.raises(Refused, match="n’est pas ouverte"):
        say_here(half=half, agent=bob, at=open_room.starts_at - timedelta(hours=1))
    Session.objects.update(closed_at=open_room.ends_at)
    with pytest.raises(Refused, match="est terminée"):
        say_here(half=half, agent=bob, at=open_room.ends_at)
    assert marks() == []


def test_a_seat_that_awaits_approval_is_no_seat_that_a_name_could_confirm(client, open_room, bob):
    Registration.objects.filter(agent=bob).update(state="pending")

    assert names_in(look(client, "perrin")) == []


@pytest.mark.parametrize("sign", ["", "12", "x:y", "WzEsMV0:aaaa:bbbb"])
def test_a_name_that_was_not_found_here_cannot_be_picked(client, open_room, sign):
    answer = client.post(ROOM, {"qui": sign})

    assert marks() == []
    assert "cherchez votre nom de nouveau" in read(answer)


def test_a_name_found_in_one_room_opens_no_other(client, open_room, bob):
    other = SessionFactory(code="PUB42", starts_at=open_room.starts_at)
    register(session=other, agent=bob, at=NOW)
    [(sign, _shown)] = look(client, "perrin").context["names"]

    client.post("/salle/PUB42/", {"qui": sign})

    assert marks() == []


def test_not_me_takes_the_presence_back_and_shows_the_names_again(client, open_room):
    pick(client, "perrin")

    page = read(client.post(f"{ROOM}annuler/", follow=True))

    assert marks() == []
    assert "C’est annulé" in page
    assert "Le début de votre nom" in page


def test_undo_brings_back_what_the_host_had_noted(client, open_room, bob, hugo):
    sitting = open_room.sittings.get()
    mark_presence(sitting=sitting, agent=bob, status="excused", at=open_room.starts_at, by=hugo)
    pick(client, "perrin")
    there = marks()

    client.post(f"{ROOM}annuler/")

    assert there == [("bob", 1, "present")]
    assert marks() == [("bob", 1, "excused")]


def test_undo_leaves_what_the_host_has_noted_since(client, open_room, bob, hugo, travel):
    pick(client, "perrin")
    travel.shift(timedelta(minutes=1))
    mark_presence(
        sitting=open_room.sittings.get(), agent=bob, status="present", at=open_room.starts_at, by=hugo
    )

    client.post(f"{ROOM}annuler/")

    assert marks() == [("bob", 1, "present")]


def test_who_is_there_already_sees_so_and_another_browser_undoes_nothing(client, open_room, bob, hugo):
    mark_presence(
        sitting=open_room.sittings.get(), agent=bob, status="present", at=open_room.starts_at, by=hugo
    )

    page = read(pick(client, "perrin"))
    client.post(f"{ROOM}annuler/")

    assert "Votre présence était déjà notée" in page
    assert "annuler" not in page.lower()
    assert marks() == [("bob", 1, "present")]


def test_the_name_opens_nothing_of_the_person(client, open_room, bob):
    page = read(pick(client, "perrin"))

    assert [word for word in ("Perrin", bob.hr_number, bob.email, "Accueil</a>") if word in page] == []
    for path in ("/", "/moi/", "/moi/attestations/", f"/seances/{open_room.slug}/"):
        assert client.get(path).url.startswith("/connexion/")
    assert client.post(f"/seances/{open_room.slug}/desistement/").url.startswith("/connexion/")


def test_one_phone_serves_several(client, open_room):
    pick(client, "perrin")
    page = client.get(f"{ROOM}?autre=1")

    pick(client, "benali")

    assert "Le début de votre nom" in read(page)
    assert marks() == [("bob", 1, "present"), ("nadia", 1, "present")]


def test_who_is_signed_in_taps_once(client, open_room, bob):
    client.force_login(bob)
    page = client.get(ROOM)

    after = client.post(ROOM, {"qui": page.context["sign"]}, follow=True)

    assert "Bonjour Bob" in read(page)
    assert "Votre présence est notée" in read(after)
    assert marks() == [("bob", 1, "present")]


HOURS = [(-31, False), (-30, True), (0, True), (150, True), (151, False)]


@pytest.mark.parametrize(("minutes", "is_open"), HOURS)
def test_the_room_opens_before_the_session_and_closes_some_time_after_it(
    client, seated, travel, minutes, is_open
):
    travel.move_to(seated.starts_at + minutes * MINUTE)

    page = read(client.get(ROOM))
    answer = look(client, "perrin")

    assert ("Le début de votre nom" in page) is is_open
    assert ("names" in (answer.context or {})) is is_open


def test_too_early_it_says_when(client, seated):
    assert "La salle ouvre vendredi 1er mars à 9 h 30" in read(client.get(ROOM))


def test_morning_and_afternoon_are_said_apart(client, seated, travel):
    start = seated.starts_at - timedelta(hours=1)  # 9 h in Paris
    seated.sittings.update(starts_at=start, ends_at=start + timedelta(hours=8))
    Session.objects.update(starts_at=start, ends_at=start + timedelta(hours=8))
    travel.move_to(start)
    pick(client, "perrin")
    travel.move_to(start + timedelta(hours=4))
    lunch = read(client.get(ROOM))
    travel.move_to(start + timedelta(hours=5))
    afternoon = client.get(ROOM)
    client.post(ROOM, {"qui": afternoon.context["sign"]})

    assert "La salle ouvre" in lunch
    assert "à 13 h 30" in lunch
    assert "Bonjour Bob" in read(afternoon)
    assert marks() == [("bob", 1, "present"), ("bob", 2, "present")]


def test_a_cancelled_session_has_no_room(client, open_room):
    Session.objects.update(cancelled_at=NOW, cancel_reason="Panne")

    assert "Cette séance est annulée" in read(client.get(ROOM))
    assert look(client, "perrin").context.get("names") is None


def test_the_page_kept_open_follows_the_steps_and_opens_the_opinion(client, open_room, hugo):
    set_running_order(session=open_room, steps=[PlannedStep("Tour de table", 10), PlannedStep("Essais", 20)])
    pick(client, "perrin")
    still = client.get(f"{ROOM}?vu=0")
    go_to_step(session=open_room, position=1, at=open_room.starts_at)
    moved = client.get(f"{ROOM}?vu=0")
    Session.objects.update(closed_at=open_room.starts_at)
    closed = client.get(f"{ROOM}?vu=1")

    assert still.status_code == 204
    assert 'aria-current="step"' in read(moved)
    assert "<html" not in read(moved)
    assert closed.headers["HX-Redirect"] == ROOM


def test_looking_for_names_is_slowed_in_one_room_and_never_arriving(client, open_room, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"room_names": "300/m/ip,3/m/key"}
    answers = [look(client, "perrin").status_code for _try in range(4)]
    [(sign, _shown)] = look_at_once(client)

    noted = client.post(ROOM, {"qui": sign})

    assert answers == [200, 200, 200, 429]
    assert noted.status_code == 302


def look_at_once(client):
    cache.clear()
    return look(client, "perrin").context["names"]


def test_a_browser_that_picked_a_name_goes_on_while_others_guess(client, open_room):
    pick(client, "perrin")
    for number in range(101):
        client.get(f"/salle/{number:05}/")

    assert client.get(ROOM).status_code == 200


def test_the_browser_forgets_two_hours_after_the_end(client, open_room, travel):
    pick(client, "perrin")
    travel.move_to(open_room.ends_at + timedelta(hours=2, minutes=1))

    assert client.session.get("salle") is None


def test_signing_in_after_the_room_lasts_as_long_as_any_sign_in(client, open_room, bob, settings):
    pick(client, "perrin")
    token, _link = make_link(agent=bob, at=open_room.starts_at)

    client.post(f"/connexion/lien/{token}/")

    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_names_take_as_many_queries_for_one_as_for_many(open_room):
    def queries_for(text):
        with CaptureQueriesContext(connection) as seen:
            assert guests_named(open_room, text).found
        return len(seen)

    one = queries_for("perrin")
    for agent in AgentFactory.create_batch(6, last_name="Zed"):
        Registration.objects.create(
            session=open_room, agent=agent, state="confirmed", ticket=9, registered_at=NOW, changed_at=NOW
        )

    assert [one, queries_for("ze")] == [1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_the_room_cost_a_fixed_number_of_queries(
    client, open_room, count, django_assert_num_queries
):
    pick(client, "perrin")
    for agent in AgentFactory.create_batch(count):
        mark_presence(
            sitting=open_room.sittings.get(), agent=agent, status="present", at=open_room.starts_at, by=agent
        )
    client.get(ROOM)

    with django_assert_num_queries(8):
        client.get(ROOM)
    with django_assert_num_queries(4):
        client.get(f"{ROOM}?vu=0")
