"""Commands that others rely on."""

import json

import pytest
from django.core.management import call_command

from essaim.agenda import operations
from essaim.agenda.models import Session
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory(slug="bousculade", seats=1)
    for login in ("a1", "a2", "a3"):
        operations.register(session=session, agent=AgentFactory(login=login), at=NOW)
    return session


def test_roster_prints_identifiers_in_order(session, capsys):
    call_command("roster", "bousculade", "--json")

    assert json.loads(capsys.readouterr().out) == {"confirmed": ["a1"], "waiting": ["a2", "a3"]}


def test_roster_without_json_is_a_list_to_read(session, capsys):
    call_command("roster", "bousculade")

    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Places réservées (1)", "  1. a1", "En attente (2)", "  1. a2", "  2. a3"]


def test_roster_of_an_unknown_session_is_bad_use(capsys):
    with pytest.raises(SystemExit) as end:
        call_command("roster", "inconnue")

    assert (end.value.code, "inconnue" in capsys.readouterr().err) == (2, True)


def test_check_invariants_is_silent_when_all_is_well(session, capsys):
    call_command("check_invariants", "--json")

    assert json.loads(capsys.readouterr().out) == {"violations": []}


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda: Session.objects.update(waiting=0), "counters_equal_the_rows"),
        (
            lambda: Session.objects.get().registrations.get(agent__login="a2").moves.all().delete(),
            "state_follows",
        ),
        (lambda: Session.objects.update(seats=3), "no_free_seat_while_somebody_waits"),
    ],
)
def test_check_invariants_finds_damage(session, capsys, damage, rule):
    damage()

    with pytest.raises(SystemExit) as end:
        call_command("check_invariants", "--json")

    rules = [violation["rule"] for violation in json.loads(capsys.readouterr().out)["violations"]]
    assert end.value.code == 1
    assert rules[0].startswith(rule)
