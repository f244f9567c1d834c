"""On a desk's page the main action comes first, before what is taken away, and there is one."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import SessionFactory

MAIN = re.compile(r'class="btn(?: btn-lg)?"')


@pytest.fixture
def head(client, alice):
    """What stands above the content of a page of Alice's."""
    SessionFactory(slug="ici", starts_at=timezone.now() + timedelta(days=9))
    client.force_login(alice)

    def read(name: str, *args: str) -> str:
        page = client.get(reverse(name, args=args)).content.decode()
        return page.split('<div class="head">')[1].split('class="tabs"')[0].split('role="search"')[0]

    return read


@pytest.mark.parametrize(
    ("page", "action"),
    [
        (["agenda:manage_list"], "Nouvelle séance"),
        (["agenda:manage_session", "ici"], "Ouvrir la salle"),
        (["people:agent_list"], "Importer un fichier RH"),
    ],
)
def test_the_main_action_is_one_and_stands_before_the_exports(head, page, action):
    found = head(*page)

    assert len(MAIN.findall(found)) == 1
    assert found.index(action) < found.index("Exporter")


@pytest.mark.django_db
def test_an_empty_list_does_not_say_the_main_action_twice(client, alice):
    client.force_login(alice)

    page = client.get(reverse("agenda:manage_list")).content.decode()

    assert page.count(f'href="{reverse("agenda:manage_new")}"') == 1
