"""An address inside a letter is a link in its HTML and on the pages that show it; a name in a title is not code."""

import pytest
from django.urls import reverse

from essaim.letters import messages
from essaim.letters.models import Letter
from tests.factories import NOW
from tests.letters.test_operations import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ADDRESS = "https://essaim.example/moi/attestations/"
BODY = f"Votre attestation est prête :\n{ADDRESS}\n\n<b>Titre</b>"


@pytest.fixture
def letter(bob):
    post(bob, body=BODY, at=NOW)
    return Letter.objects.select_related("agent__organisation").get()


def test_in_the_html_of_the_letter(letter):
    html = messages.message(letter).alternatives[0][0]

    assert f'<a href="{ADDRESS}"' in html
    assert "&lt;b&gt;Titre" in html


def test_on_the_page_of_ones_messages(letter, client, bob):
    client.force_login(bob)

    page = client.get(reverse("letters:mine")).content.decode()

    assert f'<a href="{ADDRESS}"' in page
    assert "&lt;b&gt;Titre" in page
