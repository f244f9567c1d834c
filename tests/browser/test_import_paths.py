"""From an odd spreadsheet to agents and back, in a real browser."""

import pytest
from django.utils import timezone

from essaim.people import jobs
from essaim.people.models import Agent
from tests.browser.conftest import sign_in
from tests.people.test_import_steps import ODD, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_an_odd_spreadsheet_is_told_applied_and_undone(open_page, ada, javascript):
    page = sign_in(open_page(javascript=javascript), ada)
    page.goto("/pilotage/personnes/import/")
    page.set_input_files(
        "[name=file]", {"name": "export.xlsx", "mimeType": SHEET, "buffer": xlsx({"A": ODD})}
    )
    page.check("[name=scope][value=partie]")
    page.get_by_role("button", name="Lire ce fichier").click()

    for label, field in (("REF_X", "Matricule"), ("LIB_A", "Nom"), ("GRADE_LETTRE", "Catégorie")):
        page.get_by_label(f"La colonne {label} devient").select_option(label=field)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Cadre sup").select_option(label="Catégorie A")
    page.get_by_role("button", name="Voir l’aperçu").click()
    page.get_by_role("button", name="Importer 3 lignes").click()
    page.get_by_text("L’import avance").wait_for()
    jobs.apply_queued_imports(timezone.now())
    page.reload()
    page.get_by_text("L’import est terminé").wait_for()
    created = Agent.objects.filter(hr_number__startswith="00441").count()
    page.get_by_role("button", name="Annuler cet import").click()
    page.get_by_role("heading", name="L’import est annulé").wait_for()

    assert (created, Agent.objects.filter(hr_number__startswith="00441").count()) == (3, 0)
