"""Names in the order that a French reader expects, the same on SQLite and PostgreSQL."""

import re
from pathlib import Path

import pytest

import essaim
from essaim.agenda.queries.manage import sites_of
from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Partnership, Site, Unit
from essaim.people.queries.acting import open_units
from essaim.people.queries.agents import directory, units_with_people
from essaim.people.queries.partnerships import partners_of
from tests.factories import NOW, AgentFactory, OrganisationFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_neither_accents_nor_case_nor_hyphens_count():
    names = [
        "Eau",
        "État civil",
        "etudes",
        "Œuvres sociales",
        "Officiers",
        "Saint-Alban",
        "Saint Bon",
        "Voirie",
    ]
    for name in reversed(names):
        UnitFactory(name=name)

    found = list(Unit.objects.order_by(InFrench("name"), "pk").values_list("name", flat=True))

    assert found == [
        "Eau", "État civil", "etudes", "Œuvres sociales", "Officiers", "Saint-Alban", "Saint Bon", "Voirie"
    ]  # fmt: skip


def test_people_are_sorted_by_last_name_then_first_name():
    for first, last in (
        ("Ana", "ZANETTI"),
        ("Élise", "ÉMERY"),
        ("Zoé", "Emery"),
        ("Łucja", "Łaska"),
        ("Bo", "Le"),
    ):
        AgentFactory(first_name=first, last_name=last)

    found = [agent.full_name for agent in Agent.objects.order_by(*by_name(), "pk")]

    assert [name.split()[0] for name in found] == ["Élise", "Zoé", "Łucja", "Bo", "Ana"]


def test_the_directory_and_the_lists_of_services_follow_that_order(ada):
    for name, unit in (("ZANETTI", "Voirie"), ("ÉMERY", "État civil"), ("Morel", "Eaux")):
        agent = AgentFactory(last_name=name, unit=UnitFactory(name=unit))
        assert agent.organisation == ada.organisation

    names = [agent.last_name for agent in directory(ada.organisation) if agent != ada]
    people = [unit.name for unit in units_with_people(ada.organisation) if unit != ada.unit]
    units = [unit.name for unit in open_units(ada.organisation) if unit != ada.unit]

    assert names == ["ÉMERY", "Morel", "ZANETTI"]
    assert people == units == ["Eaux", "État civil", "Voirie"]


def test_places_and_partners_follow_it_too(ada):
    town = ada.organisation
    for name in ("Zénith", "École du Bourg", "Annexe"):
        Site.objects.create(organisation=town, name=name)
        partner = OrganisationFactory(name=name, slug=name[0].lower())
        Partnership.objects.create(proposer=town, partner=partner, state="accepted", proposed_at=NOW)

    wanted = ["Annexe", "École du Bourg", "Zénith"]
    assert [site.name for site in sites_of(town.pk)] == wanted
    assert [partner.name for partner in partners_of(town.pk)] == wanted


ROOT = Path(essaim.__file__).parent
PLAIN = re.compile(r'order_by\([^()]*"-?(?:\w+__)?(?:name|title|last_name|first_name)"')
RANKED_FIRST = {
    "home/queries/week/units.py",  # by the number of people
    "home/queries/week/load.py",  # by the number of sessions
    "home/queries/welcome.py",  # any one unit of each person
}


def test_no_list_is_sorted_by_the_bytes_of_its_names():
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "migrations" not in path.parts and PLAIN.search(path.read_text())
    }

    assert found == RANKED_FIRST
