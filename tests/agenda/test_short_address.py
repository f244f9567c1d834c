"""The short address of posters: /s/<code>/."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from essaim.agenda.models import Session
from tests.agenda.reading import address
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_any_case_and_dash_lead_to_the_session(client, bob, hosted):
    client.force_login(bob)

    answers = {client.get(f"/s/{code}/").url for code in ("TCD48", "tcd48", "tcd-48")}

    assert answers == {address("session_detail", hosted)}


def test_the_host_enters_the_room_on_the_day(client, hugo, hosted):
    client.force_login(hugo)
    before = client.get("/s/tcd48/").url
    with time_machine.travel(hosted.starts_at - timedelta(hours=1), tick=False):
        client.force_login(hugo)
        on_the_day = client.get("/s/tcd48/").url

    assert [before, on_the_day] == [address("session_detail", hosted), address("room", hosted)]


def test_a_closed_session_asks_for_the_opinion(client, bob, hosted):
    Session.objects.update(closed_at=NOW)
    client.force_login(bob)

    assert client.get("/s/tcd48/").url == reverse("feedback:survey_mine", args=[hosted.slug])


def test_an_unknown_code_says_so_and_leads_on(client, bob):
    client.force_login(bob)

    response = client.get("/s/xxxxx/")
    page = response.content.decode().replace("\u202f", " ").replace("\xa0", " ")

    assert response.status_code == 404
    assert "Aucune séance ne porte le code « xxxxx »" in page
    assert reverse("agenda:session_list") in page
