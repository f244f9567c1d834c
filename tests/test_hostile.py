"""Somebody who tries every door: secrets in logs, forged links, numbers and letters that no form would send."""

import io
import logging
import logging.config
from copy import deepcopy

import pytest
from django.conf import settings
from django.test import Client

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
