"""The folder of the nightly HR export: whole files only, once each, filed with a report, refusals told."""

import pytest
from django.core.management import call_command

from essaim.letters.models import Letter
from essaim.people.models import Agent, StaffImport
from essaim.people.operations.inbox import look, take_file, take_stable
from essaim.people.operations.undo import undo_import
from tests.factories import NOW

GOOD = "matricule;nom;prénom\n001;Benali;Nadia\n002;Petit;Jean\n"


@pytest.fixture
def folder(tmp_path, ada):
    (tmp_path / "agents.csv").write_text(GOOD)
    return tmp_path


def take(folder, ada):
    return list(take_stable(folder, before=look(folder), organisation=ada.organisation, at=NOW))


def names(folder, kind):
    return sorted(path.name for path in (folder / kind).iterdir())


def test_a_whole_file_is_taken_and_filed_with_its_report(folder, ada):
    (outcome,) = take(folder, ada)

    assert outcome.is_taken
    filed = f"{NOW:%Y%m%d-%H%M%S}-agents.csv"
    assert names(folder, "traites") == [filed, f"{filed}.rapport.txt"]
    assert "Créés : 2" in (folder / "traites" / f"{filed}.rapport.txt").read_text()
    assert Agent.objects.filter(hr_number="001").exists()


def test_a_file_still_being_written_waits(folder, ada):
    before = look(folder)
    with (folder / "agents.csv").open("a") as file:
        file.write("003;Roux;Luc\n")

    assert list(take_stable(folder, before=before, organisation=ada.organisation, at=NOW)) == []
    assert list(take_stable(folder, before={}, organisation=ada.organisation, at=NOW)) == []
    assert len(take(folder, ada)) == 1


def test_hidden_unfinished_and_linked_files_are_left_alone(folder, ada):
    take(folder, ada)
    for name in (".cache", "~$agents.xlsx", "agents.csv.part"):
        (folder / name).write_text(GOOD)
    (folder / "lien.csv").symlink_to(folder / ".cache")

    assert look(folder) == {}


def test_the_same_content_is_applied_once_even_after_a_crash(folder, ada):
    take(folder, ada)
    (folder / "encore.csv").write_text(GOOD)

    assert take(folder, ada)[0].is_taken
    assert StaffImport.objects.count() == 1


def test_an_undone_file_may_come_again(folder, ada):
    take(folder, ada)
    undo_import(staff_import=StaffImport.objects.get(), by=ada, at=NOW)
    (folder / "encore.csv").write_text(GOOD)

    assert take(folder, ada)[0].is_taken
    assert Agent.objects.filter(hr_number="001").exists()


def test_a_file_that_would_close_too_many_is_refused_and_told_once(folder, ada, bob, hugo):
    for name in ("agents.csv", "encore.csv"):
        (folder / name).write_text(GOOD)
        outcome = take_file(folder / name, organisation=ada.organisation, at=NOW)
        assert (outcome.is_taken, "plus d’un cinquième" in outcome.report) == (False, True)

    assert len(names(folder, "refuses")) == 4
    assert not Agent.objects.filter(is_active=False).exists()
    (letter,) = Letter.objects.all()
    assert (letter.agent, letter.kind) == (ada, Letter.Kind.FILE_REFUSED)
    assert "plus d’un cinquième" in letter.body


def test_the_command_looks_once_and_says_what_it_did(folder, ada, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_agents", watch=folder, organisation=ada.organisation.slug, once=True, pause=0)

    assert (end.value.code, "Créés : 2" in capsys.readouterr().out) == (0, True)
