"""What the worker forgets of HR files and of exports, and what stays."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from essaim.agenda.models import Move, Registration
from essaim.agenda.operations import register
from essaim.agenda.queries.invariants import violations
from essaim.kernel import ticks
from essaim.letters.emails import Draft, Wording
from essaim.letters.models import Letter
from essaim.letters.operations import post, send_due
from essaim.people.models import Agent, ExportRecord, StaffChange, StaffImport
from essaim.people.operations.undo import undo_import
from tests.agenda.reading import text_of
from tests.factories import NOW
from tests.people.test_imports import HELENE, NADIA, bring

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = 365 * DAY


def record(organisation, at):
    return ExportRecord.objects.create(
        organisation=organisation, at=at, content="Personnes", rows=3, file_format="csv"
    )


def letters():
    return list(Letter.objects.order_by("pk").values_list("subject", "state"))


def test_a_year_later_what_a_file_changed_on_each_person_is_gone_and_its_counts_stay(
    client, ada, monkeypatch
):
    bring(ada.organisation, NADIA, HELENE)
    bring(ada.organisation, NADIA, HELENE.replace("Accueil", "Sports"), at=NOW + 2 * DAY)

    ticks.run_due(NOW + YEAR)
    after_a_year = StaffChange.objects.count()
    ticks.run_due(NOW + YEAR + DAY)
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NOW + YEAR + DAY)
    client.force_login(ada)
    first = StaffImport.objects.order_by("pk").first()
    page = text_of(client.get(reverse("people:import_changes", args=[first.pk])))

    assert (after_a_year, StaffChange.objects.count()) == (3, 1)
    assert first.result["created"] == 2
    assert Agent.objects.filter(hr_number__in=("001", "002"), is_active=True).count() == 2
    assert "le délai de conservation est passé" in page


def test_a_duration_of_nothing_still_leaves_the_undo(settings, ada):
    settings.STAFF_CHANGES_DAYS = 0
    bring(ada.organisation, NADIA, HELENE)

    ticks.run_due(NOW + 2 * DAY)

    undone = undo_import(staff_import=StaffImport.objects.get(), by=ada, at=NOW + 2 * DAY)
    assert undone.removed == 2


def test_records_of_exports_are_kept_three_years(ada):
    record(ada.organisation, NOW - 3 * YEAR - DAY)
    kept = record(ada.organisation, NOW - 3 * YEAR)

    ticks.run_due(NOW)
    ticks.run_due(NOW)

    assert list(ExportRecord.objects.all()) == [kept]


def words(subject):
    return Draft(partial(Wording, subject, "x"))


def test_letters_are_kept_a_year_and_one_that_has_yet_to_leave_stays(bob):
    for subject, days in (("vieille", 366), ("récente", 364)):
        written = {
            "kind": Letter.Kind.CHANGED,
            "wording": words(subject),
            "at": NOW - days * DAY,
        }
        post(agent=bob, cause=f"{subject}:1", **written)
    send_due(NOW - 300 * DAY)
    later = {
        "kind": Letter.Kind.CHANGED,
        "wording": words("promise"),
        "due_at": NOW + 20 * YEAR,
    }
    post(agent=bob, cause="plus-tard:1", at=NOW - 2 * YEAR, **later)

    ticks.run_due(NOW)

    assert letters() == [("récente", "sent"), ("promise", "to_send")]


def test_the_ledger_outlives_the_letters(hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    send_due(NOW)

    ticks.run_due(NOW + YEAR + DAY)

    assert letters() == []
    assert Registration.objects.get().state == "confirmed"
    assert Move.objects.filter(registration__agent=bob).exists()
    assert violations(NOW + YEAR + DAY) == []
