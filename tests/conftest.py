"""Personas that every test may ask for by name: one per role, and one from elsewhere."""

import os

import hypothesis
import pytest
from django.core.cache import caches

from essaim.agenda.models import Host
from tests.factories import (
    NOW,
    AgentFactory,
    OrganisationFactory,
    PostingFactory,
    ProgrammeFactory,
    SessionFactory,
    UnitFactory,
)

# No example is judged by the clock of a shared machine; the run that decides looks at the same examples each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _empty_page_cache():
    caches["pages"].clear()


@pytest.fixture
def stopped_clock(monkeypatch):
    """The clock of the site stands at NOW."""
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NOW)


def person(login: str, last_name: str, unit: str, **fields):
    agent = AgentFactory(login=login, last_name=last_name, **fields)
    place = UnitFactory(name=unit, organisation=agent.organisation)
    PostingFactory(agent=agent, unit=place)
    agent.unit = place
    agent.save(update_fields=["unit"])
    return agent


@pytest.fixture
def bob(db):
    """Takes part; works at the reception."""
    return person("bob", "Perrin", "Accueil", first_name="Bob")


@pytest.fixture
def alice(db):
    """Coordinates TRUC²; works in human resources."""
    agent = person("alice", "Morel", "Ressources humaines", first_name="Alice", is_coordinator=True)
    ProgrammeFactory().coordinators.add(agent)
    return agent


@pytest.fixture
def piloting(client, alice):
    """A browser in which Alice, who coordinates, is signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def hugo(db):
    """Hosts `hosted`; works in the IT service."""
    return person("hugo", "Haddad", "Système d’information", first_name="Hugo")


@pytest.fixture
def hosted(hugo):
    """A published session that Hugo leads."""
    session = SessionFactory(title="Tableaux croisés", slug="tableaux-croises", code="TCD48")
    Host.objects.create(session=session, agent=hugo)
    return session


@pytest.fixture
def maya(bob):
    """Bob's line manager: head of service."""
    agent = person("maya", "Marchand", "Direction de l’accueil", first_name="Maya")
    bob.postings.update(line_manager=agent)
    return agent


@pytest.fixture
def ada(db):
    """Administers the organisation."""
    return person("ada", "Girard", "Direction générale", first_name="Ada", is_administrator=True)


@pytest.fixture
def zoe(db):
    """Works for another organisation, where she coordinates and administers."""
    elsewhere = OrganisationFactory(name="Hôpital de la Saône", slug="hopital")
    return person(
        "zoe", "Voisin", "Urgences", first_name="Zoé", organisation=elsewhere, is_administrator=True
    )


@pytest.fixture
def root(db):
    """Administers the installation."""
    return person("root", "Racine", "Informatique", first_name="Ruth", is_platform_administrator=True)
