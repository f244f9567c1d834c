"""The worker's part in letters."""

from datetime import timedelta

from essaim.kernel import ticks
from essaim.kernel.health import report
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


def test_readyz_says_since_when_the_oldest_letter_is_due(bob):
    post(bob, version="2", due_at=NOW + timedelta(hours=1))
    assert (report(NOW)["letters"], report(NOW)["letters_age_seconds"]) == ("ok", 0)

    post(bob, version="1")
    later = NOW + timedelta(minutes=15)
    assert (report(later)["letters"], report(later)["letters_age_seconds"]) == ("ok", 900)
    late = report(later + timedelta(seconds=1))
    assert (late["letters"], late["letters_age_seconds"]) == ("late", 901)

    ticks.run_due(later)
    assert report(later)["letters_age_seconds"] == 0
