"""The search page: what each may find, what is shown of it, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.agenda.operations import cancel_session, edit_session, publish
from essaim.agenda.operations.indexing import index_everything
from essaim.catalogue.operations import archive_topic, publish_topic
from essaim.people.operations.directory import appear_in_directory, index_directory, leave_directory
from essaim.people.operations.postings import close_agent
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PAGE = reverse("home:search")


@pytest.fixture
def look(client, bob):
    client.force_login(bob)
    return lambda text, **more: client.get(PAGE, {"q": text}, **more)


def in_catalogue(title):
    return publish_topic(topic=written(title, **FULL), by=None, at=NOW)


def titles(response):
    results = response.context["results"]
    hits = [*results.sessions, *results.topics, *results.colleagues]
    return ["".join(piece.text for piece in hit.title) for hit in hits]


def test_an_agent_finds_a_session_with_a_slip_and_sees_the_words_marked(look, hosted):
    publish(session=hosted, at=NOW)

    response = look("tablau croises")

    assert titles(response) == ["Tableaux croisés"]
    assert "<mark>Tableaux</mark> <mark>croisés</mark>" in response.content.decode()
    assert "1 résultat pour" in response.content.decode()


def test_a_draft_is_found_by_nobody_not_even_by_who_runs_it(client, alice, look):
    draft = SessionFactory(title="Potager", published_at=None)
    edit_session(session=draft, at=NOW, by=alice, title="Potager partagé")
    index_everything()
    client.force_login(alice)

    assert titles(look("potager")) == []


def test_a_session_is_found_once_published_under_its_new_words_and_no_more_once_cancelled(look, alice):
    session = SessionFactory(title="Potager", published_at=None)
    publish(session=session, at=NOW)
    assert titles(look("potager")) == ["Potager"]

    edit_session(session=session, at=NOW, by=alice, title="Compost")
    assert (titles(look("potager")), titles(look("composts"))) == ([], ["Compost"])

    cancel_session(session=session, reason="Pluie", at=NOW, by=alice)
    assert titles(look("compost")) == []


def test_nothing_of_another_organisation_appears(client, look, hosted, zoe, root):
    publish(session=hosted, at=NOW)

    for agent in (zoe, root):
        agent.organisation = zoe.organisation
        agent.save()
        client.force_login(agent)
        assert titles(client.get(PAGE, {"q": "tableaux"})) == []


def test_what_the_index_wrongly_holds_is_checked_again(look, hosted):
    publish(session=hosted, at=NOW)
    Session.objects.update(published_at=None)

    assert titles(look("tableaux")) == []


def test_the_past_is_told_once_and_not_beside_the_same_thing_to_come(look):
    topic = in_catalogue("Compost")
    for title, days in (("Compost", 3), ("Compost", -30), ("Semis", -10), ("Semis", -40)):
        session = SessionFactory(
            title=title, topic=topic, promise="jardin", starts_at=NOW + timedelta(days=days)
        )
        publish(session=session, at=NOW)

    response = look("jardin")

    assert titles(response) == ["Compost", "Semis"]
    assert [hit.thing.starts_at for hit in response.context["results"].sessions] == [
        NOW + timedelta(days=3),
        NOW - timedelta(days=10),
    ]


def test_a_published_topic_leads_to_its_sheet_and_a_draft_is_not_found(look, alice):
    topic = in_catalogue("Publipostage")
    written("Publipostage secret", **FULL)

    response = look("publipostage")

    assert titles(response) == ["Publipostage"]
    assert reverse("catalogue:topic", args=[topic.slug]) in response.content.decode()
    archive_topic(topic=topic, by=alice, at=NOW)
    assert titles(look("publipostage")) == []


def test_a_colleague_is_found_only_once_they_agreed_and_no_more_once_they_did_not(look, hugo):
    index_directory()
    assert titles(look("haddad")) == []

    appear_in_directory(agent=hugo, know_how="Créer des formulaires")
    assert titles(look("formulaire")) == ["Hugo Haddad"]

    leave_directory(agent=hugo)
    assert titles(look("haddad")) == []
    hugo.refresh_from_db()
    assert (hugo.is_in_directory, hugo.know_how) == (False, "")


def test_who_leaves_the_employer_leaves_the_search(look, hugo):
    appear_in_directory(agent=hugo, know_how="")
    hugo.refresh_from_db()
    close_agent(agent=hugo, on=NOW.date())

    assert titles(look("haddad")) == []


def test_the_switch_of_moi_says_yes_then_no(client, bob):
    client.force_login(bob)
    switch = reverse("people:directory_switch")

    client.post(switch, {"is_in_directory": "1", "know_how": "Accueillir en signes"})
    assert titles(client.get(PAGE, {"q": "signe"})) == ["Bob Perrin"]
    assert "Accueillir en signes" in client.get(reverse("home:me")).content.decode()

    client.post(switch, {"know_how": "Accueillir en signes"})
    assert titles(client.get(PAGE, {"q": "signe"})) == []


def test_words_too_long_are_refused_in_words(client, bob):
    client.force_login(bob)
    answer = client.post(
        reverse("people:directory_switch"), {"is_in_directory": "1", "know_how": "a" * 201}, follow=True
    )

    assert "200 signes au plus" in answer.content.decode()


def test_nothing_found_shows_ways_on(look, hosted):
    publish(session=hosted, at=NOW)

    shown = look("zzzz").content.decode()

    assert "Rien ne correspond" in shown
    assert reverse("agenda:session_list") in shown
    assert reverse("agenda:session_detail", args=[hosted.slug]) in shown


def test_some_of_the_words_are_said_to_be_near(look, hosted):
    publish(session=hosted, at=NOW)

    assert "Voici des propositions proches" in look("tableur croises").content.decode()


def test_an_empty_search_invites(look):
    response = look("")

    assert response.context["results"] is None
    assert "Par exemple" in response.content.decode()


def test_as_one_types_only_the_results_come_back(look, hosted):
    publish(session=hosted, at=NOW)

    shown = look("tabl", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in shown
    assert "<mark>Tableaux</mark>" in shown


@pytest.mark.parametrize("text", ["\x00", "<script>alert(1)</script>", "é" * 300, "' OR 1=1 --", "%", "🦖"])
def test_any_text_gets_a_page(look, text):
    response = look(text)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_one_and_three_results_cost_the_same(look, many, hugo, django_assert_num_queries):
    appear_in_directory(agent=hugo, know_how="jardin")
    for number in range(many):
        publish(session=SessionFactory(title=f"Jardin {number}"), at=NOW)

    with django_assert_num_queries(7):  # two to know who asks, one for the frame
        look("jardin")


def test_the_home_page_and_the_header_lead_to_the_search(client, bob):
    client.force_login(bob)
    shown = client.get(reverse("home:index")).content.decode()

    assert f'action="{PAGE}"' in shown
    assert f'href="{PAGE}"' in shown
