"""The door-keeper of guarded views."""

import pytest
from django.core.exceptions import PermissionDenied

from essaim.kernel.access import require


def can_enter(name, hour):
    return name == "bob" and hour > 8


def test_require_goes_on_when_the_rule_holds():
    assert require(can_enter, "bob", 9) is None


def test_require_refuses_when_the_rule_does_not_hold():
    with pytest.raises(PermissionDenied, match="can_enter"):
        require(can_enter, "bob", 7)
