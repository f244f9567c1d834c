"""What `essaim indicators` prints."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ProgrammeFactory
from tests.feedback.helpers import NO, YES, answered, held
from tests.impact.test_queries import at

pytestmark = pytest.mark.django_db


def run(*words):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("indicators", *words, stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue(), err.getvalue()


PERIOD = ("--programme", "truc2", "--from", "2021-01-01", "--to", "2021-05-31")


def test_json_has_exactly_the_shape_that_the_outside_relies_on():
    answered([*[YES] * 4, NO], silent=4, starts_at=at(5, 31, 18))
    counted = {
        "sessions": 1,
        "attendances": 9,
        "distinct_agents": 9,
        "hosts": 0,
        "response_rate": {"answers": 5, "invited": 9, "present": 9},
        "useful_rate": {"yes": 4, "answers": 5},
    }
    code, out, _ = run(*PERIOD, "--json")
    assert code == 0
    assert json.loads(out) == {
        "formats": [{"name": "Un truc² en +"} | counted],
        "total": {"name": "Ensemble"} | counted,
    }


def test_a_masked_rate_is_null():
    answered([YES] * 4, starts_at=at(1, 4))
    assert json.loads(run(*PERIOD, "--json")[1])["total"]["useful_rate"] is None


def test_the_text_prints_every_denominator():
    answered([*[YES] * 4, NO], silent=7, starts_at=at(1, 4))
    answered([YES] * 2, starts_at=at(1, 5))
    _, out, _ = run(*PERIOD)
    assert "Du 1er janvier 2021 au 31 mai 2021." in out
    assert "50,0 % : 7 réponses sur 14 questionnaires, 14 présents" in out
    assert "utile 80 % : 4 sur 5 réponses ; 2 réponses attendent d’être 5" in out
    assert "agents distincts et animateurs dédoublonnés" in out


def test_answers_of_a_bundle_that_straddles_the_end_wait_for_a_longer_period():
    for _ in range(2):
        answered([YES] * 4, starts_at=at(5, 31))
        answered([("yes", "", "")] * 4, starts_at=at(5, 30))
    answered([YES] * 3, starts_at=at(6, 1))
    assert (
        "autres réponses attendent, ou comptent avec une période plus longue"
        in run("--programme", "truc2", "--from", "2021-05-30", "--to", "2021-05-30")[1]
    )


def test_an_empty_period_prints_zeros():
    ProgrammeFactory()
    code, out, _ = run(*PERIOD, "--json")
    assert code == 0
    assert json.loads(out)["formats"] == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--programme", "rien"), "Aucun dispositif ne s’appelle « rien »."),
        (("--from", "31/01/2021"), "« 31/01/2021 » n’est pas un jour : écrivez par exemple 2021-05-31."),
        (("--to", "2021-02-30"), "« 2021-02-30 » n’est pas un jour : écrivez par exemple 2021-05-31."),
        (("--to", "2020-12-31"), "Le premier jour doit venir avant le dernier."),
        (("--to", "9999-12-31"), "Choisissez des jours entre 2000 et 2100."),
    ],
)
def test_bad_use_is_told_in_french_and_exits_2(words, reason):
    ProgrammeFactory()
    code, out, err = run(*PERIOD, *words)
    assert (code, out, err.strip()) == (2, "", reason)


def test_a_missing_option_is_bad_use():
    with pytest.raises(CommandError):
        call_command("indicators", "--programme", "truc2")


def test_held_sessions_count_in_the_text_too():
    held(1234, starts_at=at(1, 4), seats=None)
    assert "1\u202f234" in run(*PERIOD)[1]
    assert date(2021, 1, 4).isoformat() not in run(*PERIOD)[1]
