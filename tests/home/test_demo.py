"""The demonstration: its people are made up in the same way each time, its small profiles hold what they say."""

from collections import Counter
from random import Random

import pytest
from django.core.management import call_command

from essaim.agenda.models import Session
from essaim.home.demo import gatherings, staff, stage, topics, town, years
from essaim.people.hrfile import read
from essaim.people.models import Agent, Organisation
from essaim.people.models.organisations import check_siret
from essaim.programmes.models import Programme
from tests.factories import OrganisationFactory


def people(number=600, seed=2021):
    return staff.town_staff(number, rng=Random(seed))


@pytest.mark.parametrize("number", [60, 61, 150, 600])
def test_the_staff_is_as_numerous_as_asked(number):
    assert len(people(number)) == number


def test_the_staff_has_the_town_s_shares_of_categories():
    found = people()

    assert Counter(person.category for person in found) == {"A": 72, "B": 126, "C": 402}
    assert len({person.service for person in found}) == 18


def test_a_third_of_category_c_has_no_address():
    without = [person for person in people() if not person.email]

    assert len(without) == 134
    assert {person.category for person in without} == {"C"}


def test_the_same_seed_gives_the_same_people():
    assert people(100) == people(100)


def test_another_seed_gives_other_people_but_the_same_known_colleagues():
    known = len(town.KNOWN)
    names = [person.name for person in people(100)]
    others = [person.name for person in people(100, seed=7)]

    assert names[:known] == others[:known]
    assert names[known:] != others[known:]


@pytest.mark.parametrize("seed", range(5))
def test_nobody_shares_a_number_a_name_or_an_address(seed):
    found = people(seed=seed)
    addresses = [person.email for person in found if person.email]

    assert len({person.number for person in found}) == 600
    assert len({(person.name.first, person.name.last) for person in found}) == 600
    assert len(set(addresses)) == len(addresses)


def test_everybody_but_the_director_general_has_a_manager_who_works_there():
    found = people()
    numbers = {person.number for person in found}

    assert [person.key for person in found if not person.boss] == ["girard"]
    assert all(person.boss in numbers for person in found if person.boss)


def test_the_hr_file_is_read_without_a_bad_row():
    table = read(staff.hr_file(people(60)))

    assert len(table.rows) == 60
    assert table.bad == []


def test_the_organisations_have_a_siret_that_checks():
    for siren in (stage.SIREN_OF_TOWN, stage.SIREN_OF_HOSPITAL):
        check_siret(stage.siret(siren))


def test_every_session_of_the_past_has_a_topic_and_hosts_who_exist():
    keys = {known.key for known in town.KNOWN}
    for row in (*years.YEAR_2020, *years.SPRING_2021):
        assert row.topic in stage.TEXTS
        assert set(row.hosts) | set(row.also) <= keys
        assert row.day.weekday() < 5


def test_topics_are_forty_and_more_and_each_says_what_one_will_know():
    texts = topics.WORKSHOPS + gatherings.GATHERINGS

    assert len({text.title for text in texts}) == len(texts) >= 40
    assert all(len(text.outcomes.splitlines()) == 3 for text in texts)


def test_load_makes_a_crowd_who_can_sign_in_and_one_open_session(db, client):
    call_command("demo", profile="load", agents=30)

    session = Session.objects.get(slug="bousculade")
    assert (session.seats, session.taken, session.published_at is not None) == (20, 0, True)
    assert Agent.objects.filter(organisation__slug="essai").count() == 30
    assert client.login(username="agent0030", password="essaim-demo")
    assert len(set(Agent.objects.values_list("password", flat=True))) == 1


def test_empty_makes_an_administrator_and_nobody_else(db, client):
    call_command("demo", profile="empty")

    assert list(Agent.objects.values_list("login", "is_administrator")) == [("administratrice", True)]
    assert list(Programme.objects.values_list("slug", flat=True)) == ["essai"]
    assert client.login(username="administratrice", password="essaim-demo")


def test_a_database_that_holds_the_organisation_is_refused(db, capsys):
    OrganisationFactory(slug="caluire")

    with pytest.raises(SystemExit) as stop:
        call_command("demo")

    assert stop.value.code == 1
    assert "déjà chargée" in capsys.readouterr().err
    assert Organisation.objects.count() == 1


def test_if_empty_leaves_a_loaded_database_alone(db, capsys):
    OrganisationFactory(slug="caluire")

    call_command("demo", if_empty=True)

    assert capsys.readouterr().out.startswith("La démonstration est déjà chargée.\n")
    assert Organisation.objects.count() == 1


def test_too_few_agents_for_the_town_is_bad_use(db, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("demo", agents=10)

    assert stop.value.code == 2
    assert "au moins 60 agents" in capsys.readouterr().err
