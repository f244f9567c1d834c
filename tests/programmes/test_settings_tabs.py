"""Réglages: the same tabs on every page, and rules in groups that say what they hold."""

import re

import pytest
from django.urls import reverse

from essaim.programmes.models import Format, Season
from tests.agenda.reading import text_of
from tests.factories import FormatFactory, ProgrammeFactory
from tests.programmes.test_views import RULE_FIELDS, RULES

PAGES = {
    "programmes:settings": "Apparence",
    "programmes:settings_words": "Mots",
    "programmes:settings_rules": "Règles",
    "programmes:settings_formats": "Formats",
    "programmes:format_new": "Formats",
    "programmes:settings_seasons": "Saisons",
    "feedback:editor": "Questionnaire",
    "feedback:editor_versions": "Questionnaire",
    "feedback:editor_cold": "Questionnaire",
    "people:organisation": "Employeur et lieux",
    "people:statement": "Accessibilité",
    "kiosk:kiosk_list": "Bornes",
    "people:partnership_list": "Partenaires",
    "programmes:export_list": "Exports",
}


def tabs_of(response) -> list[tuple[str, bool]]:
    """Each tab, and whether it is the current one."""
    nav = response.content.decode().split('<nav class="tabs"')[1].split("</nav>")[0]
    links = re.findall(r"<a ([^>]*)>([^<]*)</a>", nav)
    return [(words.strip(), 'aria-current="page"' in attributes) for attributes, words in links]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_settings_has_the_same_tabs_and_marks_its_own(client, ada, name):
    FormatFactory()
    client.force_login(ada)

    tabs = tabs_of(client.get(reverse(name)))

    assert [words for words, _is_current in tabs] == list(dict.fromkeys(PAGES.values()))
    assert [words for words, is_current in tabs if is_current] == [PAGES[name]]


@pytest.mark.parametrize("name", ["people:organisation", "people:partnership_list", "programmes:export_list"])
def test_pages_that_need_no_programme_have_them_without_one(client, ada, name):
    client.force_login(ada)

    assert [words for words, is_current in tabs_of(client.get(reverse(name))) if is_current] == [PAGES[name]]


def test_what_only_administrators_open_is_no_tab_of_others(client, alice):
    client.force_login(alice)

    words = {words for words, _is_current in tabs_of(client.get(RULES))}

    assert words == {*PAGES.values()} - {"Employeur et lieux", "Accessibilité", "Bornes", "Exports"}


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
