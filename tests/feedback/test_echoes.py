"""What the page of a session repeats of those who came before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.catalogue.models import Topic
from essaim.feedback import queries
from tests.factories import NOW, FormatFactory, SessionFactory
from tests.feedback.helpers import NO, SOMEWHAT, YES, answered

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def topic():
    kind = FormatFactory()
    return Topic.objects.create(programme=kind.programme, format=kind, title="Publipostage")


def fetched(client, session, **headers):
    return client.get(reverse("feedback:echo", args=[session.slug]), **headers).content.decode()


def test_a_coming_session_repeats_what_its_topic_was_worth(topic):
    answered([YES] * 4 + [SOMEWHAT, NO], topic=topic)
    answered([NO] * 9)
    echo = queries.echo_of(SessionFactory(topic=topic))
    assert (echo.past.yes, echo.past.answers, echo.about) == (5, 6, "Publipostage")


def test_too_few_answers_on_the_topic_leave_the_format_to_speak(topic):
    answered([YES] * 4, topic=topic)
    assert not queries.echo_of(SessionFactory(topic=topic)).says_something
    answered([NO] * 6)
    echo = queries.echo_of(SessionFactory(topic=topic))
    assert (echo.past.yes, echo.past.answers, echo.about) == (0, 6, "Un truc² en +")


def test_an_echo_never_counts_part_of_a_bundle(topic):
    answered([YES] * 3, topic=topic)
    answered([NO] * 2)
    echo = queries.echo_of(SessionFactory(topic=topic))
    assert (echo.past.answers, echo.about) == (5, "Un truc² en +")


def test_the_page_of_a_session_fetches_the_echo_and_links_to_it(client, bob, hosted):
    client.force_login(bob)
    page = client.get(reverse("agenda:session_detail", args=[hosted.slug])).content.decode()
    address = reverse("feedback:echo", args=[hosted.slug])
    assert f'hx-get="{address}"' in page
    assert f'href="{address}"' in page
    assert fetched(client, hosted, headers=HTMX).strip() == ""
    assert "Rien à montrer pour l’instant" in fetched(client, hosted)


def test_the_sheet_of_a_topic_repeats_the_same_sums_as_a_coming_session_of_it(topic):
    answered([YES] * 4 + [SOMEWHAT, NO], topic=topic)
    answered([NO] * 9)

    echo = queries.echo_of_topic(topic)

    assert echo.past == queries.echo_of(SessionFactory(topic=topic)).past
    assert (echo.past.yes, echo.past.answers, echo.about) == (5, 6, "Publipostage")


def test_the_sheet_of_a_topic_says_nothing_below_the_threshold_and_never_speaks_of_the_format(topic):
    answered([YES] * 4, topic=topic)
    answered([NO] * 9)

    assert not queries.echo_of_topic(topic).says_something


def test_a_session_that_is_over_shows_its_own_results(client, bob):
    client.force_login(bob)
    session = answered([YES] * 5, starts_at=NOW + timedelta(days=1)).session
    assert fetched(client, session, headers=HTMX).count("<meter") == 9
