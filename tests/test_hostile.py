"""Somebody who tries every door: secrets in logs, forged links, numbers and letters that no form would send."""

import io
import logging
import logging.config
from copy import deepcopy

import pytest
from django.conf import settings
from django.test import Client

from essaim.agenda.models import Pool, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What the logs of the installation write, set up as it sets them up."""
    stream = io.StringIO()
    config = deepcopy(settings.LOGGING)
    config["handlers"]["stderr"]["stream"] = stream
    del config["root"]
    config["loggers"] = {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}}
    logging.config.dictConfig(config)
    yield stream
    logging.getLogger("django").handlers.clear()
    logging.getLogger("django").propagate = True


@pytest.mark.parametrize("address", ["accord", "avis", "connexion/lien"])
def test_a_secret_in_an_address_is_not_written_in_the_logs(client, written, address):
    strict = Client(enforce_csrf_checks=True)
    for secret in ("12.SECRETSECRET", "12-3.SECRETSECRET"):
        client.get(f"/{address}/{secret}/")
        strict.post(f"/{address}/{secret}/")

    assert f"/{address}/" in written.getvalue()
    assert "SECRETSECRET" not in written.getvalue()


SENSELESS = ("9" * 5000, "²", "a\x00b", "-1", "9" * 25)


@pytest.mark.parametrize("sent", SENSELESS)
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mon-equipe/", "chercher"),
        ("/mon-equipe/", "mois"),
        ("/pilotage/reglages/regles/", "chercher"),
        ("/pilotage/reglages/questionnaire/", "format"),
        ("/pilotage/impact/seances/", "format"),
        ("/pilotage/programme/nouvelle/", "format"),
        ("/pilotage/personnes/relais/", "nom"),
        ("/recherche/", "q"),
    ],
)
def test_what_no_form_would_send_is_read_without_a_fault(client, hosted, ada, bob, path, name, sent):
    bob.postings.update(line_manager=ada)
    client.force_login(ada)

    assert client.get(path, {name: sent}).status_code in {200, 404}


@pytest.mark.parametrize("sent", SENSELESS)
@pytest.mark.parametrize("change", ["site", "remove"])
def test_a_place_that_no_row_bears_is_not_found(client, ada, change, sent):
    client.force_login(ada)

    answer = client.post("/pilotage/reglages/employeur/", {"change": change, "site": sent, "name": "Ici"})

    assert answer.status_code == 404


@pytest.mark.parametrize("sent", SENSELESS)
def test_an_export_of_a_season_that_no_row_bears_is_not_found(client, hosted, ada, sent):
    client.force_login(ada)

    assert client.post("/pilotage/exporter/inscriptions/", {"perimetre": f"truc2:{sent}"}).status_code == 404


@pytest.mark.parametrize(
    "forged",
    [
        *({name: sent} for sent in SENSELESS for name in ("pools", "remove", "dates", "remove_date")),
        {"add": "1"},
        {"add_date": "1"},
    ],
)
@pytest.mark.parametrize("page", ["places/gardees", "modifier"])
def test_two_buttons_at_once_or_a_senseless_line_change_nothing(client, hosted, alice, page, forged):
    day = hosted.starts_at.date().replace(day=1)
    pool = Pool.objects.create(session=hosted, kind="first", seats=2, releases_on=day)
    Session.objects.filter(pk=hosted.pk).update(kept=2)
    client.force_login(alice)
    kept = {"pools-0-audience": "first:", "pools-0-seats": "2", "pools-0-releases_on": day}

    answer = client.post(f"/pilotage/programme/{hosted.slug}/{page}/", {"save": "1", **kept, **forged})

    assert answer.status_code in {200, 302, 400}
    assert Pool.objects.get() == pool
    assert hosted.sittings.count() == 1


@pytest.mark.parametrize(
    "wanted", ["abc", "a\x00b", "home:index", "//ailleurs.example", "\\\\ailleurs.example", "/\\x"]
)
def test_the_page_wanted_after_signing_in_is_ours_or_the_first(client, bob, wanted):
    client.force_login(bob)

    assert client.get("/connexion/", {"next": wanted}).url == "/"


@pytest.mark.parametrize(
    "back", ["//ailleurs.example", "https://ailleurs.example", "/\\ailleurs.example", "x"]
)
def test_the_list_one_comes_back_to_is_ours(client, hosted, bob, back):
    client.force_login(bob)

    answer = client.post(f"/seances/{hosted.slug}/inscription/", {"retour": back})

    assert answer.url == f"/seances/{hosted.slug}/"
