"""What people of another organisation, to whom one session was opened, must never read of us."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from essaim.agenda import operations
from essaim.agenda.models import Approval, Host, Pool, Session
from essaim.agenda.operations.repeating import repeat_session
from essaim.agenda.queries.approvals import token_for
from essaim.letters.models import Letter
from tests.conftest import person
from tests.factories import NOW, PostingFactory, SessionFactory, UnitFactory
from tests.home.reading import held

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def open_to(session, organisation, seats=1):
    Pool.objects.create(
        session=session,
        kind="organisation",
        organisation=organisation,
        seats=seats,
        releases_on=session.starts_at.date() - DAY,
    )
    Session.objects.filter(pk=session.pk).update(kept=seats)
    session.refresh_from_db()
    return session


@pytest.fixture
def opened(alice, hosted, zoe):
    """Hugo's session, with a seat kept for Zoé's organisation."""
    return open_to(hosted, zoe.organisation)


@pytest.fixture
def asking(opened):
    """The same, where a line manager is asked."""
    opened.programme.manager_rule = "asked"
    opened.programme.save()
    return opened


def read(client, agent, path):
    client.force_login(agent)
    return client.get(path).content.decode()


def ours(opened):
    """Another date of the same training, which nobody opened to anybody."""
    return SessionFactory(title=opened.title, slug="rien-que-nous", starts_at=opened.starts_at + DAY)


def refused_by_manager(session, agent, manager):
    PostingFactory(agent=agent, unit=agent.unit, line_manager=manager)
    operations.register(session=session, agent=agent, at=NOW)
    question = Approval.objects.get(registration__agent=agent)
    operations.refuse(approval=question, by=manager, at=NOW, reason="date")


@pytest.fixture
def guest(zoe):
    """A colleague of Zoé's, with a manager."""
    agent = person("gael", "Guérin", "Bloc", first_name="Gaël", organisation=zoe.organisation)
    agent.postings.all().delete()
    return agent


def test_a_partner_refused_by_a_manager_reads_no_date_that_was_not_opened(client, asking, guest, zoe):
    other = ours(asking)
    refused_by_manager(asking, guest, zoe)

    letter = Letter.objects.get(agent=guest, kind="refused")

    assert "Aucune autre date" in letter.body
    assert other.slug not in read(client, guest, f"/seances/{asking.slug}/")


def test_a_colleague_refused_by_a_manager_reads_the_other_dates(client, asking, bob, maya):
    other = ours(asking)
    operations.register(session=asking, agent=bob, at=NOW)
    operations.refuse(approval=Approval.objects.get(), by=maya, at=NOW, reason="date")

    assert "D’autres dates" in Letter.objects.get(agent=bob, kind="refused").body
    assert other.slug in read(client, bob, f"/seances/{asking.slug}/")


def test_a_partner_who_waits_is_not_written_about_a_date_that_was_not_opened(opened, zoe, bob, ada):
    Session.objects.filter(pk=opened.pk).update(seats=1, kept=0)
    Pool.objects.update(released_at=NOW)
    opened.refresh_from_db()
    for agent in (ada, bob, zoe):
        operations.register(session=opened, agent=agent, at=NOW)

    repeat_session(session=opened, starts_at=opened.starts_at + 7 * DAY, at=NOW, by=ada)

    told = Letter.objects.filter(kind="another_date").values_list("agent__login", flat=True)
    assert list(told) == ["bob"]


def test_who_answers_for_the_programme_reads_nothing_of_a_partners_team(client, asking, guest, zoe, alice):
    mate = person("lea", "Lacroix", "Réanimation", first_name="Léa", organisation=zoe.organisation)
    mate.postings.update(line_manager=zoe)
    PostingFactory(agent=guest, unit=guest.unit, line_manager=zoe)
    Host.objects.create(session=asking, agent=mate)
    operations.register(session=asking, agent=guest, at=NOW)
    question = Approval.objects.get()
    to_zoe = client.get(f"/accord/{token_for(question, zoe)}/").content.decode()
    Approval.objects.update(asked_of=None, level=3)

    to_alice = client.get(f"/accord/{token_for(question, alice)}/").content.decode()

    assert "Léa Lacroix (" in to_zoe
    assert "Gaël Guérin" in to_alice
    assert "Léa Lacroix (" not in to_alice


def test_a_partner_without_a_kept_seat_left_reads_neither_services_nor_other_partners(
    client, opened, zoe, guest
):
    unit = UnitFactory(name="Petite enfance")
    day = opened.starts_at.date() - DAY
    Pool.objects.create(session=opened, kind="unit", unit=unit, seats=11, releases_on=day)
    Session.objects.filter(pk=opened.pk).update(kept=12)
    operations.register(session=opened, agent=zoe, at=NOW)

    page = read(client, guest, f"/seances/{opened.slug}/")
    client.post(f"/seances/{opened.slug}/inscription/")

    said = page + read(client, guest, "/programme/") + Letter.objects.get(agent=guest).body
    assert "Petite enfance" not in said
    assert "gardées pour d’autres personnes" in said


def test_what_the_installation_reads_of_a_session_is_not_kept_for_a_partner(client, opened, zoe, root):
    root.organisation = zoe.organisation
    root.save()

    for path in ("/programme/", "/", f"/seances/{opened.slug}/"):
        caches["pages"].clear()
        assert "Système d’information" in read(client, root, path)
        assert "Système d’information" not in read(client, zoe, path)


def test_a_partner_who_came_is_not_told_in_which_of_our_services_the_others_work(
    client, alice, zoe, bob, hugo
):
    zoe_came = held(alice, zoe, hugo)
    assert zoe_came.closed_at

    ours = read(client, hugo, "/")
    theirs = read(client, zoe, "/")

    assert "Urgences" not in ours
    assert "Système d’information" not in theirs
