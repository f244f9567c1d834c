"""Whom somebody acts for, who is away, and the pages that say so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.kernel.errors import Refused
from essaim.people.models import Leave, Relay
from essaim.people.operations.teams import appoint_relay, dismiss_relay, forget_leave, note_leave
from essaim.people.queries.acting import away_between, team_of, with_acts_for_others
from tests.factories import NOW, AgentFactory, PostingFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
MONDAY, FRIDAY = date(2030, 3, 4), date(2030, 3, 8)


def worker(unit, **posting):
    agent = AgentFactory(organisation=unit.organisation, unit=unit)
    PostingFactory(agent=agent, unit=unit, **posting)
    return agent


def test_a_head_of_service_acts_for_those_below_at_any_depth(bob, maya, hugo):
    maya.postings.update(line_manager=hugo)

    assert set(team_of(hugo)) == {maya, bob}
    assert set(team_of(bob)) == set()


def test_a_circle_of_managers_ends(bob, maya):
    maya.postings.update(line_manager=bob)

    assert (set(team_of(maya)), set(team_of(bob))) == ({bob}, {maya})


def test_a_relay_acts_for_a_unit_and_those_below_it(alice, hugo):
    top = UnitFactory(name="Espaces verts", organisation=hugo.organisation)
    below = UnitFactory(name="Serres", organisation=hugo.organisation, parent=top)
    gardener, other = worker(below), worker(UnitFactory(organisation=hugo.organisation))

    appoint_relay(agent=hugo, unit=top, at=NOW, by=alice)
    appoint_relay(agent=hugo, unit=top, at=NOW, by=alice)

    assert set(team_of(hugo)) == {gardener}
    assert other not in team_of(hugo)
    dismiss_relay(relay=Relay.objects.get())
    assert set(team_of(hugo)) == set()


def test_nobody_acts_for_another_employer(alice, zoe):
    unit = UnitFactory(name="Bloc", organisation=zoe.organisation)

    with pytest.raises(Refused, match="même organisation"):
        appoint_relay(agent=alice, unit=unit, at=NOW, by=alice)


def test_the_person_of_a_request_says_whether_they_act_for_others(bob, maya):
    agents = with_acts_for_others(type(bob).objects.all())

    assert {agent.login: agent.acts_for_others for agent in agents} == {"bob": False, "maya": True}


def test_an_absence_is_two_days_and_no_reason(bob, maya):
    note_leave(agent=bob, starts_on=MONDAY, ends_on=FRIDAY, by=maya)
    note_leave(agent=bob, starts_on=MONDAY, ends_on=FRIDAY, by=bob)

    leave = Leave.objects.get()
    assert leave.origin == "colleague"
    assert {field.name for field in Leave._meta.fields} == {"id", "agent", "starts_on", "ends_on", "origin"}
    assert list(away_between([bob.pk, maya.pk], FRIDAY, FRIDAY)) == [bob.pk]
    assert away_between([bob.pk], date(2030, 3, 9), date(2030, 3, 12)) == {}
    forget_leave(leave=leave)
    assert Leave.objects.count() == 0


def test_days_the_wrong_way_round_are_refused(bob):
    with pytest.raises(Refused, match="échangez-les"):
        note_leave(agent=bob, starts_on=FRIDAY, ends_on=MONDAY, by=bob)


def test_my_absences_are_noted_and_taken_back(client, bob):
    client.force_login(bob)
    page = reverse("people:leave_mine")

    client.post(page, {"starts_on": "2030-03-04", "ends_on": "2030-03-08"})
    shown = client.get(page).content.decode()
    wrong = client.post(page, {"starts_on": "2030-03-08", "ends_on": "2030-03-04"}).content.decode()
    client.post(reverse("people:leave_remove", args=[Leave.objects.get().pk]))

    assert "Du lundi 4" in shown.replace("\xa0", " ")
    assert "error-summary" in wrong
    assert 'value="2030-03-08"' in wrong
    assert Leave.objects.count() == 0


def test_a_manager_notes_an_absence_of_the_team_only(client, maya, bob, hugo):
    client.force_login(maya)
    sent = {"starts_on": "2030-03-04", "ends_on": "2030-03-04"}

    answers = [
        client.post(reverse("people:leave_of", args=[who.pk]), sent).status_code for who in (bob, hugo)
    ]

    assert answers == [302, 404]
    assert list(Leave.objects.values_list("agent", flat=True)) == [bob.pk]


def test_a_coordinator_names_a_relay_found_by_name(client, alice, hugo, bob):
    client.force_login(alice)
    page = reverse("people:relay_list")

    found = client.get(page, {"nom": "haddad"}).content.decode()
    client.post(page, {"agent": hugo.pk, "unit": bob.unit_id, "nom": "haddad"})
    shown = client.get(page).content.decode()

    assert f'value="{hugo.pk}"' in found
    assert "Hugo Haddad" in shown
    assert Relay.objects.get().by == alice
    client.post(reverse("people:relay_dismiss", args=[Relay.objects.get().pk]))
    assert Relay.objects.count() == 0


def test_naming_nobody_says_what_is_missing(client, alice):
    client.force_login(alice)

    html = client.post(reverse("people:relay_list"), {"nom": ""}).content.decode()

    assert "Choisissez un service" in html


def test_one_and_three_relays_cost_the_same_queries(client, alice):
    client.force_login(alice)
    counts = []
    for number in (1, 2):
        for _relay in range(number):
            appoint_relay(
                agent=AgentFactory(), unit=UnitFactory(organisation=alice.organisation), at=NOW, by=alice
            )
        client.get(reverse("people:relay_list"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("people:relay_list"))
        counts.append(len(found))

    assert counts[0] == counts[1]
