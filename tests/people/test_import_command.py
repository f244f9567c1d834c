"""`essaim import-agents`: what it prints, what it changes, how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from essaim.people.models import Agent, StaffImport
from tests.factories import OrganisationFactory
from tests.people.test_hrfile_workbooks import ROWS, xlsx

GOOD = "matricule;nom;prénom\n001;Benali;Nadia\n002;Petit;Jean\n"


@pytest.fixture
def town(db):
    return OrganisationFactory()


@pytest.fixture
def run(town, tmp_path, capsys):
    def run(content, *options):
        path = tmp_path / "agents.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = 0
        try:
            call_command("import_agents", str(path), "--organisation", "caluire", *options)
        except SystemExit as end:
            code = end.code
        return code, capsys.readouterr().out

    return run


def empty(**values):
    base = {"created": 0, "changed": 0, "unchanged": 0, "closed": 0, "rejected": [], "refused": None}
    return base | values


def test_a_good_file_is_applied_and_counted(run):
    code, out = run(GOOD, "--json")

    assert (code, json.loads(out)) == (0, empty(created=2))
    assert sorted(Agent.objects.values_list("hr_number", flat=True)) == ["001", "002"]
    assert StaffImport.objects.get().state == StaffImport.State.DONE


def test_the_same_file_twice_changes_nothing(run):
    run(GOOD)

    assert json.loads(run(GOOD, "--json")[1]) == empty(unchanged=2)


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    code, out = run(GOOD, "--json", "--dry-run")

    assert (code, json.loads(out)) == (0, empty(created=2))
    assert (Agent.objects.count(), StaffImport.objects.count()) == (0, 0)


def test_rejected_rows_are_findings_and_the_others_go_in(run):
    code, out = run(GOOD + "003;;Zoé\n", "--json")

    assert (code, json.loads(out)) == (
        1,
        empty(created=2, rejected=[{"line": 4, "column": "nom", "reason": "Le nom manque."}]),
    )


def test_a_refused_file_is_a_finding_with_its_sentence(run):
    code, out = run(b"%PDF-1.7", "--json")

    assert code == 1
    assert json.loads(out)["refused"].startswith("Ce fichier est un PDF")


def test_closing_more_than_a_fifth_waits_for_the_option(run):
    run(GOOD)
    only_one = "matricule;nom;prénom\n001;Benali;Nadia\n"

    for options in ([], ["--dry-run"]):
        code, out = run(only_one, "--json", *options)
        assert (code, "plus d’un cinquième" in json.loads(out)["refused"]) == (1, True)
    assert Agent.objects.filter(is_active=True).count() == 2

    code, out = run(only_one, "--json", "--allow-closing")
    assert (code, json.loads(out)) == (0, empty(unchanged=1, closed=1))


def test_without_json_it_says_it_in_words(run):
    code, out = run(GOOD + "003;;Zoé\n")

    assert (code, out.splitlines()) == (
        1,
        [
            "Créés : 2, changés : 0, inchangés : 0, fermés : 0, à corriger : 1.",
            "  ligne 4, nom : Le nom manque.",
        ],
    )


def test_an_unknown_organisation_or_file_is_bad_use(run, town, tmp_path):
    for arguments in (
        ["/nowhere/at/all.csv", "--organisation", "caluire"],
        [str(tmp_path), "--organisation", "x"],
    ):
        with pytest.raises(SystemExit) as end:
            call_command("import_agents", *arguments)
        assert end.value.code == 2
    with pytest.raises(CommandError):
        call_command("import_agents")


def test_a_workbook_is_applied_and_its_sheet_is_named(run):
    two = xlsx({"Agents": ROWS, "Paie": ROWS})

    code, out = run(two, "--json")
    assert (code, "plusieurs feuilles" in json.loads(out)["refused"]) == (1, True)

    code, out = run(two, "--json", "--sheet", "Agents")
    assert (code, json.loads(out)) == (0, empty(created=2))
    assert sorted(Agent.objects.values_list("hr_number", flat=True)) == ["001", "12345"]
