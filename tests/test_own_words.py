"""A programme’s own words, on every page."""

import re

import pytest
from django.urls import reverse

from essaim.programmes.operations import change_words
from tests.factories import ProgrammeFactory
from tests.test_access import READING, arguments, asked  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def said_on(response):
    """The words of a page, without its tags and its addresses."""
    page = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(page.split())


@pytest.mark.parametrize("who", ["bob", "alice"])
@pytest.mark.parametrize("name", READING)
def test_no_page_says_seance_where_the_programme_says_atelier(client, request, arguments, name, who):  # noqa: F811
    change_words(
        programme=ProgrammeFactory(),
        words={
            "session": "atelier",
            "sessions": "ateliers",
            "session_gender": "m",
            "participant": "apprenti",
        },
    )
    request.getfixturevalue("alice")
    client.force_login(request.getfixturevalue(who))

    response = client.get(reverse(name, kwargs=arguments(name)))

    if response["Content-Type"].startswith("text/html"):
        assert re.findall(r".{0,60}séance.{0,60}", said_on(response), flags=re.IGNORECASE) == []
