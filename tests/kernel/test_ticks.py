"""Regular work: each turn is done once, and a turn left by the dead is taken over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.module_loading import autodiscover_modules

from essaim.kernel import ticks
from essaim.kernel.models import Tick
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _jobs_are_known():
    autodiscover_modules("jobs")


@pytest.fixture
def done_at(monkeypatch):
    """The only chore there is; the moments at which it ran."""
    moments = []

    def note(now):
        moments.append(now)
        return 1

    chore = ticks.Chore("tests.note", timedelta(minutes=5), note)
    monkeypatch.setattr(ticks, "CHORES", {chore.name: chore})
    return moments


def test_a_chore_runs_when_its_moment_comes_and_says_how_much_it_did(done_at):
    assert ticks.run_due(NOW) == {"tests.note": 1}
    assert done_at == [NOW]


def test_a_chore_runs_once_per_turn(done_at):
    ticks.run_due(NOW)

    assert ticks.run_due(NOW + timedelta(minutes=4, seconds=59)) == {}
    assert ticks.run_due(NOW + timedelta(minutes=5)) == {"tests.note": 1}
    assert done_at == [NOW, NOW + timedelta(minutes=5)]


def test_turns_missed_while_nobody_worked_are_not_run_one_by_one(done_at):
    ticks.run_due(NOW)

    ticks.run_due(NOW + timedelta(days=1))

    assert len(done_at) == 2


def test_the_past_may_be_played_without_the_clock(done_at):
    then = datetime(2020, 1, 6, 9, tzinfo=UTC)

    ticks.run_due(then)

    assert done_at == [then]


def test_two_workers_never_take_the_same_turn(done_at):
    chore = ticks.CHORES["tests.note"]

    assert ticks.claim(chore, NOW) is not None
    assert ticks.claim(chore, NOW) is None


def test_a_turn_whose_worker_died_is_taken_over_when_its_lease_ends(monkeypatch):
    alive = []

    def die_once(now):
        if not alive:
            alive.append(now)
            raise KeyboardInterrupt
        return 7

    chore = ticks.Chore("tests.die_once", timedelta(days=1), die_once)
    monkeypatch.setattr(ticks, "CHORES", {chore.name: chore})
    with pytest.raises(KeyboardInterrupt):
        ticks.run_due(NOW)

    assert ticks.run_due(NOW + ticks.LEASE) == {}
    assert ticks.run_due(NOW + ticks.LEASE + timedelta(seconds=1)) == {"tests.die_once": 7}


def test_only_the_last_hundred_turns_are_kept(done_at):
    Tick.objects.create(name="tests.note", due_at=NOW - timedelta(minutes=505), done_at=NOW)
    Tick.objects.create(name="tests.note", due_at=NOW - timedelta(minutes=495), done_at=NOW)
    Tick.objects.create(name="tests.other", due_at=NOW - timedelta(days=9), done_at=NOW)

    ticks.run_due(NOW)

    assert Tick.objects.filter(name="tests.note").count() == 2
    assert Tick.objects.filter(name="tests.other").count() == 1


def test_a_chore_is_named_after_its_part_and_itself(monkeypatch):
    monkeypatch.setattr(ticks, "CHORES", {})

    def water_the_plants(now):
        return 0

    water_the_plants.__module__ = "essaim.greenhouse.jobs"
    ticks.every(hours=1)(water_the_plants)

    assert ticks.CHORES["greenhouse.water_the_plants"].every == timedelta(hours=1)
