"""« Tout le monde sauf… »: an attendance sheet typed back in one screen."""

import re
from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Presence
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
NAMES = ("Zanetti", "Écarnot", "Abadie", "Martin")


@pytest.fixture
def the_day_after(monkeypatch, hosted):
    """The clock of the site stands a day after the session."""
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: hosted.ends_at + timedelta(days=1))


@pytest.fixture
def people(hosted):
    agents = [AgentFactory(last_name=name, first_name="Lou") for name in NAMES]
    for agent in agents:
        operations.register(session=hosted, agent=agent, at=NOW)
    return agents


@pytest.fixture
def hosting(client, hugo, the_day_after):
    client.force_login(hugo)
    return client


def sheet(session):
    return f"/seances/{session.slug}/salle/feuille/"


def send(browser, session, *, seen, away=(), half=1):
    date = session.sittings.order_by("starts_at").first().pk
    ids = ",".join(str(agent.pk) for agent in seen)
    sent = {"date": date, "half": half, "seen": ids, "away": [agent.pk for agent in away]}
    return browser.post(sheet(session), sent, follow=True)


def noted():
    return {p.agent.last_name: p.status for p in Presence.objects.select_related("agent")}


def test_everybody_is_there_but_those_ticked(hosting, hosted, people):
    page = send(hosting, hosted, seen=people, away=people[:1]).content.decode()

    assert noted() == dict.fromkeys(NAMES, "present") | {"Zanetti": "absent"}
    assert "3 personnes notées là." in page
    assert re.findall(r'value="(\d+)"\s+checked', page) == [str(people[0].pk)]


def test_the_order_is_that_of_the_room_by_name(hosting, hosted, people):
    page = hosting.get(sheet(hosted)).content.decode()
    assert re.findall(r"(\d+)\. Lou (\w+)", page) == [
        ("1", "Abadie"),
        ("2", "Écarnot"),
        ("3", "Martin"),
        ("4", "Zanetti"),
    ]


def test_the_paper_corrects_what_was_noted_and_an_excuse_stays_one(hosting, hosted, people):
    sitting = hosted.sittings.get()
    for agent, status in zip(people, ("excused", "absent", "present", "present"), strict=True):
        operations.mark_presence(sitting=sitting, agent=agent, status=status, at=NOW, by=agent)

    send(hosting, hosted, seen=people, away=[people[0], people[2]])

    assert noted() == {"Zanetti": "excused", "Écarnot": "present", "Abadie": "absent", "Martin": "present"}


def test_somebody_whom_the_screen_did_not_show_is_not_noted(hosting, hosted, people):
    send(hosting, hosted, seen=people[:2])
    assert set(noted()) == set(NAMES[:2])


def test_nobody_from_elsewhere_is_noted_by_a_forged_sheet(hosting, hosted, people):
    stranger = AgentFactory(last_name="Intruse")
    send(hosting, hosted, seen=[*people, stranger])
    assert "Intruse" not in noted()


def test_once_closed_only_who_runs_the_programme_corrects(hosting, hosted, people, hugo, alice):
    operations.close_session(session=hosted, at=hosted.ends_at, by=hugo)
    page = send(hosting, hosted, seen=people).content.decode()
    assert "la coordination peut encore corriger" in page
    assert not Attendance.objects.exists()

    hosting.force_login(alice)
    send(hosting, hosted, seen=people, away=people[:1])
    assert Attendance.objects.filter(session=hosted).count() == 3


def test_nothing_is_noted_before_the_half_day_begins(client, hugo, hosted, people, stopped_clock):
    client.force_login(hugo)
    assert "n’a pas commencé" in send(client, hosted, seen=people).content.decode()
    assert noted() == {}


@pytest.mark.parametrize(
    "sent", [{}, {"date": "x", "seen": "1"}, {"date": "1", "seen": "1;2"}, {"date": "1"}]
)
def test_a_sheet_that_is_none_is_bad_input(hosting, hosted, sent):
    assert hosting.post(sheet(hosted), sent).status_code == 400


def test_each_half_day_has_its_sheet(hosting, hosted, people):
    hosted.sittings.update(
        ends_at=hosted.starts_at.replace(hour=16), starts_at=hosted.starts_at.replace(hour=8)
    )
    send(hosting, hosted, seen=people, away=people, half=1)
    send(hosting, hosted, seen=people, half=2)
    assert set(Presence.objects.values_list("half", "status")) == {(1, "absent"), (2, "present")}


def test_three_hundred_names_cost_as_few_queries_as_three(
    hosting, hosted, people, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        hosting.get(sheet(hosted))
