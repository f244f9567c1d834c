"""Réglages: one register of pages, an index, the tabs of a group, and rules in groups that say what they hold."""

import re

import pytest
from django.urls import get_resolver, reverse

from essaim.kernel.management.commands.routes import addresses
from essaim.kernel.routes import methods_of
from essaim.programmes.models import Format, Season
from essaim.ui.settings import PAGES, group_of
from tests.agenda.reading import text_of
from tests.factories import FormatFactory, ProgrammeFactory
from tests.programmes.test_views import RULE_FIELDS, RULES
from tests.reading import plain, text


def tabs_of(response) -> list[tuple[str, bool]]:
    """Each tab, and whether it is the current one."""
    nav = response.content.decode().split('<nav class="tabs"')[1].split("</nav>")[0]
    links = re.findall(r"<a ([^>]*)>([^<]*)</a>", nav)
    return [(words.strip(), 'aria-current="page"' in attributes) for attributes, words in links]


ADDRESSES = {name: page for page in PAGES for name in page.helps}
WITHOUT_NUMBER = [name for name in ADDRESSES if not name.endswith("_edit")]
OF_THE_EMPLOYER = ["people:organisation", "people:partnership_list", "programmes:export_list"]


def labels(pages) -> list[str]:
    return [str(page.label) for page in pages]


@pytest.mark.parametrize("name", WITHOUT_NUMBER)
def test_every_page_has_the_tabs_of_its_group_and_marks_its_own(client, root, name):
    FormatFactory()
    client.force_login(root)

    tabs = tabs_of(client.get(reverse(name)))

    page = ADDRESSES[name]
    assert [words for words, _is_current in tabs] == labels(group_of(page.key).pages)
    assert [words for words, is_current in tabs if is_current] == [str(page.label)]


@pytest.mark.parametrize("name", OF_THE_EMPLOYER)
def test_pages_that_need_no_programme_have_them_without_one(client, ada, name):
    client.force_login(ada)

    current = [words for words, is_current in tabs_of(client.get(reverse(name))) if is_current]

    assert current == [str(ADDRESSES[name].label)]


def test_what_only_administrators_open_is_no_tab_of_others(client, alice):
    client.force_login(alice)

    words = [words for words, _is_current in tabs_of(client.get(reverse("people:partnership_list")))]

    assert words == ["Partenaires"]


def test_every_address_of_settings_is_in_the_register():
    ours = {
        name
        for path, name, pattern in addresses(get_resolver())
        if path.lstrip("/").startswith("pilotage/reglages/") and "GET" in methods_of(pattern.callback)
    }

    under_messages = {"letters:formulation_list"}  # set like the rest, beside what was sent
    assert ours == (set(ADDRESSES) - under_messages) | {"programmes:settings_index"}


def test_the_index_opens_each_page_and_says_what_it_sets(client, ada):
    FormatFactory()
    client.force_login(ada)

    index = client.get(reverse("programmes:settings_index"))

    links = re.findall(r'<a href="([^"]+)"><strong>', index.content.decode())
    assert links == [reverse(page.address) for page in PAGES]
    assert all(plain(str(page.says)) in text(index) for page in PAGES)
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_index_shows_a_coordinator_only_what_opens(client, alice):
    FormatFactory()
    client.force_login(alice)

    index = client.get(reverse("programmes:settings_index")).content.decode()

    assert re.findall(r"<strong>([^<]+)</strong></a>", index) == labels(
        page for page in PAGES if not page.is_for_administrators
    )


def test_settings_lead_to_the_index_and_each_page_back_to_it(client, ada):
    FormatFactory()
    client.force_login(ada)
    index = f'href="{reverse("programmes:settings_index")}"'

    assert index in client.get(reverse("home:week")).content.decode()
    assert client.get(RULES).content.decode().count(index) == 2


def test_a_format_and_a_season_stand_under_their_tab(client, ada):
    FormatFactory()
    season = Season.objects.create(
        programme=ProgrammeFactory(), name="Printemps", starts_on="2030-01-01", ends_on="2030-06-30"
    )
    client.force_login(ada)
    pages = [
        reverse("programmes:format_edit", args=[Format.objects.get().pk]),
        reverse("programmes:season_edit", args=[season.pk]),
    ]

    current = [[words for words, now in tabs_of(client.get(page)) if now] for page in pages]

    assert current == [["Formats"], ["Saisons"]]


# Rules ---------------------------------------------------------------------------------------------------


def groups_of(response) -> dict[str, tuple[bool, str]]:
    """The title of each group: whether it is open, and what its summary says of it now."""
    page = response.content.decode()
    found = re.findall(
        r'<details class="way"([^>]*)>\s*<summary>\s*<h2[^>]*>(.*?)<small>(.*?)</small>', page, re.DOTALL
    )
    return {title.strip(): ("open" in attributes, now) for attributes, title, now in found}


def test_each_group_of_rules_is_shut_and_says_its_present_value(client, alice):
    client.force_login(alice)

    groups = groups_of(client.get(RULES))

    assert [title for title, (is_open, _now) in groups.items() if is_open] == []
    assert {
        title: now.replace("\u202f", " ").replace("\xa0", " ") for title, (_open, now) in groups.items()
    } == {
        "Les places qui se libèrent": "9 h ouvrées pour répondre, donnée sans demander à moins de 48 h",
        "Ménager qui anime": "Par personne et en 30 jours, au plus : 4",
        "Le questionnaire": "14 jours pour répondre",
        "La hiérarchie": "La hiérarchie est informée",
        "Qui signe les attestations": "Personne encore",
        "Ce qui protège les réponses": "Aucun résultat à moins de 5 réponses",
        "Qui coordonne": "Alice Morel",
    }


def test_a_saved_rule_is_read_in_its_summary(client, alice):
    client.force_login(alice)

    answer = client.post(RULES, RULE_FIELDS | {"survey_days": 7, "change": "rules"}, follow=True)

    assert groups_of(answer)["Le questionnaire"][1].startswith("7")


def test_the_group_with_a_mistake_is_open_and_only_it(client, alice):
    client.force_login(alice)

    answer = client.post(RULES, RULE_FIELDS | {"survey_days": 0, "change": "rules"})

    groups = groups_of(answer)
    assert [title for title, (is_open, _now) in groups.items() if is_open] == ["Le questionnaire"]
    assert "Par exemple" in text_of(answer)


def test_a_search_for_a_coordinator_leaves_its_group_open(client, ada):
    ProgrammeFactory()
    client.force_login(ada)

    groups = groups_of(client.get(f"{RULES}?chercher=morel"))

    assert [title for title, (is_open, _now) in groups.items() if is_open] == ["Qui coordonne"]
