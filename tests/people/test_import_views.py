"""The HR file on its pages: dropped, previewed, applied, corrected; one's own organisation only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.kernel.tables import Table, write_table
from essaim.people import jobs
from essaim.people.hrfile import read
from essaim.people.hrfile.grid import gather
from essaim.people.models import Agent, ExportRecord, StaffImport
from essaim.people.operations import imports as operations
from essaim.people.queries.imports import imports_of
from tests import reading
from tests.factories import NOW, AgentFactory
from tests.people.test_hrfile_workbooks import ROWS, xls, xlsx

GOOD = "matricule;nom;prénom;service\n001;Benali;Nadia;Accueil\n002;Petit;Jean;Sports\n"
MIXED = GOOD + "003;;Zoé;Sports\n004;=Somme(A1);Léa;Sports;5\n"
OVERFLOW = "Cette ligne a plus de cellules que l’en-tête : un séparateur de trop ?"
NEW = "/pilotage/personnes/import/"


@pytest.fixture
def page(client, ada, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ada)
    return client


def drop(client, content, *, scope="tout", name="agents.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    upload = SimpleUploadedFile(name, data)
    return client.post(NEW, {"file": upload, "scope": scope})


def the_import():
    return StaffImport.objects.get()


def test_a_good_file_opens_its_preview_and_writes_no_agent(page):
    answer = drop(page, GOOD)

    assert answer.url == reverse("people:import_detail", args=[the_import().pk])
    preview = page.get(answer.url)
    assert [entry.name for entry in preview.context["plan"].created] == ["Nadia Benali", "Jean Petit"]
    assert "2 agents à créer" in preview.text
    assert Agent.objects.filter(hr_number="001").count() == 0


def test_a_refused_file_is_explained_where_it_was_dropped(page):
    answer = drop(page, "<html><body>non</body></html>")

    assert answer.context["form"].errors["file"][0].startswith("Ce fichier est une page web.")
    assert "Ce fichier est une page web." in answer.text
    assert StaffImport.objects.count() == 0


@pytest.mark.parametrize(("content", "words"), [(b"", "vide"), (b"nom;matricule\n", "en-tête")])
def test_an_empty_file_is_refused_in_words(page, content, words):
    assert words in drop(page, content).context["form"].errors["file"][0]


def test_no_file_at_all_asks_for_one(page):
    assert "Choisissez d’abord le fichier." in page.post(NEW, {"scope": "tout"}).text


def test_columns_that_are_not_read_are_kept_nowhere(page):
    drop(page, "matricule;nom;date de naissance;salaire\n1;Petit;01/02/1980;2100\n")

    kept = operations.loads(bytes(the_import().content))
    assert kept.headers == ("matricule", "nom")
    assert kept.left_out == ("date de naissance", "salaire")
    assert [row.texts for row in kept.rows] == [("1", "Petit")]
    assert "date de naissance, salaire" in page.get(f"{NEW}{the_import().pk}/").text


def test_the_worker_applies_what_was_confirmed(page):
    drop(page, MIXED)
    pk = the_import().pk

    page.post(reverse("people:import_apply", args=[pk]))
    running = page.get(f"{NEW}{pk}/")
    assert "<progress" in running.text
    assert Agent.objects.filter(hr_number="001").count() == 0

    assert jobs.apply_queued_imports(NOW) == 1
    done = page.get(f"{NEW}{pk}/")
    assert the_import().state == StaffImport.State.DONE
    assert {key: the_import().result[key] for key in ("created", "changed", "unchanged", "closed")} == {
        "created": 2,
        "changed": 0,
        "unchanged": 0,
        "closed": 0,
    }
    assert [bad["line"] for bad in done.context["rejected"]] == [4, 5]
    assert bytes(the_import().content) == b""


def test_the_running_page_asks_again_and_reloads_when_done(page):
    drop(page, GOOD)
    pk = the_import().pk
    page.post(reverse("people:import_apply", args=[pk]))

    piece = page.get(f"{NEW}{pk}/", headers={"HX-Request": "true"})
    assert piece.text.strip().startswith("<section")
    jobs.apply_queued_imports(NOW)
    assert page.get(f"{NEW}{pk}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_rows_to_correct_come_back_as_a_file_without_formulas(page):
    drop(page, MIXED)
    address = reverse("people:import_rejects", args=[the_import().pk])

    lines = page.post(address).getvalue().decode("utf-8-sig").splitlines()

    assert lines == [
        "matricule;nom;prénom;service;à corriger",
        "003;;Zoé;Sports;Ligne 4, nom : Le nom manque.",
        f"004;'=Somme(A1);Léa;Sports;Ligne 5 : {OVERFLOW}",
    ]
    page.post(reverse("people:import_apply", args=[the_import().pk]))
    jobs.apply_queued_imports(NOW)
    assert page.post(address).getvalue().decode("utf-8-sig").splitlines() == lines


@pytest.mark.parametrize(("name", "ending"), [("RH.XLSX", "xlsx"), ("rh.ods", "ods"), ("rh.xls", "xlsx")])
def test_rows_to_correct_come_back_in_the_format_that_was_received(page, name, ending):
    table = Table("Agents", ["matricule", "nom", "prénom"], [["004118", "", "Zoé"], ["5", "Petit", "Jean"]])
    data = io.BytesIO()
    if name.endswith(".xls"):
        data = io.BytesIO(xls({"Agents": [["matricule", "nom", "prénom"], ["004118", "", "Zoé"]]}))
    else:
        write_table(table, ending, data)
    drop(page, data.getvalue(), name=name)

    answer = page.post(reverse("people:import_rejects", args=[the_import().pk]))

    assert f".{ending}" in answer.headers["Content-Disposition"]
    (back,) = gather(answer.getvalue())
    assert back.rows[0][1][:3] == ["004118", "", "Zoé"]


def test_a_number_that_lost_its_zeros_is_told_before_anything_is_written(page, ada):
    known = AgentFactory(
        organisation=ada.organisation, hr_number="004118", first_name="Léa", last_name="Morin"
    )
    drop(page, "matricule;nom;prénom\n4118;Morin;Léa\n")

    preview = page.get(f"{NEW}{the_import().pk}/")

    assert "ligne 2, « 4118 » : connu ici comme « 004118 », Léa Morin" in reading.text(preview)
    assert known.pk not in [agent.pk for agent in preview.context["plan"].closed]


def test_a_number_whose_likeness_is_in_the_file_too_is_somebody_else(page, ada):
    AgentFactory(organisation=ada.organisation, hr_number="004118")
    drop(page, "matricule;nom;prénom\n4118;Morin;Léa\n004118;Petit;Jean\n")

    assert "Des zéros perdus" not in page.get(f"{NEW}{the_import().pk}/").text


def test_the_preview_speaks_of_what_will_be_created(page):
    drop(page, GOOD)

    preview = page.get(f"{NEW}{the_import().pk}/").text

    assert "à créer</span>" in preview
    assert "créés</span>" not in preview


def test_taking_the_rows_to_correct_away_leaves_a_trace(page, ada):
    drop(page, MIXED)

    page.post(reverse("people:import_rejects", args=[the_import().pk])).getvalue()

    told = ("Lignes à corriger d’un fichier RH", the_import().file_name, 2, "csv")
    rows = ExportRecord.objects.values_list("by", "content", "filters", "rows", "file_format")
    assert list(rows) == [(ada.pk, *told)]


def test_the_corrected_file_dropped_alone_closes_nobody(page):
    drop(page, MIXED)
    page.post(reverse("people:import_apply", args=[the_import().pk]))
    jobs.apply_queued_imports(NOW)

    drop(page, "matricule;nom;prénom;service;à corriger\n004;'=Somme(A1);Léa;Sports;x\n", scope="partie")
    last = StaffImport.objects.get(state=StaffImport.State.PREVIEW)
    page.post(reverse("people:import_apply", args=[last.pk]))
    jobs.apply_queued_imports(NOW)

    assert Agent.objects.get(hr_number="004").last_name == "=Somme(A1)"
    assert Agent.objects.filter(is_active=False).count() == 0


def test_there_is_no_file_of_rejects_without_rejects(page):
    drop(page, GOOD)

    assert page.post(reverse("people:import_rejects", args=[the_import().pk])).status_code == 404


def test_closing_many_needs_the_word_that_it_is_meant(page, bob, hugo):
    drop(page, GOOD)
    address = reverse("people:import_apply", args=[the_import().pk])
    preview = page.get(f"{NEW}{the_import().pk}/")
    assert "Ces départs sont voulus" in preview.text
    assert [agent.pk for agent in preview.context["plan"].closed] == [bob.pk, hugo.pk]

    refusal = page.post(address, follow=True)
    assert "Ce fichier fermerait 2 comptes sur 2" in refusal.text
    assert the_import().state == StaffImport.State.PREVIEW

    page.post(address, {"allow_closing": "on"})
    jobs.apply_queued_imports(NOW)
    bob.refresh_from_db()
    assert not bob.is_active


def test_a_refusal_met_by_the_worker_is_shown_with_the_import(page, bob, hugo):
    drop(page, GOOD)
    StaffImport.objects.update(state=StaffImport.State.QUEUED)

    jobs.apply_queued_imports(NOW)

    assert the_import().state == StaffImport.State.REFUSED
    assert "Ce fichier fermerait 2 comptes sur 2" in page.get(f"{NEW}{the_import().pk}/").text
    assert Agent.objects.filter(is_active=False).count() == 0


def test_a_file_applied_twice_is_applied_once(page):
    drop(page, GOOD)
    address = reverse("people:import_apply", args=[the_import().pk])
    page.post(address)
    page.post(address)
    jobs.apply_queued_imports(NOW)
    after = page.post(address, follow=True)

    assert "Cet import est terminé" in after.text
    assert jobs.apply_queued_imports(NOW) == 0
    assert Agent.objects.filter(hr_number__in=["001", "002"]).count() == 2


def test_a_lease_keeps_other_workers_away_until_it_ends(page):
    drop(page, GOOD)
    page.post(reverse("people:import_apply", args=[the_import().pk]))
    StaffImport.objects.update(leased_until=NOW + jobs.LEASE)

    assert jobs.apply_queued_imports(NOW) == 0
    assert jobs.apply_queued_imports(NOW + 2 * jobs.LEASE) == 1


def test_old_previews_are_forgotten_and_old_details_too(page):
    drop(page, MIXED)
    page.post(reverse("people:import_apply", args=[the_import().pk]))
    jobs.apply_queued_imports(NOW)
    drop(page, GOOD)

    assert jobs.forget_old_imports(NOW + operations.KEPT_DETAILS * 2) == 2
    assert "to_correct" not in the_import().result
    assert page.get(f"{NEW}{the_import().pk}/").status_code == 200


def test_the_import_of_another_organisation_does_not_exist(page, client, zoe):
    drop(page, GOOD)
    pk = the_import().pk
    client.force_login(zoe)

    assert client.get(reverse("people:import_detail", args=[pk])).status_code == 404
    for name in ("import_apply", "import_rejects"):
        assert client.post(reverse(f"people:{name}", args=[pk])).status_code == 404
    assert list(imports_of(zoe.organisation)) == []


def test_agents_may_not_import(page, client, bob):
    drop(page, GOOD)
    client.force_login(bob)

    assert client.get(NEW).status_code == 403
    assert drop(client, GOOD).status_code == 403
    assert client.get(f"{NEW}{the_import().pk}/").status_code == 403


def test_past_imports_are_listed(page):
    drop(page, GOOD)
    page.post(reverse("people:import_apply", args=[the_import().pk]))
    jobs.apply_queued_imports(NOW)
    drop(page, GOOD)

    assert [past.state for past in page.get(NEW).context["recent"]] == ["preview", "done"]
    assert "Créés : 2".replace(" :", "\u00a0:") in page.get(NEW).text.replace(" :", "\u00a0:")


def test_a_long_list_is_cut_until_all_is_asked_for(page):
    rows = "".join(f"{number};Nom {number}\n" for number in range(60))
    drop(page, "matricule;nom\n" + rows)
    address = f"{NEW}{the_import().pk}/"

    assert len(page.get(address).context["created"]["shown"]) == 50
    assert "Voir les 10 autres" in page.get(address).text
    assert len(page.get(f"{address}?voir=tout").context["created"]["shown"]) == 60


def test_a_workbook_of_several_sheets_asks_for_one_and_is_previewed(page):
    two = xlsx({"Agents": ROWS, "Paie": ROWS})

    choice = page.get(drop(page, two).url, follow=True)
    assert "Quelle feuille contient les agents" in choice.text
    assert [len(grid.rows) for grid in choice.context["grids"]] == [2, 2]

    preview = page.post(choice.redirect_chain[-1][0], {"sheet": "Agents"}, follow=True)
    assert [entry.name for entry in preview.context["plan"].created] == ["Zoé Lévy", "Léa Petit"]


def test_an_applied_import_shows_what_changed_and_is_undone(page):
    drop(page, GOOD, scope="partie")
    pk = the_import().pk
    page.post(reverse("people:import_apply", args=[pk]))
    jobs.apply_queued_imports(NOW)

    changes = page.get(reverse("people:import_changes", args=[pk]), {"quoi": "created", "q": "nadia"})
    assert [change.name for change in changes.context["page"]] == ["Nadia Benali"]
    assert "Annuler cet import" in page.get(f"{NEW}{pk}/").text
    undone = page.post(reverse("people:import_undo", args=[pk]), follow=True)
    assert "L’import est annulé" in undone.text
    assert Agent.objects.filter(hr_number="001").count() == 0
    assert "Annuler cet import" not in page.get(f"{NEW}{pk}/").text


def test_an_import_that_wrote_nothing_is_not_undone(page):
    drop(page, GOOD)

    refused = page.post(reverse("people:import_undo", args=[the_import().pk]), follow=True)
    assert "rien à annuler" in refused.text


@pytest.mark.parametrize("files", [1, 3])
def test_the_history_costs_the_same_for_one_and_three_files(page, files, django_assert_max_num_queries):
    for _ in range(files):
        drop(page, GOOD)

    with django_assert_max_num_queries(9):
        assert len(page.get(reverse("people:import_history")).context["page"].object_list) == files


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_the_example_file_goes_in_as_it_is(client, ada, ending):
    client.force_login(ada)
    response = client.get(reverse("people:import_example", args=[ending]))

    plan = operations.import_table(
        organisation=ada.organisation,
        table=read(response.content),
        file_name=f"exemple.{ending}",
        allow_closing=True,
        at=NOW,
    )

    assert (len(plan.created), plan.rejected) == (3, [])
    assert Agent.objects.get(hr_number="000103").unit.name == "Accueil"


def test_an_example_in_another_format_does_not_exist(client, ada):
    client.force_login(ada)

    assert client.get(reverse("people:import_example", args=["exe"])).status_code == 404
