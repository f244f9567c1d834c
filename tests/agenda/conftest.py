"""Fixtures that tests of the agenda share."""

import pytest

from essaim.agenda.queries.invariants import violations
from essaim.programmes.models import Programme
from tests.factories import SessionFactory


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
