"""What a search shows of a partner: the sessions opened to one's organisation, as long as they are, nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Pool
from essaim.agenda.operations import cancel_session, edit_session, publish, set_pools
from essaim.agenda.operations.indexing import index_everything
from essaim.agenda.queries.proposals import PoolPlan
from essaim.catalogue.operations import publish_topic
from essaim.people.models import Partnership
from essaim.people.operations.directory import appear_in_directory
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, OrganisationFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NOW)


@pytest.fixture
def zoe(zoe, ada):
    Partnership.objects.create(
        proposer=ada.organisation, partner=zoe.organisation, state="accepted", proposed_at=NOW
    )
    return zoe


@pytest.fixture
def look(client):
    def titles(agent, text):
        client.force_login(agent)
        results = client.get(reverse("home:search"), {"q": text}).context["results"]
        hits = [*results.sessions, *results.topics, *results.colleagues]
        return ["".join(piece.text for piece in hit.title) for hit in hits]

    return titles


def announced(title, **fields):
    return publish(session=SessionFactory(title=title, **fields), at=NOW)


def open_to(session, *organisations, seats=2):
    day = session.starts_at.date() - DAY
    plans = [PoolPlan("organisation", seats, day, organisation=there) for there in organisations]
    return set_pools(session=session, plans=plans, at=NOW, by=None)


def test_a_partner_finds_the_session_opened_to_it_and_no_other(look, zoe, bob):
    opened, _ours = announced("Jardin ouvert"), announced("Jardin clos")
    open_to(opened, zoe.organisation)

    assert look(zoe, "jardin") == ["Jardin ouvert"]
    assert look(zoe, "jaridn") == ["Jardin ouvert"]
    assert sorted(look(bob, "jardin")) == ["Jardin clos", "Jardin ouvert"]


def test_a_partner_finds_neither_our_topics_nor_our_colleagues(look, zoe, hugo):
    topic = publish_topic(topic=written("Jardin, la fiche", **FULL), by=None, at=NOW)
    appear_in_directory(agent=hugo, know_how="jardin")
    open_to(announced("Jardin ouvert", topic=topic), zoe.organisation)

    assert look(zoe, "jardin") == ["Jardin ouvert"]


def test_a_third_organisation_finds_nothing(look, zoe, bob, root):
    open_to(announced("Jardin ouvert"), zoe.organisation)
    elsewhere = OrganisationFactory(slug="ailleurs", name="Ailleurs")

    for agent in (bob, root):
        agent.organisation = elsewhere
        agent.save()
        assert look(agent, "jardin") == []


def test_a_session_closed_to_a_partner_is_found_there_no_more(look, zoe, bob):
    session = open_to(announced("Jardin ouvert"), zoe.organisation)
    assert look(zoe, "jardin") == ["Jardin ouvert"]

    open_to(session)

    assert (look(zoe, "jardin"), look(bob, "jardin")) == ([], ["Jardin ouvert"])


def test_what_the_index_wrongly_holds_for_a_partner_is_checked_again(look, zoe, root):
    open_to(announced("Jardin ouvert"), zoe.organisation)
    Pool.objects.all().delete()
    root.organisation = zoe.organisation  # though the installation's administrator may open any page
    root.save()

    assert (look(zoe, "jardin"), look(root, "jardin")) == ([], [])


def test_a_session_whose_kept_seats_are_open_to_everybody_is_found_by_the_partner_still(look, zoe):
    session = open_to(announced("Jardin ouvert"), zoe.organisation)
    session.pools.update(released_at=NOW)
    index_everything()

    assert look(zoe, "jardin") == ["Jardin ouvert"]


def test_a_partner_finds_it_once_published_under_its_new_words_and_no_more_once_cancelled(look, zoe, alice):
    session = open_to(SessionFactory(title="Jardin", published_at=None), zoe.organisation)
    assert look(zoe, "jardin") == []

    publish(session=session, at=NOW)
    edit_session(session=session, at=NOW, by=alice, title="Compost")
    assert (look(zoe, "jardin"), look(zoe, "compost")) == ([], ["Compost"])

    cancel_session(session=session, reason="Pluie", at=NOW, by=alice)
    assert look(zoe, "compost") == []


def test_what_was_opened_without_a_word_to_the_index_is_caught_up_with(look, zoe):
    session = open_to(announced("Jardin ouvert"), zoe.organisation)
    kept = Pool.objects.get()
    open_to(session)
    kept.save(force_insert=True)

    index_everything()

    assert look(zoe, "jardin") == ["Jardin ouvert"]


def test_the_result_says_who_invites_to_the_partner_only(client, look, zoe, bob):
    open_to(announced("Jardin ouvert"), zoe.organisation)
    page = f"{reverse('home:search')}?q=jardin"

    for agent, is_told in ((zoe, True), (bob, False)):
        client.force_login(agent)
        assert ("Invitation de Ville de Caluire" in client.get(page).content.decode()) == is_told


def test_a_partner_who_finds_nothing_reads_what_it_may_join_and_nothing_else(client, zoe):
    open_to(announced("Jardin ouvert", seats=2), zoe.organisation)
    announced("Jardin clos")
    client.force_login(zoe)

    page = client.get(reverse("home:search"), {"q": "introuvable"})

    assert [session.title for session in page.context["near"]] == ["Jardin ouvert"]


@pytest.mark.parametrize("many", [1, 3])
def test_one_and_three_invitations_cost_the_same(client, zoe, many, django_assert_num_queries):
    for number in range(many):
        open_to(announced(f"Jardin {number}"), zoe.organisation)
    client.force_login(zoe)

    with django_assert_num_queries(5):
        client.get(reverse("home:search"), {"q": "jardin"})
