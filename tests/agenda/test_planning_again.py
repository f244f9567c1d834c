"""« Refaire cette séance »: the page of a new session, filled from another one, its days left to be said."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Host, Session
from essaim.catalogue import operations as catalogue
from essaim.people.models import Site
from tests.agenda.reading import address, text_of
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
NEW = "agenda:manage_new"


@pytest.fixture
def done(alice, hugo):
    """A session of last month that gave a topic, in a room, with a host and a guest."""
    topic = catalogue.publish_topic(topic=written("Le tri", minutes=60, **FULL), by=alice, at=NOW)
    session = SessionFactory(
        title="Le tri, pas à pas",
        topic=topic,
        format=topic.format,
        programme=topic.programme,
        seats=7,
        promise="Tout retrouver.",
        starts_at=NOW - timedelta(days=30),
        registration_opens_at=NOW - timedelta(days=60),
    )
    site = Site.objects.create(organisation=session.programme.organisation, name="Mairie")
    session.sittings.update(site=site, room="Salle du conseil")
    Host.objects.create(session=session, agent=hugo)
    Host.objects.create(session=session, speaker="Ada Lovelace")
    return session


def sent_by(html):
    """What the browser would send of the page."""
    fields = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', html))
    areas = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', html))
    lists = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        lists[name] = chosen[1] if chosen else ""
    return fields | areas | lists


def test_one_button_leads_to_a_new_session_filled_but_for_its_days(piloting, done, hugo):
    link = f"{reverse(NEW)}?comme={done.slug}"
    assert link in piloting.get(address("manage_session", done)).content.decode()

    page = piloting.get(link)

    sent = sent_by(page.content.decode())
    (before,) = done.sittings.all()
    assert (sent["title"], sent["seats"], sent["promise"]) == ("Le tri, pas à pas", "7", "Tout retrouver.")
    assert (sent["format"], sent["sujet"]) == (str(done.format_id), done.topic.slug)
    assert (sent["hosts"], sent["speakers"]) == (str(hugo.pk), "Ada Lovelace")
    assert (sent["dates-0-site"], sent["dates-0-room"]) == (str(before.site_id), "Salle du conseil")
    assert sent["dates-0-starts"]
    assert sent["dates-0-ends"]
    assert "dates-0-day" not in sent
    assert "opens_at" not in sent
    assert "il reste à dire le jour" in text_of(page)


def test_saving_it_writes_a_draft_by_the_usual_way(piloting, done, hugo):
    sent = sent_by(piloting.get(reverse(NEW), {"comme": done.slug}).content.decode())

    piloting.post(reverse(NEW), sent | {"save": "1", "enter": "", "dates-0-day": "2030-03-12"})

    again = Session.objects.exclude(pk=done.pk).get()
    assert (again.topic, again.seats, again.published_at) == (done.topic, 7, None)
    assert (again.sittings.get().room, again.hosts.get(agent=hugo).agent) == ("Salle du conseil", hugo)


def test_without_a_day_nothing_is_written_and_the_topic_is_kept(piloting, done):
    sent = sent_by(piloting.get(reverse(NEW), {"comme": done.slug}).content.decode())

    page = piloting.post(reverse(NEW), sent | {"save": "1"})

    assert Session.objects.count() == 1
    assert "Indiquez le jour" in text_of(page)
    assert sent_by(page.content.decode())["sujet"] == done.topic.slug


def test_the_session_of_a_programme_that_one_does_not_run_fills_nothing(client, zoe, done):
    client.force_login(zoe)

    page = client.get(reverse(NEW), {"comme": done.slug})

    assert "Le tri, pas à pas" not in text_of(page)
