"""Fixtures that several tests of the agenda's pages share."""

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture
def at_now():
    """The clock stands still at `NOW`."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visit(client, bob):
    """Open a page as Bob and read it."""
    client.force_login(bob)

    def read(address: str, *, status: int = 200) -> str:
        response = client.get(address)
        assert response.status_code == status
        return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")

    return read
