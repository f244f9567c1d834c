"""Taking people away as a file: what is in it, what it costs, and the trace it leaves."""

import io
from datetime import date

import pytest
import python_calamine
from django.urls import reverse

from essaim.people.models import ExportRecord, Posting
from tests.factories import NOW, AgentFactory, PostingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
EXPORT = reverse("people:agent_export")
RECORDS = reverse("programmes:export_list")


def export(client, agent, ending="csv", **asked):
    client.force_login(agent)
    return client.post(EXPORT, {"fichier": ending}, query_params=asked)


def sheet(response):
    book = python_calamine.load_workbook(io.BytesIO(response.getvalue()))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets_keep_leading_zeros_real_days_and_texts(client, ada, bob, ending):
    PostingFactory(
        agent=AgentFactory(hr_number="00000042", last_name="=1+1"),
        status=Posting.Status.CONTRACT,
        starts_on=date(2021, 3, 5),
    )

    header, *rows = sheet(export(client, ada, ending))

    row = dict(zip(header, rows[0], strict=True))
    assert (row["Matricule"], row["Nom"], row["Statut"]) == ("00000042", "=1+1", "contractuel")
    assert row["Depuis"] == date(2021, 3, 5)


def test_a_coordinator_takes_what_serves_to_write_and_place_an_administrator_more(client, alice, ada):
    seen = {agent: sheet(export(client, agent, "ods"))[0] for agent in (alice, ada)}

    assert set(seen[ada]) - set(seen[alice]) == {"Catégorie", "Statut", "Depuis"}
    assert not any("sexe" in name.casefold() for name in seen[ada])


def test_each_export_leaves_one_trace_with_who_what_and_how_many(client, alice, bob, hugo):
    response = export(client, alice, "xlsx", q="perrin", verifier="sans-responsable")
    response.getvalue()

    record = ExportRecord.objects.get()
    assert (record.by, record.at, record.organisation) == (alice, NOW, alice.organisation)
    assert (record.content, record.rows, record.file_format) == ("Personnes", 1, "xlsx")
    assert record.filters == "recherche « perrin », sans responsable"
    assert response["Content-Disposition"] == 'attachment; filename="caluire-personnes-2030-02-01.xlsx"'


def test_a_refused_export_leaves_no_trace_and_no_file(client, alice, monkeypatch):
    monkeypatch.setattr("essaim.kernel.tables.cells.MOST_ROWS", 0)

    assert export(client, alice, "ods").status_code == 302
    assert ExportRecord.objects.count() == 0
    assert "un million de lignes" in client.get(reverse("people:agent_list")).content.decode()


def test_a_format_that_does_not_exist_is_a_bad_request(client, alice):
    assert export(client, alice, "exe").status_code == 400


@pytest.mark.parametrize("people", [1, 700])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, alice, people, django_assert_num_queries):
    unit = alice.unit
    for agent in AgentFactory.create_batch(people, unit=unit):
        PostingFactory(agent=agent, unit=unit)
    client.force_login(alice)

    with django_assert_num_queries(5):  # two of them to know who asks
        assert client.post(EXPORT).getvalue()


def test_administrators_read_the_traces_of_their_organisation_only(client, alice, ada, zoe):
    export(client, alice).getvalue()
    export(client, zoe).getvalue()

    client.force_login(ada)
    shown = client.get(RECORDS).content.decode()
    assert ("Alice Morel" in shown, "Zoé Voisin" in shown) == (True, False)
    client.force_login(alice)
    assert client.get(RECORDS).status_code == 403
