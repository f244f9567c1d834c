"""What is to be corrected is told in one way on every page with a form, and in the title."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ESSAIM = Path(__file__).parent.parent / "essaim"

WRONG = {
    # address: who sends what, and the field that the summary leads to
    "people:sign_in": ("", {"login": "", "password": ""}, "id_login"),
    "people:password": ("alice", {"first": "a", "again": "b"}, "id_"),
    "people:leave_mine": ("alice", {"starts_on": "hier", "ends_on": ""}, "id_starts_on"),
    "people:organisation": ("ada", {"change": "details", "name": ""}, "id_name"),
    "people:organisation_list": ("root", {"name": ""}, "id_name"),
    "people:import_new": ("alice", {"scope": "tout"}, "id_file"),
    "programmes:settings": ("alice", {"name": "", "colour": "beau"}, "id_name"),
    "programmes:settings_words": ("alice", {"session": "x" * 300}, "id_session"),
    "programmes:settings_rules": (
        "alice",
        {"change": "rules", "offer_working_hours": "-1"},
        "id_offer_working_hours",
    ),
    "programmes:format_new": ("alice", {"name": ""}, "id_name"),
    "programmes:settings_seasons": ("alice", {"name": ""}, "id_name"),
    "catalogue:transmit": ("alice", {"title": ""}, "id_title"),
    "catalogue:manage_topic_new": ("alice", {"title": ""}, "id_title"),
}


@pytest.fixture
def personas(alice, ada, root, hosted):
    return {"alice": alice, "ada": ada, "root": root}


@pytest.mark.parametrize("name", WRONG)
def test_a_form_that_is_wrong_says_so_on_top_and_in_the_title(client, personas, name):
    who, sent, anchor = WRONG[name]
    if who:
        client.force_login(personas[who])
    before = client.get(reverse(name)).content.decode()

    page = client.post(reverse(name), sent).content.decode()

    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    assert "<title>Erreur" not in before
    assert re.search(r"<title>Erreur\s:\s", page)
    assert "Il y a un problème" in summary
    assert f'href="#{anchor}' in summary
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page


def test_the_summary_is_written_once():
    """Every other template includes the component; the editor of questions numbers its fields in its own way."""
    own = {path.name for path in ESSAIM.rglob("*.html") if 'class="error-summary"' in path.read_text()}

    assert own == {"error_summary.html", "_editor_troubles.html"}
