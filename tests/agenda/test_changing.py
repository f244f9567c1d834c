"""Moving a date: who is told what, letters held and replaced, undoing, leaving."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import DateChange, Registration, Sitting
from essaim.agenda.operations import SittingPlan, cancel_session, edit_session, register, resize, withdraw
from essaim.agenda.operations.changing import DELAY, undo_change
from essaim.agenda.queries.invariants import violations
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from tests.agenda.reading import text_of
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
DAY = timedelta(days=1)


@pytest.fixture
def told(hosted, bob, alice):
    """Bob has a seat, Nadia waits; their letters left."""
    resize(session=hosted, seats=1, at=NOW, by=alice)
    register(session=hosted, agent=bob, at=NOW)
    register(session=hosted, agent=AgentFactory(login="nadia"), at=NOW)
    send_due(NOW)
    return hosted


def plans(session, *, by=DAY, **place):
    return [
        SittingPlan(sitting.starts_at + by, sitting.ends_at + by, **place)
        for sitting in session.sittings.order_by("starts_at")
    ]


def move(session, by, *, at=LATER, sittings=None, **fields):
    return edit_session(session=session, at=at, by=by, sittings=sittings or plans(session), **fields)


def letters(**kwargs):
    return Letter.objects.filter(kind="changed", **kwargs)


def test_moving_a_date_tells_who_has_a_seat_who_waits_and_who_leads(told, alice):
    move(told, alice)

    bodies = dict(letters(state="to_send").values_list("agent__login", "body"))
    assert set(bodies) == {"bob", "nadia", "hugo"}
    assert "Avant : ven. 1er\xa0mars, 10\xa0h" in bodies["bob"]
    assert "Maintenant : sam. 2\xa0mars, 10\xa0h" in bodies["bob"]
    assert "Votre place reste réservée" in bodies["bob"]
    assert "votre rang sur la liste d’attente : 1" in bodies["nadia"]
    assert set(letters().values_list("action_label", flat=True)) == {
        "Je ne peux plus venir",
        "Voir la séance",
    }


def test_letters_wait_before_they_leave(told, alice):
    move(told, alice)

    assert send_due(LATER + timedelta(seconds=10)) == 0
    assert send_due(LATER + DELAY) == 3


@pytest.mark.parametrize("change", [{"title": "Tableaux"}, {"promise": "Compter."}])
def test_a_typo_tells_nobody(told, alice, change):
    edit_session(session=told, at=LATER, by=alice, sittings=plans(told, by=timedelta()), **change)

    assert letters().count() == 0


def test_capitals_of_a_room_tell_nobody(told, alice):
    told.sittings.update(room="salle bleue")

    move(told, alice, sittings=plans(told, by=timedelta(), room="Salle Bleue"))

    assert letters().count() == 0


@pytest.mark.parametrize("place", [{"room": "Salle bleue"}, {"link": "https://visio.example/a"}])
def test_another_place_or_link_is_told(told, alice, place):
    move(told, alice, sittings=plans(told, by=timedelta(), **place))

    assert letters(state="to_send").count() == 3


def test_a_date_added_and_a_date_taken_away_are_told(told, alice):
    first = plans(told, by=timedelta())
    move(told, alice, sittings=[*first, SittingPlan(told.starts_at + DAY, told.ends_at + DAY)])
    send_due(LATER + DELAY)
    move(told, alice, at=LATER + DAY, sittings=first)

    bodies = list(letters(agent__login="bob").order_by("pk").values_list("body", flat=True))
    assert ["Date ajoutée : sam. 2" in bodies[0], "Date retirée : sam. 2" in bodies[1]] == [True, True]


def test_the_last_date_is_not_taken_away(told, alice):
    with pytest.raises(Refused, match="une date"):
        edit_session(session=told, at=LATER, by=alice, sittings=[])

    assert told.sittings.count() == 1


def test_a_draft_tells_nobody(alice):
    draft = SessionFactory(published_at=None)
    move(draft, alice)

    assert (DateChange.objects.count(), Letter.objects.count()) == (0, 0)


def test_unsent_letters_with_the_old_date_are_replaced(hosted, bob, alice):
    register(session=hosted, agent=bob, at=NOW)

    move(hosted, alice)

    assert dict(Letter.objects.filter(agent=bob).values_list("kind", "state")) == {
        "confirmed": "cancelled",
        "changed": "to_send",
    }


def test_undo_puts_the_dates_and_the_letters_back(hosted, bob, alice):
    register(session=hosted, agent=bob, at=NOW)
    before = list(hosted.sittings.values_list("pk", "starts_at"))
    move(hosted, alice)

    undo_change(session=hosted, at=LATER + timedelta(seconds=8), by=alice)

    hosted.refresh_from_db()
    assert list(hosted.sittings.values_list("pk", "starts_at")) == before
    assert hosted.starts_at == before[0][1]
    assert dict(Letter.objects.filter(agent=bob).values_list("kind", "state")) == {
        "confirmed": "to_send",
        "changed": "cancelled",
    }
    assert violations(NOW) == []


def test_undo_brings_back_no_letter_to_who_withdrew_meanwhile(hosted, bob, alice):
    register(session=hosted, agent=bob, at=NOW)
    move(hosted, alice)
    withdraw(session=hosted, agent=bob, at=LATER + timedelta(seconds=5))

    undo_change(session=hosted, at=LATER + timedelta(seconds=8), by=alice)

    assert dict(Letter.objects.filter(agent=bob).values_list("kind", "state")) == {
        "confirmed": "cancelled",
        "changed": "cancelled",
        "withdrawn": "to_send",
    }


def test_a_change_of_a_session_cancelled_since_is_not_undone(hosted, bob, alice):
    register(session=hosted, agent=bob, at=NOW)
    move(hosted, alice)
    cancel_session(session=hosted, reason="Salle fermée", at=LATER + timedelta(seconds=5), by=alice)

    with pytest.raises(Refused, match="annulée"):
        undo_change(session=hosted, at=LATER + timedelta(seconds=8), by=alice)

    assert Letter.objects.get(agent=bob, kind="confirmed").state == "cancelled"


def test_undo_brings_back_dates_that_traded_places(told, alice):
    Sitting.objects.create(session=told, starts_at=told.starts_at + DAY, ends_at=told.ends_at + DAY)
    before = list(told.sittings.order_by("pk").values_list("pk", "starts_at"))
    move(told, alice)

    undo_change(session=told, at=LATER, by=alice)

    assert list(told.sittings.order_by("pk").values_list("pk", "starts_at")) == before


def test_undo_is_refused_once_letters_left(told, alice):
    move(told, alice)

    with pytest.raises(Refused, match="Les lettres sont parties"):
        undo_change(session=told, at=LATER + DELAY, by=alice)


def test_undo_is_refused_once_somebody_registered_for_the_new_date(hosted, bob, alice):
    move(hosted, alice)
    register(session=hosted, agent=bob, at=LATER + timedelta(seconds=3))

    with pytest.raises(Refused, match="inscrit entre-temps"):
        undo_change(session=hosted, at=LATER + timedelta(seconds=5), by=alice)


def test_two_moves_in_a_row_make_one_letter_from_the_first_date(told, alice):
    move(told, alice)
    move(told, alice, at=LATER + timedelta(seconds=5))

    body = letters(state="to_send", agent__login="bob").get().body
    assert "Avant : ven. 1er" in body
    assert "Maintenant : dim. 3" in body


def test_moving_there_and_back_tells_nobody(told, alice):
    move(told, alice)
    move(told, alice, at=LATER + timedelta(seconds=5), sittings=plans(told, by=-DAY))

    assert letters(state="to_send").count() == 0


def test_a_moved_date_makes_the_calendar_follow(told, alice):
    before = told.version
    move(told, alice)

    told.refresh_from_db()
    assert told.version > before


def test_an_offer_ends_when_the_session_begins_at_the_latest(hosted, bob, alice):
    nadia = AgentFactory()
    resize(session=hosted, seats=1, at=NOW, by=alice)
    register(session=hosted, agent=bob, at=NOW)
    register(session=hosted, agent=nadia, at=NOW)
    withdraw(session=hosted, agent=bob, at=NOW)
    until = Registration.objects.get(agent=nadia).offered_until

    soon = SittingPlan(until - timedelta(hours=2), until - timedelta(hours=1))
    move(hosted, alice, sittings=[soon])

    assert Registration.objects.get(agent=nadia).offered_until == soon.starts_at


# Pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: LATER)


def test_the_page_behind_the_letter_recalls_the_change_and_its_button_gives_the_seat_back(
    client, told, bob, alice, at_noon
):
    move(told, alice)
    client.force_login(bob)
    page = reverse("agenda:session_leave", args=[told.slug])

    html = client.get(page)
    still = Registration.objects.get(agent=bob).state
    client.post(reverse("agenda:session_withdraw", args=[told.slug]))

    assert "Maintenant : sam. 2" in text_of(html)
    assert "Je ne peux plus venir" in text_of(html)
    assert (still, Registration.objects.get(agent=bob).state) == ("confirmed", "withdrawn")
    assert "rien à rendre" in text_of(client.get(page))


def test_undo_is_one_tap_from_the_message(client, told, alice, at_noon):
    move(told, alice)
    client.force_login(alice)

    answer = client.post(reverse("agenda:manage_change_undo", args=[told.slug]), follow=True)

    assert "Personne n’a été prévenu" in text_of(answer)
    assert told.sittings.get().starts_at == told.starts_at


def test_once_the_session_has_begun_the_page_says_whom_to_tell(client, told, bob, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: told.starts_at)
    client.force_login(bob)

    text = text_of(client.get(reverse("agenda:session_leave", args=[told.slug])))

    assert "Dites-le à qui anime" in text
    assert "Hugo Haddad" in text
    assert "Je viens quand même" not in text
