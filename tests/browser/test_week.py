"""A coordinator settles the week in a browser: one tap, one undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda.models import Host
from tests.browser.conftest import move, sign_in
from tests.browser.test_axe import findings
from tests.factories import AgentFactory, SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def marc(db):
    """Marc led this kind of session before, and is free."""
    agent = AgentFactory(first_name="Marc", last_name="Haddad")
    over = timezone.now() - timedelta(days=30)
    before = move(SessionFactory(), over)
    before.closed_at = over + timedelta(hours=3)
    before.save()
    Host.objects.create(session=before, agent=agent)
    return agent


@pytest.fixture
def alone(marc):
    """A session in four days that nobody leads."""
    return move(SessionFactory(title="Accueil téléphonique"), timezone.now() + timedelta(days=4))


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_coordinator_confides_a_session_in_one_tap_and_takes_it_back(
    open_page, alice, marc, alone, javascript, width
):
    page = sign_in(open_page(width=width, javascript=javascript), alice)
    page.goto("/pilotage/")
    page.get_by_role("button", name="Confier à Marc Haddad").click()
    page.get_by_text("reçoit une lettre").first.wait_for()
    given = [host.agent for host in alone.hosts.all()]
    assert page.get_by_role("button", name="Confier").count() == 0

    page.get_by_role("button", name="Annuler").click()
    page.get_by_role("button", name="Confier à Marc Haddad").wait_for()

    assert (given, alone.hosts.count()) == ([marc], 0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_week_is_accessible_and_never_wider_than_the_screen(open_page, alice, alone, width):
    page = sign_in(open_page(width=width), alice)

    assert findings(page, ["/pilotage/"]) == []
