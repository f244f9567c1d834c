"""The worker's part in letters."""

from datetime import timedelta

from essaim.kernel import ticks
from essaim.letters.models import Letter
from tests.factories import NOW
from tests.letters.test_operations import post


def test_the_worker_sends_what_is_due(bob):
    post(bob)

    assert ticks.run_due(NOW)["letters.send_letters"] == 1
    assert Letter.objects.get().state == "sent"


def test_a_letter_waits_ten_seconds_at_most(bob):
    ticks.run_due(NOW)
    post(bob)

    assert ticks.run_due(NOW + timedelta(seconds=10))["letters.send_letters"] == 1
