"""Saying what a file holds: sheet, columns, words; there and back without loss, and remembered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.people import jobs
from essaim.people.hrfile import loads, read
from essaim.people.hrfile.columns import is_never_read
from essaim.people.hrfile.grid import unpack
from essaim.people.models import Agent, ColumnMemory, Posting, StaffImport, WordMemory
from essaim.people.queries.mappings import memory_of
from tests.factories import NOW
from tests.people.test_hrfile_workbooks import xlsx

NEW = "/pilotage/personnes/import/"
ODD = [
    ["REF_X", "LIB_A", "LIB_B", "GRADE_LETTRE", "GENRE", "DT_NAISS"],
    ["004412", "Benali", "Nadia", "Cadre sup", "f", "01/02/1980"],
    ["004413", "Petit", "Jean", "C", "h", "03/04/1990"],
    ["004414", "Roux", "Luc", "Cadre sup", "x", ""],
]
CHOICE = {"column_0": "hr_number", "column_1": "last_name", "column_2": "first_name", "column_3": "category"}


@pytest.fixture
def page(client, ada, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ada)
    return client


def drop(page, rows=ODD, *, scope="partie"):
    data = SimpleUploadedFile("export.xlsx", xlsx({"Feuil1": rows}))
    return page.post(NEW, {"file": data, "scope": scope}, follow=True)


def the_import():
    return StaffImport.objects.get()


def at(name):
    return reverse(f"people:{name}", args=[the_import().pk])


def test_unknown_names_of_columns_are_asked_with_three_values(page):
    asked = drop(page)

    assert asked.redirect_chain[-1][0] == at("import_columns")
    rows = asked.context["form"].rows()
    assert [(row["column"].header, row["column"].samples, row["column"].field) for row in rows] == [
        ("REF_X", ["004412", "004413", "004414"], ""),
        ("LIB_A", ["Benali", "Petit", "Roux"], ""),
        ("LIB_B", ["Nadia", "Jean", "Luc"], ""),
        ("GRADE_LETTRE", ["Cadre sup", "C"], ""),
        ("GENRE", ["f", "h", "x"], "sex"),
        ("DT_NAISS", [], ""),
    ]
    assert asked.context["missing"] == "nom, matricule ou courriel"
    assert "Jamais reprise" in asked.text


def test_a_column_that_is_never_read_is_kept_nowhere_even_for_a_while(page):
    drop(page)

    (grid,) = unpack(bytes(the_import().raw))
    assert {cells[5] for _line, cells in grid.rows if len(cells) > 5} == {""}
    refused = page.post(at("import_columns"), CHOICE | {"column_5": "entry_on"})
    assert "column_5" in refused.context["form"].errors


@pytest.mark.parametrize("name", ["Salaire brut", "N° sécu", "IBAN", "Date de naissance", "Tél. portable"])
def test_private_columns_are_never_read(name):
    assert is_never_read(name)


@pytest.mark.parametrize("name", ["Adresse mail", "Matricule", "Service", "Grade"])
def test_columns_of_work_may_be_read(name):
    assert not is_never_read(name)


def test_doubles_and_missing_columns_are_refused_and_the_choice_is_kept(page):
    drop(page)

    twice = page.post(at("import_columns"), CHOICE | {"column_2": "last_name"})
    assert "La colonne « nom » est en double" in twice.context["form"].non_field_errors()[0]
    assert twice.context["form"]["column_3"].value() == "category"
    missing = page.post(at("import_columns"), {"column_0": "hr_number"})
    assert "Il manque la colonne « nom »" in missing.context["form"].non_field_errors()[0]
    assert the_import().state == StaffImport.State.DRAFT


def test_columns_then_words_then_preview_then_back_without_loss(page):
    drop(page)

    words = page.post(at("import_columns"), CHOICE | {"column_4": "sex"}, follow=True)
    assert words.redirect_chain[-1][0] == at("import_words")
    found = [(row["word"].field, row["word"].word, row["word"].count) for row in words.context["form"].rows()]
    assert sorted(found) == [("category", "Cadre sup", 2), ("sex", "x", 1)]
    answers = {f"word_{n}": {"category": "A", "sex": "-"}[field] for n, (field, *_) in enumerate(found)}
    preview = page.post(at("import_words"), answers, follow=True)

    plan = preview.context["plan"]
    assert [(entry.row.category, entry.row.sex) for entry in plan.created] == [
        ("A", "F"),
        ("C", "M"),
        ("A", ""),
    ]
    assert plan.doubts == plan.rejected == []
    again = page.get(at("import_columns"))
    assert again.context["form"]["column_1"].initial == "last_name"
    told = {
        row["word"].word: row["field"].initial for row in page.get(at("import_words")).context["form"].rows()
    }
    assert told == {"Cadre sup": "A", "x": "-"}
    page.post(at("import_apply"))
    jobs.apply_queued_imports(NOW)
    assert Posting.objects.get(agent__hr_number="004412").category == "A"
    assert bytes(the_import().raw) == b""


def test_what_was_told_is_remembered_for_the_next_file_and_for_the_command(page, ada):
    drop(page)
    page.post(at("import_columns"), CHOICE | {"remember": "on"})
    page.post(at("import_words"), {"word_0": "A", "remember": "on"})
    StaffImport.objects.all().delete()

    preview = drop(page, [ODD[0][::-1], *[row[::-1] for row in ODD[1:]]])

    assert preview.redirect_chain[-1][0] == at("import_detail")
    assert [entry.row.category for entry in preview.context["plan"].created] == ["A", "C", "A"]
    table = read(xlsx({"Feuil1": ODD}), memory=memory_of(ada.organisation))
    assert [row.category for row in table.rows] == ["A", "C", "A"]


def test_what_was_told_once_is_not_remembered_without_the_tick(page):
    drop(page)
    page.post(at("import_columns"), CHOICE)
    page.post(at("import_words"), {"word_0": "A"})

    assert (ColumnMemory.objects.count(), WordMemory.objects.count()) == (0, 0)
    assert loads(bytes(the_import().content)).rows[0].category == "A"


def test_what_one_employer_told_is_unknown_to_another(page, client, zoe):
    drop(page)
    page.post(at("import_columns"), CHOICE | {"remember": "on"})
    StaffImport.objects.all().delete()
    client.force_login(zoe)

    assert drop(client).redirect_chain[-1][0] == at("import_columns")


def test_another_sheet_may_be_chosen_again(page):
    two = xlsx({"A": [["matricule", "nom"], ["1", "Un"]], "B": [["matricule", "nom"], ["2", "Deux"]]})
    page.post(NEW, {"file": SimpleUploadedFile("x", two), "scope": "partie"})

    for sheet, name in (("A", "Un"), ("B", "Deux")):
        preview = page.post(at("import_sheet"), {"sheet": sheet}, follow=True)
        assert [entry.name for entry in preview.context["plan"].created] == [name]
    refused = page.post(at("import_sheet"), {"sheet": "C"}, follow=True)
    assert "n’a pas cette feuille" in refused.text


def test_a_started_import_is_told_no_more(page):
    drop(page)
    page.post(at("import_columns"), CHOICE)
    page.post(at("import_apply"))

    refused = page.post(at("import_columns"), CHOICE)
    assert "déposez le fichier de nouveau" in refused.context["form"].non_field_errors()[0]
    jobs.apply_queued_imports(NOW)
    assert page.get(at("import_columns")).status_code == 302
    assert Agent.objects.filter(hr_number="004413").exists()


def test_reading_the_steps_writes_nothing(page):
    drop(page)
    before = StaffImport.objects.values().get()

    for name in ("import_sheet", "import_columns", "import_words", "import_detail"):
        page.get(at(name))
    assert StaffImport.objects.values().get() == before
