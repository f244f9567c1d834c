"""Programmes: what may be changed, by whom, and what is kept of it elsewhere."""

from datetime import date

import pytest

from essaim.programmes import operations
from essaim.programmes.models import Format, Programme, Season
from essaim.programmes.queries import site_of
from tests.factories import AgentFactory, FormatFactory, OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_create_programme_twice_finds_the_first():
    town = OrganisationFactory()

    first = operations.create_programme(organisation=town, name="TRUC²", slug="truc2", colour="#14574f")
    second = operations.create_programme(organisation=town, name="Autre", slug="truc2")

    assert (first, second.name, Programme.objects.count()) == (second, "TRUC²", 1)


def test_create_programme_is_refused_when_another_organisation_has_the_name():
    ProgrammeFactory(slug="truc2")
    hospital = OrganisationFactory(slug="hopital", name="Hôpital")

    with pytest.raises(operations.NameTaken):
        operations.create_programme(organisation=hospital, name="Truc", slug="truc2")


def test_create_programme_finds_a_free_short_name():
    operations.create_programme(organisation=OrganisationFactory(), name="La Grande Équipe")
    hospital = OrganisationFactory(slug="hopital", name="Hôpital")

    programme = operations.create_programme(organisation=hospital, name="La Grande Équipe")

    assert programme.slug == "la-grande-equipe-hopital"


def test_first_programme_is_ready_to_plan_with():
    operations.open_first_programme(organisation=OrganisationFactory(), name="TRUC²")

    assert list(Format.objects.order_by("rank").values_list("name", flat=True)) == ["Atelier", "Conférence"]


def test_create_season_moves_its_days_when_called_again():
    programme = ProgrammeFactory()
    for last in (date(2030, 6, 30), date(2030, 7, 12)):
        operations.create_season(programme=programme, name="Hiver", starts_on=date(2030, 1, 1), ends_on=last)

    assert Season.objects.get().ends_on == date(2030, 7, 12)


def test_appoint_coordinator_is_known_to_lower_parts(bob):
    operations.appoint_coordinator(programme=ProgrammeFactory(), agent=bob)
    bob.refresh_from_db()

    assert bob.is_coordinator
    assert bob.may_pilot


@pytest.mark.parametrize("fields", [{"is_active": False}, {"organisation": None}])
def test_appoint_coordinator_is_refused_to_who_is_not_at_work_here(fields):
    if "organisation" in fields:
        fields = {"organisation": OrganisationFactory(slug="hopital", name="Hôpital")}

    with pytest.raises(operations.NotAColleague):
        operations.appoint_coordinator(programme=ProgrammeFactory(), agent=AgentFactory(**fields))


def test_dismiss_coordinator_keeps_the_role_of_another_programme(alice, bob):
    first, second = ProgrammeFactory(), ProgrammeFactory(slug="autre")
    operations.appoint_coordinator(programme=first, agent=bob)
    operations.appoint_coordinator(programme=second, agent=bob)
    operations.appoint_coordinator(programme=second, agent=alice)

    operations.dismiss_coordinator(programme=second, agent=bob)
    bob.refresh_from_db()
    assert bob.is_coordinator

    operations.dismiss_coordinator(programme=first, agent=bob)
    bob.refresh_from_db()
    assert not bob.is_coordinator


def test_dismiss_coordinator_is_refused_for_the_last_one(alice):
    with pytest.raises(operations.LastCoordinator):
        operations.dismiss_coordinator(programme=alice.coordinated_programmes.get(), agent=alice)


def test_change_words_takes_back_the_words_of_essaim_when_empty():
    programme = ProgrammeFactory()

    operations.change_words(programme=programme, words={"participant": "apprenti", "session": " "})
    programme.refresh_from_db()

    assert [programme.word(key) for key in ("participant", "participants", "session")] == [
        "apprenti",
        "participants",
        "séance",
    ]


def test_change_words_names_only_formats_of_the_programme():
    ours, theirs = (
        FormatFactory(),
        FormatFactory(programme=ProgrammeFactory(slug="autre"), name="Intouchable"),
    )

    operations.change_words(
        programme=ours.programme, words={}, formats={ours.pk: "iX’Presso", theirs.pk: "Volé"}
    )

    assert sorted(Format.objects.values_list("name", flat=True)) == ["Intouchable", "iX’Presso"]


def test_change_format_colours_refuses_what_was_not_measured():
    kind = FormatFactory()

    operations.change_format_colours(programme=kind.programme, colours={kind.pk: "#123456"})
    assert Format.objects.get().colour == "f1"

    operations.change_format_colours(programme=kind.programme, colours={kind.pk: "f4"})
    assert Format.objects.get().colour == "f4"


def test_change_appearance_is_seen_at_once(bob):
    programme = ProgrammeFactory()
    assert site_of(bob).name == "TRUC²"

    operations.change_appearance(programme=programme, name="iX", tagline="Réinventons", colour="#1F5FA8")

    site = site_of(bob)
    assert (site.name, site.tagline, site.colour) == ("iX", "Réinventons", "1f5fa8")
