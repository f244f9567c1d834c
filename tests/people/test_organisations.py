"""Opening an employer, saying what it is, naming its places."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from essaim.people.models import Agent, Organisation, Site
from essaim.people.operations.organisations import (
    LoginTaken,
    SiteInUse,
    name_site,
    open_organisation,
    remove_site,
)
from tests.factories import AgentFactory, OrganisationFactory, PostingFactory

pytestmark = pytest.mark.django_db

PAGE, LIST = "people:organisation", "people:organisation_list"
NEW = {
    "name": "Ville de Bourg-la-Reine",
    "branch": "local",
    "siret": "",
    "time_zone": "Europe/Paris",
    "administrator": "Anne Le Goff",
    "login": "alegoff",
    "email": "anne.legoff@bourg.example",
}


def opened(**changes):
    return open_organisation(**(NEW | changes), on=date(2030, 2, 1))


def test_an_employer_opens_with_the_person_who_administers_it():
    organisation = opened()

    agent = Agent.objects.get(login="alegoff")
    assert (agent.organisation, agent.first_name, agent.last_name) == (organisation, "Anne Le", "Goff")
    assert agent.is_administrator
    assert not agent.has_usable_password()


def test_two_employers_of_one_name_have_two_short_names():
    assert [opened().slug, opened(login="b", email="b@bourg.example").slug] == [
        "ville-de-bourg-la-reine",
        "ville-de-bourg-la-reine-2",
    ]


@pytest.mark.parametrize("taken", [{"login": "ALEGOFF"}, {"email": "Anne.LeGoff@bourg.example"}])
def test_an_identifier_or_an_address_serves_one_person(taken):
    AgentFactory(**taken)

    with pytest.raises(LoginTaken):
        opened()
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


def test_who_runs_the_installation_opens_an_employer_on_a_page(client, root):
    client.force_login(root)

    answer = client.post(reverse(LIST), NEW, follow=True)

    assert "Ville de Bourg-la-Reine est ouverte." in answer.content.decode()


def test_a_false_siret_is_told_beside_the_field_and_nothing_is_lost(client, root):
    client.force_login(root)

    shown = client.post(reverse(LIST), NEW | {"siret": "123 456 789 00012"}).content.decode()

    assert "un de ses chiffres est faux" in shown
    assert 'value="alegoff"' in shown
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


def test_an_administrator_changes_what_is_said_of_the_employer(client, ada):
    client.force_login(ada)
    fields = {"name": "Ville neuve", "branch": "local", "siret": "", "time_zone": "Indian/Reunion"}

    client.post(reverse(PAGE), fields | {"change": "details"})

    ada.organisation.refresh_from_db()
    assert (ada.organisation.name, ada.organisation.time_zone) == ("Ville neuve", "Indian/Reunion")


def test_an_unknown_time_zone_changes_nothing(client, ada):
    client.force_login(ada)

    fields = {"name": "Ville neuve", "branch": "local", "siret": "", "time_zone": "Mars/Olympus"}
    shown = client.post(reverse(PAGE), fields | {"change": "details"}).content.decode()

    assert "fuseau horaire est inconnu" in shown
    ada.organisation.refresh_from_db()
    assert ada.organisation.name != "Ville neuve"


def test_places_are_added_renamed_and_removed(client, ada):
    client.force_login(ada)
    client.post(reverse(PAGE), {"change": "site", "name": "Médiathèque", "address": ""})
    site = Site.objects.get(name="Médiathèque")
    again = client.post(reverse(PAGE), {"change": "site", "name": "Médiathèque", "address": ""})
    client.post(
        reverse(PAGE), {"change": "site", "site": site.pk, "name": "Bibliothèque", "address": "1 rue"}
    )
    site.refresh_from_db()

    assert "Un lieu porte déjà ce nom" in again.content.decode()
    assert (site.name, site.address) == ("Bibliothèque", "1 rue")
    client.post(reverse(PAGE), {"change": "remove", "site": site.pk})
    assert not Site.objects.filter(pk=site.pk).exists()


def test_a_place_that_serves_stays(ada):
    site = name_site(organisation=ada.organisation, name="Mairie", address="")
    PostingFactory(agent=AgentFactory(), site=site)

    with pytest.raises(SiteInUse):
        remove_site(site=site)


def test_another_employers_place_does_not_exist(client, ada):
    site = name_site(organisation=OrganisationFactory(slug="hopital"), name="Bloc", address="")
    client.force_login(ada)

    answer = client.post(reverse(PAGE), {"change": "remove", "site": site.pk})

    assert answer.status_code == 404
    assert Site.objects.filter(pk=site.pk).exists()


def test_the_command_prints_a_link_that_signs_in_once(client, capsys):
    call_command(
        "create_organisation",
        NEW["name"],
        administrator=NEW["administrator"],
        login=NEW["login"],
        email=NEW["email"],
    )

    printed = capsys.readouterr().out
    path = "/connexion/lien/" + printed.rstrip().rsplit("/connexion/lien/", 1)[1]
    assert client.post(path).status_code == 302
    assert client.get(reverse("home:week")).status_code == 200


def test_the_command_tells_what_is_wrong(capsys):
    with pytest.raises(SystemExit):
        call_command(
            "create_organisation", "Ville", administrator="Anne", login="a", email="a@b.example", siret="12"
        )

    assert "14 chiffres" in capsys.readouterr().err
