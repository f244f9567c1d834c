"""Names in the order that a French reader expects, the same on SQLite and PostgreSQL."""

import pytest

from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Unit
from essaim.people.queries.acting import open_units
from essaim.people.queries.agents import directory, units_with_people
from tests.factories import AgentFactory, UnitFactory

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
