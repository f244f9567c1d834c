"""Cette semaine: what needs a person, what its buttons do, how they are taken back."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host, Session
from essaim.catalogue import operations as catalogue
from essaim.catalogue.models import BLOCKS
from essaim.letters.models import Letter
from essaim.programmes import operations as programmes
from tests.factories import (
    NOW,
    AgentFactory,
    FormatFactory,
    PostingFactory,
    ProgrammeFactory,
    SessionFactory,
    UnitFactory,
)
from tests.home.reading import held, page, soon
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(NOW, tick=False):
        yield


def tasks(client, agent):
    return page(client, agent, "home:week").context["tasks"]


def kinds(client, agent):
    return [task.kind for task in tasks(client, agent)]


def press(client, agent, task, name="home:week_decide"):
    client.force_login(agent)
    return client.post(reverse(name), {"chose": task.key}, follow=True)


def undo(client, response):
    """Press « Annuler » in the message that came back."""
    address = re.search(r'action="(/pilotage/revenir/[^"]+)"', response.content.decode())[1]
    return client.post(address, follow=True)


@pytest.fixture
def crowded(alice, hugo):
    """A full session led by Hugo, for which three people wait."""
    session = soon(title="Courue", seats=1, starts_at=NOW + timedelta(days=6))
    Host.objects.create(session=session, agent=hugo)
    for _n in range(4):
        agenda.register(session=session, agent=AgentFactory(), at=NOW)
    return session


@pytest.mark.parametrize("who", ["bob", "hugo", "maya"])
def test_week_is_closed_to_those_who_do_not_pilot(client, request, who):
    assert page(client, request.getfixturevalue(who), "home:week").status_code == 403


@pytest.mark.parametrize("who", ["alice", "ada", "root"])
def test_week_opens_to_those_who_pilot(client, request, who):
    assert page(client, request.getfixturevalue(who), "home:week").status_code == 200


def test_week_says_so_when_nothing_waits(client, alice):
    held(alice)
    shown = text(page(client, alice, "home:week"))

    assert "Rien ne vous attend" in shown
    assert "Tout est réglé" in shown


def test_week_lists_what_waits_with_its_cause_and_one_button(client, alice, hugo):
    over = SessionFactory(title="Passée", starts_at=NOW - timedelta(days=2))
    Host.objects.create(session=over, agent=hugo)
    alone = soon(title="Sans hôte")
    crowded = soon(title="Courue", seats=1, starts_at=NOW + timedelta(days=6))
    Host.objects.create(session=crowded, agent=hugo)
    for _n in range(4):
        agenda.register(session=crowded, agent=AgentFactory(), at=NOW)

    response = page(client, alice, "home:week")

    assert [(task.kind, task.cause) for task in response.context["tasks"]] == [
        ("sheet", over.cause),
        ("host", alone.cause),
        ("list", crowded.cause),
    ]
    shown = text(response)
    assert "Trois choses vous attendent" in shown
    assert "« Courue » : complet, 3 en attente" in shown
    assert f'href="{reverse("agenda:room", args=[over.slug])}"' in shown
    assert f'href="{reverse("agenda:manage_edit", args=[alone.slug])}"' in shown


def test_week_does_not_mention_what_is_far_or_called_off(client, alice):
    SessionFactory(title="Lointaine", starts_at=NOW + timedelta(days=22))
    dropped = soon(title="Tombée")
    agenda.cancel_session(session=dropped, reason="Grève", at=NOW, by=alice)

    assert page(client, alice, "home:week").context["tasks"] == ()


def test_week_shows_its_sessions_from_monday_to_sunday_with_what_they_lack(client, alice, hugo):
    monday = NOW - timedelta(days=4)
    ready = SessionFactory(
        title="Prête", starts_at=NOW + timedelta(hours=3), sitting__room="Salle des Lièvres"
    )
    Host.objects.create(session=ready, agent=hugo)
    SessionFactory(title="Seule", starts_at=NOW + timedelta(days=1))
    SessionFactory(title="Lundi", starts_at=monday)
    SessionFactory(title="Avant", starts_at=monday - timedelta(days=1))
    SessionFactory(title="Après", starts_at=monday + timedelta(days=7))

    rows = page(client, alice, "home:week").context["sessions"]

    assert [(row.title, row.word) for row in rows] == [
        ("Lundi", "À terminer"),
        ("Prête", "Prêt"),
        ("Seule", "Sans personne pour animer"),
    ]


def test_week_shows_the_coming_one_too_as_soon_as_the_weekend_comes(client, alice, hugo):
    SessionFactory(title="Lundi qui vient", starts_at=NOW + timedelta(days=3))
    SessionFactory(title="Après", starts_at=NOW + timedelta(days=10))

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        response = page(client, alice, "home:week")

    assert [row.title for row in response.context["sessions"]] == ["Lundi qui vient"]
    assert "Cette semaine et la suivante" in text(response)


def test_week_puts_agents_beside_participations(client, alice, bob, hugo):
    held(alice, bob, hugo)
    held(alice, bob, starts_at=NOW - timedelta(days=2))

    tiles = {tile.label: tile.value for tile in page(client, alice, "home:week").context["figures"].tiles}

    assert (tiles["Agents"], tiles["Participations"], tiles["Séances tenues"]) == ("2", "3", "2")


@pytest.mark.parametrize(("came", "note"), [(0, ""), (2, "2,0 par séance")])
def test_week_gives_an_average_only_once_somebody_came(client, alice, bob, hugo, came, note):
    held(alice, *[bob, hugo][:came])

    notes = {tile.label: tile.note for tile in page(client, alice, "home:week").context["figures"].tiles}

    assert notes["Séances tenues"] == note


def test_week_of_a_neighbour_shows_nothing_of_ours(client, zoe, hosted):
    soon(title="Sans hôte")

    assert "Sans hôte" not in text(page(client, zoe, "home:week"))


@pytest.mark.parametrize("count", [1, 3])
def test_week_costs_a_fixed_number_of_queries(client, alice, count, django_assert_max_num_queries):
    for day in range(count):
        soon(starts_at=NOW + timedelta(days=1, hours=day))
        SessionFactory(format=FormatFactory(), starts_at=NOW - timedelta(days=1, hours=day))
    page(client, alice, "home:week")

    with django_assert_max_num_queries(30):
        client.get(reverse("home:week"))


def test_a_sheet_without_any_presence_is_to_be_typed_back_then_only_to_be_closed(client, alice, hugo):
    over = SessionFactory(starts_at=NOW - timedelta(days=2))
    Host.objects.create(session=over, agent=hugo)
    agent = AgentFactory()
    agenda.register(session=over, agent=agent, at=NOW - timedelta(days=3))
    assert kinds(client, alice) == ["sheet"]

    agenda.mark_everybody(sitting=over.sittings.get(), at=NOW, by=hugo)

    assert kinds(client, alice) == ["close"]


def test_a_long_list_proposes_the_first_week_when_the_host_is_free(client, alice, hugo, crowded):
    taken = crowded.starts_at + timedelta(days=7)
    elsewhere = SessionFactory(starts_at=taken)
    agenda.register(session=elsewhere, agent=hugo, at=NOW)
    Host.objects.create(session=elsewhere, agent=alice)

    [task] = [task for task in tasks(client, alice) if task.kind == "list"]

    assert (
        task.does["starts_at"]
        == (crowded.starts_at + timedelta(days=14)).astimezone(alice.organisation.zone).isoformat()
    )


def test_one_button_opens_the_other_date_and_tells_who_waits(client, alice, hugo, crowded):
    [task] = tasks(client, alice)

    response = press(client, alice, task)

    again = Session.objects.get(title="Courue", starts_at=crowded.starts_at + timedelta(days=7))
    assert [host.agent for host in again.hosts.all()] == [hugo]
    assert again.published_at == NOW
    assert Letter.objects.filter(kind="another_date", state="to_send").count() == 3
    assert "La liste d’attente est prévenue" in text(response)
    assert kinds(client, alice) == []


def test_the_other_date_is_taken_back_with_its_letters_before_anybody_read_them(client, alice, crowded):
    [task] = tasks(client, alice)

    undo(client, press(client, alice, task))

    assert Session.objects.filter(title="Courue").count() == 1
    assert set(Letter.objects.filter(kind="another_date").values_list("state", flat=True)) == {"cancelled"}
    assert kinds(client, alice) == ["list"]


def test_the_other_date_stays_once_somebody_registered_for_it(client, alice, bob, crowded):
    [task] = tasks(client, alice)
    response = press(client, alice, task)
    again = Session.objects.get(title="Courue", starts_at__gt=crowded.starts_at)
    agenda.register(session=again, agent=bob, at=NOW)

    assert "Quelqu’un s’est déjà inscrit" in text(undo(client, response))
    assert Session.objects.filter(pk=again.pk).exists()


def test_a_second_press_does_nothing_and_says_so(client, alice, crowded):
    [task] = tasks(client, alice)
    press(client, alice, task)

    assert "C’était déjà réglé" in text(press(client, alice, task))
    assert Session.objects.filter(title="Courue").count() == 2


def test_undo_is_refused_after_a_minute_and_to_who_does_not_run_the_programme(client, alice, zoe, crowded):
    [task] = tasks(client, alice)
    response = press(client, alice, task)
    address = re.search(r'action="(/pilotage/revenir/[^"]+)"', response.content.decode())[1]

    client.force_login(zoe)
    assert client.post(address).status_code == 403
    client.force_login(alice)
    with time_machine.travel(NOW + timedelta(seconds=90), tick=False):
        assert "Trop tard" in text(client.post(address, follow=True))
    assert Session.objects.filter(title="Courue").count() == 2


def test_what_is_put_aside_comes_back_a_week_later_or_at_once(client, alice):
    soon(title="Sans hôte", starts_at=NOW + timedelta(days=15))
    [task] = tasks(client, alice)

    response = press(client, alice, task, "home:week_later")
    assert kinds(client, alice) == []
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert kinds(client, alice) == ["host"]
    undo(client, response)
    assert kinds(client, alice) == ["host"]


def proposal(author, title="Lire un plan", **blocks):
    catalogue.save_sketch(
        agent=author, format=FormatFactory(), at=NOW, title=title, half_days=["2030-02-04-am"], **blocks
    )
    return catalogue.propose_topic(agent=author, at=NOW)


def test_a_complete_proposal_is_published_in_one_press_and_taken_back_in_another(client, alice, bob):
    topic = proposal(bob, **dict.fromkeys(BLOCKS, "Écrit."))
    [task] = tasks(client, alice)
    assert (task.kind, task.label) == ("proposal", "Publier")
    assert task.why == "Bob Perrin, Accueil, ven. 1er\u00a0février."

    response = press(client, alice, task)
    topic.refresh_from_db()
    assert (topic.state, kinds(client, alice)) == ("published", [])

    undo(client, response)
    topic.refresh_from_db()
    assert (topic.state, kinds(client, alice)) == ("proposed", ["proposal"])
    assert Letter.objects.get(agent=bob).state == "cancelled"


def test_a_proposal_with_holes_is_read_first(client, alice, bob):
    topic = proposal(bob, aims="Lire.")

    [task] = tasks(client, alice)

    assert (task.does, task.label) == ({}, "Relire")
    assert task.page == reverse("catalogue:manage_topic", args=[topic.slug])
    assert "Fiche 1/6" in task.proposal


def test_a_proposal_whose_author_is_asked_something_waits_for_nobody_here(client, alice, bob):
    topic = proposal(bob)
    catalogue.ask_author(topic=topic, question="Quel niveau ?", by=alice, at=NOW)

    assert kinds(client, alice) == []


def silent_team(alice, *, size=5, head=None):
    """A service where so many work and nobody came for long, in a school that is older than that."""
    held(alice, AgentFactory(unit=UnitFactory(name="Ailleurs")), starts_at=NOW - timedelta(days=200))
    unit = UnitFactory(name="Voirie")
    for _n in range(size):
        PostingFactory(agent=AgentFactory(unit=unit), unit=unit, line_manager=head)
    return unit


def test_a_service_that_nobody_came_from_is_invited_by_its_head(client, alice, maya):
    silent_team(alice, head=maya)
    [task] = tasks(client, alice)
    assert task.what == "« Voirie » : personne n’est venu depuis six mois"

    response = press(client, alice, task)

    letter = Letter.objects.get(kind="invitation")
    assert (letter.agent, letter.state) == (maya, "to_send")
    assert kinds(client, alice) == []
    undo(client, response)
    letter.refresh_from_db()
    assert letter.state == "cancelled"
    assert kinds(client, alice) == ["unit"]


def test_a_service_too_small_is_never_named(client, alice):
    silent_team(alice, size=4)

    assert kinds(client, alice) == []


def test_a_service_without_head_opens_its_page(client, alice):
    unit = silent_team(alice)

    [task] = tasks(client, alice)

    assert (task.does, task.page) == ({}, f"{reverse('people:agent_list')}?service={unit.pk}")


def test_a_host_above_the_load_is_named(client, alice, hugo):
    programmes.change_rules(programme=ProgrammeFactory(), host_ceiling=2)
    for day in range(3):
        Host.objects.create(session=soon(starts_at=NOW + timedelta(days=1 + day)), agent=hugo)

    assert [(task.kind, task.what) for task in tasks(client, alice)] == [
        ("load", "Hugo Haddad anime 3 séances dans les 30 jours")
    ]


def test_a_running_season_wants_two_people_to_carry_it(client, alice, bob):
    programme = ProgrammeFactory()
    programmes.create_season(
        programme=programme, name="Saison", starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31)
    )
    held(alice, bob)
    assert kinds(client, alice) == ["deputy"]

    programmes.appoint_coordinator(programme=programme, agent=bob)

    assert kinds(client, alice) == []
