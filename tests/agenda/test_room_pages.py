"""The host's page in the room."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Attendance, Host, Move, Presence, Registration, Sitting
from essaim.agenda.operations import cancel_session, close_session, mark_presence, register
from tests.agenda.reading import text_of
from tests.factories import AgentFactory, OrganisationFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_start(hosted, time_machine_now):
    """The clock shows five minutes after the session began."""
    return time_machine_now(hosted.starts_at + timedelta(minutes=5))


@pytest.fixture
def time_machine_now(monkeypatch):
    """Set the one clock of the product."""

    def set_to(moment):
        monkeypatch.setattr("essaim.kernel.clock.now", lambda: moment)
        return moment

    return set_to


@pytest.fixture
def seated(hosted, bob):
    """Bob holds a seat of the session that Hugo leads."""
    register(session=hosted, agent=bob, at=hosted.starts_at - timedelta(days=5))
    return bob


def mark(client, session, **sent):
    sitting = session.sittings.get()
    return client.post(reverse("agenda:room_mark", args=[session.slug]), {"date": sitting.pk} | sent)


def page(client, session, query=""):
    return client.get(reverse("agenda:room", args=[session.slug]) + query)


def test_the_room_shows_the_code_and_who_is_expected(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)

    text = text_of(page(client, hosted))

    assert "TCD-48" in text
    assert "0 sur 1" in text
    assert "Bob Perrin" in text
    assert "Terminer la séance" in text


def test_the_room_is_refused_to_who_does_not_lead(client, bob, hosted):
    client.force_login(bob)

    assert page(client, hosted).status_code == 403
    assert mark(client, hosted, everybody="1").status_code == 403
    assert client.post(reverse("agenda:room_close", args=[hosted.slug])).status_code == 403


def test_the_room_does_not_exist_for_another_organisation(client, zoe, hosted):
    client.force_login(zoe)

    assert page(client, hosted).status_code == 404
    assert mark(client, hosted, everybody="1").status_code == 404
    assert client.post(reverse("agenda:room_close", args=[hosted.slug])).status_code == 404


def test_the_coordinator_may_replace_the_host(client, alice, hosted):
    client.force_login(alice)

    assert page(client, hosted).status_code == 200


def test_reading_the_room_writes_nothing(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)

    page(client, hosted)
    page(client, hosted, "?nom=perrin")

    assert Presence.objects.count() == 0


@pytest.mark.parametrize("status", ["present", "excused", "absent"])
def test_a_tap_notes_the_state_of_a_person(client, hugo, hosted, seated, at_start, status):
    client.force_login(hugo)

    response = mark(client, hosted, mark=f"{seated.pk}:{status}")

    assert response.status_code == 302
    assert Presence.objects.get().status == status
    assert Presence.objects.get().by == hugo


def test_without_javascript_the_tap_comes_back_to_the_row_with_its_undo(
    client, hugo, hosted, seated, at_start
):
    client.force_login(hugo)

    response = mark(client, hosted, mark=f"{seated.pk}:absent")

    assert response["Location"].endswith(f"#personne-{seated.pk}")
    shown = client.get(response["Location"])
    assert f'value="{seated.pk}:"' in shown.content.decode()


def test_undo_takes_a_first_mark_back(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)
    mark(client, hosted, mark=f"{seated.pk}:absent")

    mark(client, hosted, mark=f"{seated.pk}:")

    assert Presence.objects.count() == 0
    assert Registration.objects.get().state == "confirmed"


def test_undo_of_a_changed_mark_proposes_the_one_before(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)
    mark(client, hosted, mark=f"{seated.pk}:excused")

    response = mark(client, hosted, mark=f"{seated.pk}:present")

    assert f'value="{seated.pk}:excused"' in client.get(response["Location"]).content.decode()


def test_htmx_gets_the_row_with_its_undo_and_the_counter(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)
    sent = {"date": hosted.sittings.get().pk, "mark": f"{seated.pk}:present"}

    response = client.post(
        reverse("agenda:room_mark", args=[hosted.slug]), sent, headers={"HX-Request": "true"}
    )

    html = response.content.decode()
    assert html.lstrip().startswith(f'<li id="personne-{seated.pk}"')
    assert f'id="annuler-{seated.pk}"' in html
    assert 'hx-swap-oob="innerHTML"' in html
    assert "1 sur 1" in text_of(response)


def test_everybody_is_there_leaves_the_excuses(client, hugo, hosted, seated, at_start):
    excused = AgentFactory()
    register(session=hosted, agent=excused, at=hosted.starts_at - timedelta(days=5))
    mark_presence(sitting=hosted.sittings.get(), agent=excused, status="excused", at=at_start, by=hugo)
    client.force_login(hugo)

    response = mark(client, hosted, everybody="1")

    assert dict(Presence.objects.values_list("agent", "status")) == {
        seated.pk: "present",
        excused.pk: "excused",
    }
    assert "1 personne notée là." in text_of(client.get(response["Location"]))


def test_everybody_is_there_can_be_taken_back(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)
    shown = client.get(mark(client, hosted, everybody="1")["Location"])
    noted = re.search(r'name="nobody"\s+value="([\d,]+)"', shown.content.decode())[1]

    mark(client, hosted, nobody=noted)

    assert Presence.objects.count() == 0


def test_the_field_finds_a_registered_person_whatever_the_accents(client, hugo, hosted, at_start):
    awa = AgentFactory(first_name="Awa", last_name="Koné")
    register(session=hosted, agent=awa, at=hosted.starts_at - timedelta(days=5))
    client.force_login(hugo)

    html = page(client, hosted, "?nom=KONE").content.decode()

    assert "found is-in" in html
    assert f'value="{awa.pk}:present"' in html


def test_a_walk_in_is_found_and_added(client, hugo, hosted, at_start):
    marc = AgentFactory(first_name="Marc", last_name="Olive")
    client.force_login(hugo)
    assert "Ajouter Marc" in text_of(page(client, hosted, "?nom=olive"))

    mark(client, hosted, mark=f"{marc.pk}:present")

    assert Presence.objects.get().agent == marc
    assert Registration.objects.get().state == "confirmed"
    assert Move.objects.get().reason == Move.Reason.WALK_IN


def test_undo_of_a_walk_in_gives_the_seat_back(client, hugo, hosted, at_start):
    marc = AgentFactory(first_name="Marc", last_name="Olive")
    client.force_login(hugo)
    mark(client, hosted, mark=f"{marc.pk}:present")

    mark(client, hosted, mark=f"{marc.pk}:")

    hosted.refresh_from_db()
    assert (Presence.objects.count(), hosted.taken) == (0, 0)
    assert Registration.objects.get().state == "withdrawn"


def test_a_walk_in_is_refused_in_words_when_every_seat_is_taken(client, hugo, hosted, seated, at_start):
    type(hosted).objects.update(seats=1)
    marc = AgentFactory(first_name="Marc", last_name="Olive")
    client.force_login(hugo)

    response = mark(client, hosted, mark=f"{marc.pk}:present", nom="olive")

    shown = text_of(client.get(response["Location"]))
    assert "Il n’y a plus de place." in shown
    assert "J’ajoute une place à la séance" in shown
    assert Presence.objects.count() == 0


def test_a_host_adds_a_seat_on_purpose(client, hugo, hosted, seated, at_start):
    type(hosted).objects.update(seats=1)
    marc = AgentFactory(first_name="Marc", last_name="Olive")
    client.force_login(hugo)

    mark(client, hosted, mark=f"{marc.pk}:present", add_seat="1")

    hosted.refresh_from_db()
    assert (hosted.seats, hosted.taken) == (2, 2)
    assert Presence.objects.get().agent == marc


def test_an_agent_of_another_organisation_cannot_be_added(client, hugo, hosted, at_start):
    stranger = AgentFactory(organisation=OrganisationFactory(slug="ailleurs"), last_name="Ailleurs")
    client.force_login(hugo)

    assert mark(client, hosted, mark=f"{stranger.pk}:present").status_code == 404
    assert "Aucun agent de ce nom" in text_of(page(client, hosted, "?nom=ailleurs"))


@pytest.mark.parametrize("sent", [{"mark": "12:dancing"}, {"date": "x"}, {"nobody": "1,x"}])
def test_a_tap_that_makes_no_sense_is_answered_in_words(client, hugo, hosted, seated, sent):
    client.force_login(hugo)

    response = mark(client, hosted, **sent)

    assert Presence.objects.count() == 0
    assert "Ce geste n’a pas été compris" in text_of(client.get(response["Location"]))


def test_an_address_that_makes_no_sense_shows_the_room(client, hugo, hosted, seated):
    client.force_login(hugo)

    assert mark(client, hosted, date="9" * 30).status_code == 404
    assert page(client, hosted, "?date=x&annuler=y&tous=<b>&nom=z").status_code == 200


def test_each_date_has_its_own_roll(client, hugo, hosted, seated, at_start):
    starts_at = hosted.starts_at + timedelta(days=7)
    second = Sitting.objects.create(
        session=hosted, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    client.force_login(hugo)

    client.post(
        reverse("agenda:room_mark", args=[hosted.slug]), {"date": second.pk, "mark": f"{seated.pk}:present"}
    )

    assert Presence.objects.get().sitting == second
    assert "0 sur 1" in text_of(page(client, hosted))
    assert "1 sur 1" in text_of(page(client, hosted, f"?date={second.pk}"))


@pytest.mark.parametrize(("people", "folds"), [(15, False), (16, True)])
def test_beyond_fifteen_people_those_present_fold(client, hugo, hosted, at_start, people, folds):
    type(hosted).objects.update(seats=30)
    agents = AgentFactory.create_batch(people)
    for agent in agents:
        register(session=hosted, agent=agent, at=hosted.starts_at - timedelta(days=5))
    mark_presence(sitting=hosted.sittings.get(), agent=agents[0], status="present", at=at_start, by=hugo)
    client.force_login(hugo)

    assert ("1 personne sur place" in text_of(page(client, hosted))) is folds


def test_the_room_costs_the_same_queries_for_one_and_for_many(
    client, hugo, hosted, seated, at_start, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(hugo)
    page(client, hosted)
    with django_assert_max_num_queries(9) as first:
        page(client, hosted)
    for agent in AgentFactory.create_batch(3):
        register(session=hosted, agent=agent, at=hosted.starts_at - timedelta(days=5))

    with django_assert_num_queries(len(first)):
        page(client, hosted)


def test_closing_freezes_the_presences_and_shows_the_code_of_the_questionnaire(
    client, hugo, hosted, seated, at_start
):
    client.force_login(hugo)
    mark(client, hosted, everybody="1")

    response = client.post(reverse("agenda:room_close", args=[hosted.slug]), follow=True)

    assert Attendance.objects.get().agent == seated
    text = text_of(response)
    assert "La séance est terminée" in text
    assert "TCD-48" in text
    assert "1 personne a suivi la séance" in text


def test_closing_before_the_last_date_is_refused_in_words(client, hugo, hosted, seated, time_machine_now):
    time_machine_now(hosted.starts_at - timedelta(hours=1))
    client.force_login(hugo)

    response = client.post(reverse("agenda:room_close", args=[hosted.slug]), follow=True)

    hosted.refresh_from_db()
    assert hosted.closed_at is None
    assert "La dernière date n’a pas commencé" in text_of(response)
    assert "Terminer la séance" not in text_of(response)


def test_closing_twice_is_harmless(client, hugo, hosted, seated, at_start):
    client.force_login(hugo)
    address = reverse("agenda:room_close", args=[hosted.slug])

    client.post(address)
    client.post(address)

    hosted.refresh_from_db()
    assert hosted.closed_at == at_start


def test_a_mark_after_the_closing_is_refused_in_words(client, hugo, hosted, seated, at_start):
    close_session(session=hosted, at=at_start, by=hugo)
    client.force_login(hugo)

    response = mark(client, hosted, mark=f"{seated.pk}:present")

    assert Presence.objects.get().status == "absent"
    assert "Cette séance est terminée" in text_of(client.get(response["Location"]))


def test_a_cancelled_session_says_why_and_cannot_be_closed(client, hugo, alice, hosted, at_start):
    cancel_session(session=hosted, reason="Salle inondée", at=at_start - timedelta(days=2), by=alice)
    client.force_login(hugo)

    assert "Salle inondée" in text_of(page(client, hosted))
    client.post(reverse("agenda:room_close", args=[hosted.slug]))
    hosted.refresh_from_db()
    assert hosted.closed_at is None


def test_hours_are_those_of_the_organisation(client, db, time_machine_now):
    island = OrganisationFactory(slug="reunion", time_zone="Indian/Reunion")
    host = AgentFactory(organisation=island)
    session = SessionFactory(format__programme__organisation=island, format__programme__slug="ile")
    Host.objects.create(session=session, agent=host)
    time_machine_now(session.starts_at)
    client.force_login(host)

    assert "13 h – 15 h" in text_of(page(client, session))  # 9 h UTC


def test_only_post_marks_and_closes(client, hugo, hosted):
    client.force_login(hugo)

    assert client.get(reverse("agenda:room_mark", args=[hosted.slug])).status_code == 405
    assert client.get(reverse("agenda:room_close", args=[hosted.slug])).status_code == 405
