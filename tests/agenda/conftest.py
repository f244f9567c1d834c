"""Fixtures that tests of the agenda share."""

import pytest
import time_machine

from essaim.agenda.queries.invariants import violations
from essaim.programmes.models import Programme
from tests.factories import NOW, SessionFactory


@pytest.fixture
def at_now():
    """The clock stands still at `NOW`, for what is not ours too."""
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


@pytest.fixture
def promises_hold(db, request):
    """What the database promises is still true when the test ends, at the moment the file calls NOW."""
    yield
    assert violations(request.module.NOW) == []


@pytest.fixture
def asking(alice):
    """TRUC² asks; Alice runs it."""
    programme = Programme.objects.get()
    programme.manager_rule = "asked"
    programme.save()
    return programme


@pytest.fixture
def session(asking):
    """Two seats, each asked of the manager; a file about something else has its own."""
    return SessionFactory(title="Tableaux croisés", slug="tableaux-croises", seats=2)
