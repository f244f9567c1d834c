"""A kiosk, a browser enrolled as one, and somebody with a seat and a card."""

import pytest

from essaim.agenda.operations import register
from essaim.kiosk import operations
from essaim.people.operations.cards import issue_cards
from tests.factories import NOW


@pytest.fixture
def kiosk(ada):
    return operations.add_kiosk(organisation=ada.organisation, name="Hall", by=ada, at=NOW)


@pytest.fixture
def device(client, kiosk, stopped_clock):
    """A browser that was enrolled by typing the code."""
    client.post("/borne/mise-en-service/", {"code": kiosk[1].lower()})
    return client


@pytest.fixture
def seated(hosted, bob):
    """Bob has a seat in the hosted session."""
    register(session=hosted, agent=bob, at=NOW)
    return hosted


@pytest.fixture
def card(bob, alice):
    """The six digits of Bob's card."""
    [(_agent, digits)] = issue_cards([bob], alice, NOW)
    return digits


@pytest.fixture
def visit(device, card):
    """The device, with Bob come in by card."""
    device.post("/borne/carte/", {"login": "bob", "code": card})
    return device
