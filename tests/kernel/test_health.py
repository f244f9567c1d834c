"""What monitors read."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from essaim.kernel import health
from essaim.kernel.models import Tick
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("kernel:healthz"))

    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_readyz_is_ready_once_migrations_are_applied(client):
    response = client.get(reverse("kernel:readyz"))

    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "database": "ok",
        "migrations": "ok",
        "worker": "never",
        "worker_age_seconds": None,
        "compositions": "ok",
        "compositions_age_seconds": 0,
        "letters": "ok",
        "letters_age_seconds": 0,
    }


def test_what_asks_the_queues_loads_no_calculation():
    """A server of pages stays light: numba and scipy live in the worker."""
    script = (
        "import django, sys; django.setup(); from django.utils.module_loading import autodiscover_modules; "
        "autodiscover_modules('queues'); import config.urls; "
        "print(sorted({'numba', 'scipy', 'numpy', 'essaim.algorithms'} & set(sys.modules)))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_readyz_is_not_ready_when_the_database_does_not_answer(client):
    def refuse(*args):
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get(reverse("kernel:readyz"))

    assert (response.status_code, response.json()) == (503, {"ok": False, "database": "unreachable"})


def test_readyz_is_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel' AND name LIKE '0002%%'")

    response = client.get(reverse("kernel:readyz"))

    assert (response.status_code, response.json()["migrations"]) == (503, "pending")


@pytest.mark.parametrize(("minutes", "word"), [(1, "ok"), (15, "ok"), (16, "late")])
def test_report_says_how_long_ago_the_worker_worked(minutes, word):
    Tick.objects.create(name="tests.note", due_at=NOW, done_at=NOW - timedelta(minutes=minutes))

    report = health.report(NOW)

    assert (report["worker"], report["worker_age_seconds"], report["ok"]) == (word, minutes * 60, True)
