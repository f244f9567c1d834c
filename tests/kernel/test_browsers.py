"""What the site remembers of a browser: quick to read, never truer than the database."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from essaim.kernel import browsers

pytestmark = pytest.mark.django_db


def remembered(**content):
    store = browsers.SessionStore()
    store.update(content)
    store.create()
    return store.session_key


def test_reads_what_django_writes_and_the_other_way_round():
    theirs = db.SessionStore()
    theirs["a"] = 1
    theirs.create()

    assert browsers.SessionStore(theirs.session_key).load() == {"a": 1}
    assert db.SessionStore(remembered(b=2)).load() == {"b": 2}


def test_what_is_done_with_what_was_read_changes_nothing_for_the_next():
    key = remembered(list=[1])
    browsers.SessionStore(key)["list"].append(2)

    assert browsers.SessionStore(key)["list"] == [1]


def test_a_forged_or_ended_one_is_empty():
    forged, ended = remembered(a=1), remembered(a=1)
    Session.objects.filter(pk=forged).update(session_data="eyJhIjoyfQ:1abc:xyz")
    Session.objects.filter(pk=ended).update(expire_date=timezone.now())

    assert [browsers.SessionStore(key).load() for key in (forged, ended, "x" * 32)] == [{}, {}, {}]


def test_signing_out_counts_at_once_for_another_process(client, bob):
    client.force_login(bob)
    assert client.get("/").status_code == 200
    Session.objects.all().delete()

    assert client.get("/").status_code == 302


def test_a_new_password_or_a_departure_counts_at_once(client, bob):
    client.force_login(bob)
    assert client.get("/").status_code == 200
    bob.set_password("une autre abeille")
    bob.save()
    assert client.get("/").status_code == 302

    client.force_login(bob)
    type(bob).objects.update(is_active=False)
    assert client.get("/").status_code == 302


def test_it_is_the_one_that_the_site_uses():
    assert browsers.__name__ == settings.SESSION_ENGINE
