"""The room that follows by itself: what moved, the one field, taps kept during a cut, seats added on purpose."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Move, Presence, Registration, Tap
from essaim.agenda.operations import close_session, mark_presence, register
from essaim.agenda.operations.unmarking import unmark_presence
from essaim.agenda.queries.room import stamp_of
from tests.agenda.arranging import HTMX, address
from tests.agenda.reading import text_of
from tests.factories import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2
OTHER_KEY = "fedcba9876543210" * 2


@pytest.fixture
def now(hosted, monkeypatch):
    """Five minutes after the session began."""
    moment = hosted.starts_at + timedelta(minutes=5)
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: moment)
    return moment


@pytest.fixture
def seated(hosted, bob):
    register(session=hosted, agent=bob, at=hosted.starts_at - timedelta(days=5))
    return bob


@pytest.fixture
def host(client, hugo, hosted, seated, now):
    """Hugo in his room, where Bob is expected."""
    client.force_login(hugo)
    return client


def seek(client, session, text, **headers):
    sent = {"date": session.sittings.get().pk, "nom": text}
    return client.post(address("room_seek", session), sent, **headers)


def send(client, session, *taps):
    lines = [f"{key} {session.sittings.get().pk} 1 {mark}" for key, mark in taps]
    return client.post(address("room_kept", session), {"tap": lines})


def news(client, session, stamp):
    return client.get(address("room", session), {"vu": stamp}, **HTMX)


def drawn(client, session):
    return client.get(address("room", session)).content.decode().replace("\xa0", " ")


def test_nothing_is_said_again_while_nothing_moved(host, hosted, now, django_assert_num_queries):
    hosted.refresh_from_db()
    stamp = stamp_of(hosted, at=now)
    news(host, hosted, stamp)

    with django_assert_num_queries(4):  # who asks, the session, may they
        answer = news(host, hosted, stamp)

    assert (answer.status_code, answer.content) == (204, b"")


def test_an_arrival_noted_elsewhere_is_told_at_the_next_look(host, hosted, seated, alice, now):
    hosted.refresh_from_db()
    stamp = stamp_of(hosted, at=now)
    sitting = hosted.sittings.get()
    mark_presence(sitting=sitting, agent=seated, status="present", at=now, by=alice)

    answer = news(host, hosted, stamp)

    assert "1 sur 1" in text_of(answer)
    assert f'id="personne-{seated.pk}"' in answer.content.decode()


def test_a_mark_taken_back_is_news_too(host, hosted, seated, alice, now):
    sitting = hosted.sittings.get()
    mark_presence(sitting=sitting, agent=seated, status="present", at=now, by=alice)
    hosted.refresh_from_db()
    stamp = stamp_of(hosted, at=now)
    unmark_presence(sitting=sitting, agent=seated, at=now, by=alice)

    assert "0 sur 1" in text_of(news(host, hosted, stamp))


def test_the_screens_that_look_are_sent_to_the_end_once_the_session_is_closed(host, hosted, hugo, now):
    close_session(session=hosted, at=now, by=hugo)

    assert news(host, hosted, "x")["HX-Refresh"] == "true"


def test_the_code_is_drawn_for_cameras_before_and_after_the_end(host, hosted, hugo, now, settings):
    settings.SITE_URL = "https://truc2.example"
    label = "Code à scanner : truc2.example/salle/TCD-48"
    before = drawn(host, hosted)
    close_session(session=hosted, at=now, by=hugo)

    assert label in before
    assert label in drawn(host, hosted)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("typed", ["004217", " 004217 ", "BOB"])
def test_a_whole_number_or_identifier_notes_its_person_at_once(host, hosted, seated, typed, javascript):
    type(seated).objects.filter(pk=seated.pk).update(hr_number="004217", first_name="Jean", last_name="Roux")

    answer = seek(host, hosted, typed, **(HTMX if javascript else {}))

    assert Presence.objects.get().agent == seated
    shown = answer if javascript else host.get(answer["Location"])
    assert f'value="{seated.pk}:"' in shown.content.decode()  # undo


def test_after_a_badge_the_field_waits_for_the_next_without_script(host, hosted, seated):
    type(seated).objects.filter(pk=seated.pk).update(hr_number="004217")

    shown = host.get(seek(host, hosted, "004217")["Location"]).content.decode()

    assert "autofocus" in shown
    assert 'value="004217"' not in shown


def test_a_badge_read_twice_has_nothing_more_to_undo(host, hosted, seated):
    type(seated).objects.filter(pk=seated.pk).update(hr_number="004217")
    seek(host, hosted, "004217")

    answer = seek(host, hosted, "004217", **HTMX)

    assert "Sa présence est notée." in text_of(answer)
    assert "Annuler" not in text_of(answer)


def test_a_piece_of_a_name_is_only_looked_for(host, hosted, seated):
    answer = seek(host, hosted, "perrin", **HTMX)

    assert Presence.objects.count() == 0
    assert "Bob Perrin" in text_of(answer)
    assert "Noter Bob" in text_of(answer)


def test_an_identifier_that_is_somebody_elses_name_notes_nobody(host, hosted):
    AgentFactory(login="martin", first_name="Zoé", last_name="Autre")
    AgentFactory(login="autre", first_name="Paul", last_name="Martin")

    seek(host, hosted, "martin")

    assert Presence.objects.count() == 0


@pytest.mark.parametrize("typed", ["00421", "0042170", ""])
def test_a_piece_of_a_number_notes_nobody(host, hosted, seated, typed):
    type(seated).objects.filter(pk=seated.pk).update(hr_number="004217")

    assert seek(host, hosted, typed).status_code == 302
    assert Presence.objects.count() == 0


def test_the_number_of_another_employer_is_nobodys_here(host, hosted):
    AgentFactory(organisation=OrganisationFactory(slug="ailleurs"), hr_number="004217", login="loin")

    seek(host, hosted, "004217")
    seek(host, hosted, "loin")

    assert Presence.objects.count() == 0


def test_a_badge_without_seat_takes_a_free_one_and_says_so_when_none_is_left(host, hosted):
    first, second = AgentFactory(hr_number="111222"), AgentFactory(hr_number="333444", last_name="Olive")
    type(hosted).objects.update(seats=2)

    seek(host, hosted, "111222")
    refused = seek(host, hosted, "333444", **HTMX)

    assert Presence.objects.get().agent == first
    text = text_of(refused)
    assert "Il n’y a plus de place." in text
    assert "J’ajoute une place à la séance" in text
    assert second.last_name in text


def test_a_field_that_makes_no_sense_is_answered_in_words(host, hosted):
    answer = host.post(address("room_seek", hosted), {"date": "x"}, follow=True)

    assert "Ce geste n’a pas été compris" in text_of(answer)


def test_a_seat_added_on_purpose_is_in_the_ledger_with_who_added_it(host, hosted, hugo, seated):
    type(hosted).objects.update(seats=1)
    marc = AgentFactory(last_name="Olive")
    sent = {"date": hosted.sittings.get().pk, "mark": f"{marc.pk}:present", "add_seat": "1"}

    host.post(address("room_mark", hosted), sent)

    move = Move.objects.get(registration__agent=marc)
    assert (move.reason, move.by) == (Move.Reason.SEAT_ADDED, hugo)


def test_undoing_takes_the_added_seat_away_again(host, hosted, seated):
    type(hosted).objects.update(seats=1)
    marc = AgentFactory(last_name="Olive")
    sent = {"date": hosted.sittings.get().pk, "add_seat": "1"}
    host.post(address("room_mark", hosted), sent | {"mark": f"{marc.pk}:present"})

    host.post(address("room_mark", hosted), sent | {"mark": f"{marc.pk}:"})

    hosted.refresh_from_db()
    assert (hosted.seats, hosted.taken) == (1, 1)
    assert Registration.objects.get(agent=marc).state == "withdrawn"


def test_the_box_adds_no_seat_while_one_is_free(host, hosted, seated):
    type(hosted).objects.update(seats=5)
    marc = AgentFactory(last_name="Olive")
    sent = {"date": hosted.sittings.get().pk, "mark": f"{marc.pk}:present", "add_seat": "1"}

    host.post(address("room_mark", hosted), sent)

    hosted.refresh_from_db()
    assert (hosted.seats, hosted.taken) == (5, 2)


def test_a_kept_tap_sent_twice_counts_once(host, hosted, seated):
    first = send(host, hosted, (KEY, f"{seated.pk}:present"))
    sitting = hosted.sittings.get()
    host.post(address("room_mark", hosted), {"date": sitting.pk, "mark": f"{seated.pk}:absent"})

    again = send(host, hosted, (KEY, f"{seated.pk}:present"))

    assert first.json() == again.json() == {"said": ["1 geste gardé, bien reçu."]}
    assert Presence.objects.get().status == "absent"
    assert Tap.objects.count() == 1


def test_a_tap_whose_answer_was_lost_is_not_done_again(host, hosted, seated):
    sent = {"date": hosted.sittings.get().pk, "mark": f"{seated.pk}:present", "tap": KEY}
    host.post(address("room_mark", hosted), sent)
    host.post(address("room_mark", hosted), sent | {"mark": f"{seated.pk}:excused", "tap": OTHER_KEY})

    send(host, hosted, (KEY, f"{seated.pk}:present"))

    assert Presence.objects.get().status == "excused"


def test_a_kept_tap_that_is_refused_says_who_and_why_and_the_others_count(host, hosted, seated):
    type(hosted).objects.update(seats=1)
    marc = AgentFactory(first_name="Marc", last_name="Olive")

    answer = send(host, hosted, (KEY, f"{marc.pk}:present"), (OTHER_KEY, f"{seated.pk}:present"))

    said = answer.json()["said"]
    assert said[0] == "1 geste gardé, bien reçu."
    assert said[1].startswith("Marc Olive : Il n’y a plus de place.")
    assert Presence.objects.get().agent == seated


def test_kept_taps_after_the_closing_are_refused_in_words(host, hosted, seated, hugo, now):
    close_session(session=hosted, at=now, by=hugo)

    said = send(host, hosted, (KEY, f"{seated.pk}:present")).json()["said"]

    assert said == ["Bob Perrin : Cette séance est terminée : ses présences se corrigent depuis Pilotage."]


@pytest.mark.parametrize(
    "line", ["", "x", f"{KEY} 1 1 1:dancing", f"{KEY} 999999 1 1:present", f"{KEY} 1 9 1:present"]
)
def test_a_kept_tap_that_makes_no_sense_is_said_and_writes_nothing(host, hosted, line):
    answer = host.post(address("room_kept", hosted), {"tap": [line]})

    assert answer.json() == {"said": ["Un geste gardé n’a pas été compris : regardez la liste."]}
    assert (Presence.objects.count(), Tap.objects.count()) == (0, 0)


def test_kept_taps_name_nobody_of_another_organisation(host, hosted):
    stranger = AgentFactory(organisation=OrganisationFactory(slug="ailleurs"), last_name="Lointain")

    answer = send(host, hosted, (KEY, f"{stranger.pk}:present"))

    assert "Lointain" not in answer.content.decode()
    assert Presence.objects.count() == 0


def test_the_addresses_that_write_only_take_post(host, hosted):
    for name in ("room_seek", "room_kept", "room_step"):
        assert host.get(reverse(f"agenda:{name}", args=[hosted.slug])).status_code == 405
