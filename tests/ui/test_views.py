"""Pages about the product itself, and pages that help."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from essaim.ui import views
from essaim.ui.context import page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ui:accessibility", "ui:privacy", "ui:help"])
def test_pages_about_the_product_are_open_to_visitors(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_accessibility_page_of_a_stranger_says_who_declares_it(client):
    text = client.get(reverse("ui:accessibility")).content.decode()

    assert "Chaque employeur déclare" in text
    assert "conforme</a>" not in text


@pytest.mark.django_db
def test_components_are_for_those_who_run_the_installation(client, bob, root):
    client.force_login(bob)
    assert client.get(reverse("ui:components")).status_code == 403

    client.force_login(root)
    assert client.get(reverse("ui:components")).status_code == 200


@pytest.mark.django_db
def test_components_are_shown_in_a_demo(client, bob, settings):
    settings.DEMO = True
    client.force_login(bob)

    assert client.get(reverse("ui:components")).status_code == 200


@pytest.mark.django_db
def test_unknown_address_helps_a_visitor(client, bob):
    client.force_login(bob)

    response = client.get("/nulle-part/")

    assert response.status_code == 404
    assert reverse("agenda:session_list") in response.content.decode()


@pytest.mark.django_db
def test_form_left_open_too_long_says_how_to_go_on(rf):
    response = views.csrf_failure(rf.post("/"))

    assert response.status_code == 403
    assert "restée ouverte trop longtemps" in response.content.decode()


@pytest.mark.django_db
def test_incomplete_request_says_that_nothing_was_kept(rf):
    response = views.bad_request(rf.get("/"))

    assert response.status_code == 400
    assert "Rien n’a été enregistré" in response.content.decode()


def test_breakdown_page_needs_no_database_and_gives_the_mark_to_tell():
    request = RequestFactory().get("/")
    request.request_id = "8F2K17"

    response = views.server_error(request)

    assert response.status_code == 500
    assert "8F2K17" in response.content.decode()
    assert "Internal" not in response.content.decode()


def test_frame_reads_what_a_higher_part_left_on_the_request(rf):
    request = rf.get("/pilotage/")
    request.site_context = lambda: {"name": "TRUC²", "user_name": "Nadia Benali"}

    context = page(request)

    assert context["site"]["name"] == "TRUC²"
    assert context["site"]["user_initials"] == "NB"
    assert context["in_pilotage"] is True


def test_frame_has_defaults_when_nobody_left_anything(rf):
    assert page(rf.get("/"))["site"]["name"] == "Essaim"
