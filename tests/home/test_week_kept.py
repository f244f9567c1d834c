"""Cette semaine keeps what it found: it is never behind what somebody has just done."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host
from essaim.agenda.operations.replacing import replace_host
from essaim.catalogue import operations as catalogue
from essaim.home import operations
from essaim.home.models import SeasonCount
from essaim.kernel import ticks
from essaim.people.models import Leave
from essaim.programmes import operations as programmes
from tests.factories import NOW, AgentFactory, FormatFactory, ProgrammeFactory, SessionFactory
from tests.home.reading import held, page, soon
from tests.home.test_week import kinds
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(alice, hugo):
    """A full session with two in line, one that is over, one without host; somebody who could lead it."""
    past = held(alice, AgentFactory(), host=AgentFactory(first_name="Marc", last_name="Haddad"))
    full = soon(title="Courue", seats=1, starts_at=NOW + timedelta(days=1))
    Host.objects.create(session=full, agent=hugo)
    people = [AgentFactory() for _n in range(4)]
    for agent in people[:3]:
        agenda.register(session=full, agent=agent, at=NOW)
    over = SessionFactory(title="Passée", starts_at=NOW - timedelta(days=1))
    Host.objects.create(session=over, agent=hugo)
    agenda.register(session=over, agent=people[0], at=NOW - timedelta(days=2))
    agenda.mark_everybody(sitting=over.sittings.get(), at=NOW, by=alice)
    return {"past": past, "full": full, "over": over, "alone": soon(title="Seule"), "people": people}


def registers(school, alice):
    agenda.register(session=school["full"], agent=school["people"][3], at=NOW)


def withdraws(school, alice):
    agenda.withdraw(session=school["full"], agent=school["people"][0], at=NOW)


def closes(school, alice):
    agenda.close_session(session=school["over"], at=NOW, by=alice)


def gives_a_host(school, alice):
    replace_host(session=school["alone"], old=None, new=AgentFactory(), at=NOW, by=alice)


def resizes(school, alice):
    agenda.resize(session=school["full"], seats=9, at=NOW, by=alice)


def calls_off(school, alice):
    agenda.cancel_session(session=school["alone"], reason="Grève", at=NOW, by=alice)


def is_on_leave(school, alice):
    host = Host.objects.get(session=school["past"]).agent
    day = school["alone"].starts_at.date()
    Leave.objects.create(agent=host, starts_on=day, ends_on=day)


def proposes(school, alice):
    catalogue.save_sketch(
        agent=alice, format=FormatFactory(), at=NOW, title="Lire un plan", half_days=["2030-02-04-am"]
    )
    catalogue.propose_topic(agent=alice, at=NOW)


EVENTS = [registers, withdraws, closes, gives_a_host, resizes, calls_off, is_on_leave, proposes]


def shown(client, alice):
    context = page(client, alice, "home:week").context
    return context["tasks"], context["sessions"], [str(row) for row in context["session_rows"]()]


@pytest.mark.parametrize("happens", EVENTS)
def test_the_next_view_shows_what_has_just_happened(client, alice, school, happens):
    before = shown(client, alice)

    happens(school, alice)
    after = shown(client, alice)

    caches["pages"].clear()
    assert after == shown(client, alice)
    assert after != before


def test_a_session_just_closed_leaves_the_list_and_is_said_to_be_over(client, alice, school):
    assert kinds(client, alice) == ["close", "host"]

    closes(school, alice)

    assert kinds(client, alice) == ["host"]
    rows = page(client, alice, "home:week").context["sessions"]
    assert {row.title: row.word for row in rows}["Passée"] == "Terminée"


def test_who_led_a_session_that_was_just_closed_may_be_asked_at_once(client, alice, hugo, school):
    [task] = [task for task in page(client, alice, "home:week").context["tasks"] if task.kind == "host"]
    assert task.proposal == "Marc Haddad sait faire et est libre."

    school["over"].format = school["alone"].format
    school["over"].save(update_fields=["format"])
    closes(school, alice)

    [task] = [task for task in page(client, alice, "home:week").context["tasks"] if task.kind == "host"]
    assert "Marc Haddad et Hugo Haddad" in task.proposal or "Hugo Haddad et Marc Haddad" in task.proposal


def test_moments_are_those_of_the_town_hall_wherever_the_server_stands(client, alice, school):
    alice.organisation.time_zone = "America/Martinique"
    alice.organisation.save(update_fields=["time_zone"])
    paris = school["alone"].starts_at.astimezone(ZoneInfo("Europe/Paris"))
    there = school["alone"].starts_at.astimezone(ZoneInfo("America/Martinique"))
    assert paris.hour != there.hour

    [task] = [task for task in page(client, alice, "home:week").context["tasks"] if task.kind == "host"]

    assert f"à {there.hour}\u00a0h" in task.why


def tiles(response):
    return {tile.label: tile.value for tile in response.context["figures"].tiles}


def test_figures_are_the_workers_and_say_their_moment_once_something_moved(client, alice, school):
    assert operations.count_seasons(at=NOW) == 1
    response = page(client, alice, "home:week")
    assert tiles(response)["Séances tenues"] == "1"
    assert "Comptés" not in text(response)

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        closes(school, alice)
        response = page(client, alice, "home:week")
        assert tiles(response)["Séances tenues"] == "1"
        assert "Comptés ven. 1er février à 10 h" in text(response)

        assert operations.count_seasons(at=NOW + timedelta(minutes=5)) == 1
        response = page(client, alice, "home:week")
        assert tiles(response)["Séances tenues"] == "2"
        assert "Comptés" not in text(response)


def test_before_the_workers_first_turn_the_page_counts_by_itself(client, alice, school):
    assert tiles(page(client, alice, "home:week"))["Séances tenues"] == "1"
    closes(school, alice)
    assert tiles(page(client, alice, "home:week"))["Séances tenues"] == "2"
    assert SeasonCount.objects.count() == 0


def test_a_season_is_counted_again_when_something_moved_and_every_ten_minutes(school, alice):
    counted = [operations.count_seasons(at=NOW), operations.count_seasons(at=NOW)]
    closes(school, alice)
    counted += [operations.count_seasons(at=NOW), operations.count_seasons(at=NOW)]
    counted.append(operations.count_seasons(at=NOW + timedelta(minutes=11)))

    assert counted == [1, 0, 1, 0, 1]
    assert SeasonCount.objects.count() == 1


def test_the_worker_counts_seasons_in_its_turn(school):
    assert ticks.run_due(NOW)["home.count_seasons"] == 1


def test_a_new_season_does_not_show_the_count_of_the_year(client, alice, school):
    operations.count_seasons(at=NOW)
    programmes.create_season(
        programme=ProgrammeFactory(), name="Hiver", starts_on=NOW.date(), ends_on=date(2030, 6, 30)
    )

    figures = page(client, alice, "home:week").context["figures"]

    assert (figures.title, figures.tiles[0].value) == ("Hiver", "0")


def test_a_registration_looks_again_in_few_queries(client, alice, school, django_assert_max_num_queries):
    operations.count_seasons(at=NOW)
    page(client, alice, "home:week")
    registers(school, alice)

    with django_assert_max_num_queries(30):
        client.get(reverse("home:week"))
