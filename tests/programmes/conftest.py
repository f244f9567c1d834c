"""What the tests of programmes share."""

import pytest


@pytest.fixture
def programme(alice):
    return alice.coordinated_programmes.get()
