"""The theme as every page loads it, and the frame around every page."""

import re

import pytest
from django.urls import reverse

from essaim.programmes import operations
from essaim.programmes.models import Programme
from tests.factories import AgentFactory, OrganisationFactory, ProgrammeFactory
from tests.programmes.test_views import LOOK, look, text

pytestmark = pytest.mark.django_db


# Theme ----------------------------------------------------------------------------------------------


def test_theme_is_public_kept_for_ever_and_needs_no_table(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/theme.css?v=2e9bd0")

    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert re.fullmatch(
        r":root\{--brand:#\w{6};--brand-strong:#\w{6};--brand-soft:#\w{6};--brand-line:#\w{6};--on-brand:#\w{6}\}\s*",
        answer.content.decode(),
    )


def test_theme_is_answered_without_a_body_when_it_did_not_change(client):
    tag = client.get("/theme.css?v=2e9bd0")["ETag"]

    assert client.get("/theme.css?v=2e9bd0", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("version", ["", "zzz", "2e9bd0}body{}", "../../etc"])
def test_theme_of_a_visitor_is_that_of_the_only_programme(client, version):
    ProgrammeFactory(colour="#6a2c63")

    answer = client.get("/theme.css", {"v": version})

    assert "--brand:#6a2c63" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=300"


def test_theme_of_a_visitor_is_that_of_essaim_when_several_live_together(client):
    ProgrammeFactory(colour="#6a2c63")
    ProgrammeFactory(slug="ailleurs", organisation=OrganisationFactory(slug="hopital"), colour="#1f5fa8")

    assert "--brand:#14574f" in client.get("/theme.css").content.decode()


def test_theme_preview_touches_only_the_preview(client):
    css = client.get("/theme.css?v=2e9bd0&pour=apercu").content.decode()

    assert css.startswith(".theme-preview{")


# The frame of every page ----------------------------------------------------------------------------


def test_frame_costs_no_query_when_it_is_known(client, bob, programme, django_assert_num_queries):
    client.force_login(bob)
    client.get("/aide/")

    with django_assert_num_queries(2):
        client.get("/aide/")


def test_frame_of_a_visitor_names_the_only_programme(client, programme):
    assert "TRUC²" in text(client.get(reverse("people:sign_in")))


def test_frame_of_a_visitor_is_that_of_essaim_beside_an_employer_without_programme(client, programme):
    """Several employers share the sign-in page: it wears nobody's name, colour, logo or words."""
    Programme.objects.update(logo="data:image/png;base64,aaaa", colour="#6a2c63")
    OrganisationFactory(slug="hopital", name="Hôpital du Nord")

    shown = text(client.get(reverse("people:sign_in")))

    assert [word for word in ("TRUC²", "6a2c63", "/logo/", "Caluire") if word in shown] == []
    assert "<span>Essaim</span>" in shown
    assert "--brand:#14574f" in client.get("/theme.css").content.decode()


def test_frame_of_an_employer_without_programme_is_that_of_essaim(client, programme):
    Programme.objects.update(colour="#6a2c63")
    client.force_login(AgentFactory(organisation=OrganisationFactory(slug="hopital", name="Hôpital du Nord")))

    shown = text(client.get("/aide/"))
    address = re.search(r'<link rel="stylesheet" href="(/theme\.css[^"]*)"', shown)[1]

    assert "TRUC²" not in shown
    assert "--brand:#14574f" in client.get(address).content.decode()


def test_kept_frame_shows_each_person_only_their_own_name(client, bob, hugo, programme):
    pages = []
    for agent in (bob, hugo, bob):
        client.force_login(agent)
        pages.append(text(client.get("/aide/")))

    assert [("Bob Perrin" in page, "Hugo Haddad" in page) for page in pages] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    client.logout()
    visitor = text(client.get("/aide/"))
    assert ("Bob Perrin" in visitor, "Hugo Haddad" in visitor, "Se connecter" in visitor) == (
        False,
        False,
        True,
    )


def test_kept_frame_follows_a_new_role_at_once(client, bob, programme):
    client.force_login(bob)
    assert "Pilotage" not in text(client.get("/aide/"))
    operations.appoint_coordinator(programme=programme, agent=bob)
    assert "Pilotage" in text(client.get("/aide/"))
    operations.dismiss_coordinator(programme=programme, agent=bob)
    assert "Pilotage" not in text(client.get("/aide/"))


def test_kept_frame_follows_a_new_name_and_colour_at_once(client, alice, bob, programme):
    client.force_login(bob)
    client.get("/aide/")
    client.force_login(alice)
    client.post(LOOK, look(name="Ruche", colour="#6a2c63"))
    client.force_login(bob)

    page = text(client.get("/aide/"))
    assert ("Ruche" in page, "TRUC²" in page, "?v=6a2c63" in page) == (True, False, True)
