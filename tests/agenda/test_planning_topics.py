"""Planning begins with a published topic; what a draft of a training lacks is said, and stops nothing."""

import pytest
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host, Session
from essaim.catalogue import operations
from essaim.people.models import Site
from essaim.programmes.models import Format
from tests.agenda.reading import address, text_of
from tests.agenda.test_planning_pages import a_plan
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, FormatFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
NEW = "agenda:manage_new"


@pytest.fixture
def topic(alice):
    return operations.publish_topic(topic=written("Le tri", minutes=60, **FULL), by=alice, at=NOW)


def test_planning_offers_published_topics_first_then_formats(piloting, topic):
    written("Encore au brouillon")

    page = piloting.get(reverse(NEW))

    html = page.content.decode()
    assert html.index(f'<option value="{topic.slug}">') < html.index("Sans fiche") < html.index("?format=")
    assert "Encore au brouillon" not in html
    assert "Quel sujet" in html


def test_without_a_published_topic_planning_begins_with_the_format(piloting):
    written("Encore au brouillon")

    html = piloting.get(reverse(NEW)).content.decode()

    assert "Quel format" in html
    assert "Sans fiche" not in html


def test_topics_of_a_programme_that_one_does_not_pilot_are_not_offered(client, zoe, topic):
    ProgrammeFactory(slug="autre", organisation=zoe.organisation).coordinators.add(zoe)
    client.force_login(zoe)

    page = client.get(reverse(NEW))

    assert page.status_code == 200
    assert f'value="{topic.slug}"' not in page.content.decode()


def test_a_topic_that_was_chosen_fills_the_page_and_keeps_the_session(piloting, topic):
    html = piloting.get(reverse(NEW), {"sujet": topic.slug}).content.decode()
    assert 'value="Le tri"' in html

    piloting.post(reverse(NEW), a_plan(format=topic.format_id, sujet=topic.slug))

    assert Session.objects.get().topic == topic


def test_a_draft_of_a_training_says_what_it_lacks_and_is_published_all_the_same(piloting):
    draft = SessionFactory(published_at=None, promise="")

    text = text_of(piloting.get(address("manage_session", draft)))
    piloting.post(address("manage_publish", draft))

    lacks = "un sujet du catalogue, avec sa fiche, une personne qui anime, un lieu, une promesse"
    assert f"Il manque encore : {lacks}." in text.replace("\xa0", " ").replace("\u202f", " ")
    draft.refresh_from_db()
    assert draft.published_at == NOW


def test_a_draft_that_has_everything_lacks_nothing(piloting, topic, hugo):
    draft = SessionFactory(published_at=None, promise="Trier.", topic=topic)
    Host.objects.create(session=draft, agent=hugo)
    draft.sittings.update(site=Site.objects.create(organisation=hugo.organisation, name="Mairie"))

    assert "Il manque encore" not in text_of(piloting.get(address("manage_session", draft)))


def test_a_remote_training_lacks_a_link_and_no_place(piloting):
    draft = SessionFactory(published_at=None, modality=Session.Modality.REMOTE)

    text = text_of(piloting.get(address("manage_session", draft)))

    assert "un lien de visioconférence" in text
    assert "un lieu" not in text


def test_a_draft_that_is_no_training_lacks_nothing(piloting):
    kind = FormatFactory(slug="cafe", nature=Format.Nature.NOT_TRAINING)
    draft = SessionFactory(published_at=None, format=kind, promise="")

    assert "Il manque encore" not in text_of(piloting.get(address("manage_session", draft)))


def test_a_published_session_is_not_reproached_anything(piloting):
    assert "Il manque encore" not in text_of(
        piloting.get(address("manage_session", SessionFactory(promise="")))
    )


# A title typed by hand ------------------------------------------------------------------------------------


def test_a_session_under_the_title_of_a_topic_is_attached_in_one_press_and_never_by_itself(piloting, topic):
    piloting.post(reverse(NEW), a_plan(format=topic.format_id, title="  LE TRÎ "))
    session = Session.objects.get()
    assert session.topic is None

    page = piloting.get(address("manage_session", session))
    piloting.post(address("manage_attach", session))

    assert "Rattacher la séance à ce sujet" in text_of(page)
    session.refresh_from_db()
    assert (session.topic, session.title) == (topic, "LE TRÎ")
    assert "Rattacher" not in text_of(piloting.get(address("manage_session", session)))


@pytest.mark.parametrize("title", ["Le tri sélectif", "Encore au brouillon"])
def test_another_title_or_an_unpublished_sheet_is_not_proposed(piloting, topic, title):
    written("Encore au brouillon")
    session = SessionFactory(title=title, programme=topic.programme)

    assert "Rattacher" not in text_of(piloting.get(address("manage_session", session)))
    piloting.post(address("manage_attach", session))

    session.refresh_from_db()
    assert session.topic is None


def test_a_cancelled_session_is_attached_to_nothing_any_more(piloting, topic, alice):
    session = SessionFactory(title="Le tri", programme=topic.programme)
    agenda.cancel_session(session=session, reason="Grève", at=NOW, by=alice)

    assert "Rattacher" not in text_of(piloting.get(address("manage_session", session)))
