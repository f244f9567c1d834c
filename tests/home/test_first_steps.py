"""The first steps of a new organisation: ticked by what is there, gone once the school runs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.people.models import Site
from essaim.programmes import operations as programmes
from essaim.programmes.models import Season
from essaim.programmes.operations import open_first_programme
from tests.factories import NOW, AgentFactory, FormatFactory, ProgrammeFactory, SessionFactory
from tests.home.reading import held, page
from tests.reading import text

pytestmark = pytest.mark.django_db


def steps(client, agent):
    return page(client, agent, "home:week").context["steps"]


def left(client, agent):
    return [step.key for step in steps(client, agent) if not step.is_done]


@pytest.fixture
def newcomer(db):
    """Came in by the link of `create-organisation`: nobody and nothing else is there."""
    agent = AgentFactory(login="camille", is_administrator=True, hr_number="")
    agent.set_unusable_password()
    agent.save()
    return agent


def test_an_empty_site_lists_all_the_steps_and_names_the_next_one(client, newcomer):
    found = steps(client, newcomer)

    assert [step.key for step in found if step.is_next] == ["password"]
    assert left(client, newcomer) == [
        "password", "programme", "format", "season", "site", "staff", "team", "session"
    ]  # fmt: skip
    assert "Tout est réglé" not in text(page(client, newcomer, "home:week"))


def test_every_step_opens_a_page(client, newcomer):
    for step in steps(client, newcomer):
        assert client.get(step.address, follow=True).status_code == 200


def test_steps_are_ticked_by_what_is_there(client, newcomer):
    newcomer.set_password("girafe-vélo-demain")
    newcomer.save()
    programme = ProgrammeFactory(organisation=newcomer.organisation)
    FormatFactory(programme=programme)
    assert left(client, newcomer) == ["season", "site", "staff", "team", "session"]

    Season.objects.create(programme=programme, name="2021", starts_on=NOW, ends_on=NOW + timedelta(days=90))
    Site.objects.create(organisation=newcomer.organisation, name="Mairie")
    AgentFactory(organisation=newcomer.organisation, hr_number="B1")
    programme.coordinators.add(newcomer)
    assert left(client, newcomer) == ["session"]

    SessionFactory(programme=programme, format__programme=programme)
    assert steps(client, newcomer) == []


@pytest.fixture
def opened(newcomer):
    return open_first_programme(organisation=newcomer.organisation, name="Entraide")


def test_formats_that_came_with_the_programme_are_ticked_only_once_somebody_answers_for_them(
    client, newcomer, opened
):
    formats = reverse("programmes:settings_formats")
    assert "Ils nous conviennent" in text(page(client, newcomer, "programmes:settings_formats"))
    assert "format" in left(client, newcomer)  # looking is not yet reading

    assert client.post(formats).url == reverse("home:week")

    assert "format" not in left(client, newcomer)
    assert "Ils nous conviennent" not in text(client.get(formats))


@pytest.mark.parametrize("done", ["changed", "moved", "removed", "added"])
def test_changing_any_of_them_ticks_them_too(client, newcomer, opened, done):
    one = opened.formats.order_by("-rank")[0]
    if done == "changed":
        programmes.change_format(format=one, usual_seats=8)
    elif done == "moved":
        programmes.move_format(format=one, up=True)
    elif done == "removed":
        programmes.remove_format(format=one)
    else:
        programmes.add_format(programme=opened, name="Café")

    assert "format" not in left(client, newcomer)


def test_steps_are_gone_once_a_session_was_closed(client, alice):
    assert "session" in left(client, alice)

    held(alice)

    assert steps(client, alice) == []


def test_who_coordinates_sees_what_the_administration_does_without_a_button(client, alice):
    named = {step.key: step.is_theirs for step in steps(client, alice)}

    assert (named["site"], named["team"], named["season"]) == (False, False, True)
    assert "L’administration s’en charge." in text(page(client, alice, "home:week"))


def test_what_another_organisation_has_ticks_nothing(client, zoe, hosted, alice):
    assert "session" in left(client, zoe)


def test_home_leads_a_newcomer_there_and_nobody_else(client, newcomer, alice, bob):
    newcomer.organisation = AgentFactory(organisation__slug="belmont").organisation
    newcomer.save()

    shown = {who: text(page(client, who, "home:index")) for who in (newcomer, alice, bob)}

    assert [f'href="{reverse("home:week")}">Voir les premiers pas' in shown[who] for who in shown] == [
        True, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "place"),
    [("team", r'<details class="way"\s+open>(?:(?!</details>).)*id="coordination"'), ("site", 'id="sites"')],
)
def test_a_step_opens_the_place_where_it_is_taken(client, newcomer, key, place):
    ProgrammeFactory(organisation=newcomer.organisation)
    step = next(step for step in steps(client, newcomer) if step.key == key)

    html = client.get(step.address).content.decode()

    assert re.search(place, html, re.DOTALL)
    assert f'id="{step.address.partition("#")[2]}"' in html
