"""People of several services, and tables that were composed for them without the calculation."""

import pytest

from essaim.people.models import Unit
from essaim.ties.counting import Chance
from essaim.ties.operations import Rules, Seating, ask_composition, finish_composition
from tests.factories import NOW, AgentFactory, PostingFactory, ProgrammeFactory, UnitFactory


def staff(*units, **fields):
    """One agent per name of a unit; the same name is the same unit."""
    places = {name: Unit.objects.filter(name=name).first() or UnitFactory(name=name) for name in units}
    agents = []
    for number, name in enumerate(units, start=1):
        agent = AgentFactory(first_name="Ana", last_name=f"Nom{number:02}", unit=places[name], **fields)
        PostingFactory(agent=agent, unit=places[name])
        agents.append(agent)
    return agents


def seated(by, rounds, *, at=NOW, session=None, **rules):
    """A composition whose tables are these, agents by table by round."""
    people = {agent.pk: agent for tables in rounds for table in tables for agent in table}
    asked = ask_composition(
        programme=ProgrammeFactory(),
        session=session,
        people=list(people.values()),
        title="Déjeuner",
        rules=Rules(table_size=2, rounds=len(rounds), **rules),
        by=by,
        at=at,
    )
    keys = [[[agent.pk for agent in table] for table in tables] for tables in rounds]
    finish_composition(
        composition=asked, seating=Seating(keys, Chance(mean=1.5, low=1, high=2, draws=200)), at=at
    )
    asked.refresh_from_db()
    return asked


def tables_of(composition):
    """Last names by table by round, as the database has them."""
    places = composition.members.filter(places__isnull=False).values_list(
        "places__round", "places__table", "agent__last_name"
    )
    found = {}
    for turn, table, name in sorted(places):
        found.setdefault(turn, {}).setdefault(table, []).append(name)
    return found


@pytest.fixture
def four(db):
    """Two of the reception, one of the library, one of the roads."""
    return staff("Accueil", "Accueil", "Médiathèque", "Voirie")


@pytest.fixture
def lunch(alice, four):
    """One round, two tables: the two of the reception sit together."""
    one, two, three, other = four
    return seated(alice, [[[one, two], [three, other]]])
