"""Deleting old rows some at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.kernel.forgetting import forget
from essaim.kernel.models import Tick
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_all_that_is_old_goes_in_batches_and_the_rest_stays():
    for day in range(8):
        Tick.objects.create(name="x", due_at=NOW - timedelta(days=day))
    old = Tick.objects.filter(due_at__lt=NOW - timedelta(days=2))

    with CaptureQueriesContext(connection) as done:
        count = forget(old, batch=2)

    deletions = [query["sql"] for query in done if query["sql"].startswith("DELETE")]
    assert (count, len(deletions), Tick.objects.count()) == (5, 3, 3)
    assert forget(old, batch=2) == 0
