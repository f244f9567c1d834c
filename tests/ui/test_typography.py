"""French typography of texts and of whole pages."""

import pytest
from django.utils.safestring import SafeData, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from essaim.ui.loader import set_source
from essaim.ui.typography import typeset, typographic


@pytest.mark.parametrize(
    ("typed", "set_in_french"),
    [
        ("Bonjour !", "Bonjour\u202f!"),
        ("Vraiment?", "Vraiment\u202f?"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("oui ; non", "oui\u202f; non"),
        ("85 %", "85\u202f%"),
        ("85%", "85\u202f%"),
        ("Note : lire", "Note\u00a0: lire"),
        ("Note: lire", "Note\u00a0: lire"),
        ("« Oui »", "«\u00a0Oui\u202f»"),
        ("«Oui»", "«\u00a0Oui\u202f»"),
        ("l'atelier d'Inès", "l’atelier d’Inès"),
    ],
)
def test_text_gets_the_spaces_of_french(typed, set_in_french):
    assert typographic(typed) == set_in_french


@pytest.mark.parametrize(
    "kept",
    [
        "https://ville.example/?page=1;tri=nom",
        "www.ville.example/aide?x",
        "nadia.benali@ville.example",
        "à 9:30",
        "9 h – 10 h 30",
        "5 < 6 et 7 > 6",
        "",
    ],
)
def test_addresses_and_hours_are_left_alone(kept):
    assert typographic(kept) == kept


def test_what_people_write_is_escaped():
    assert typeset("<b>Oui !</b>") == "&lt;b&gt;Oui\u202f!&lt;/b&gt;"


def test_html_keeps_its_tags_and_entities():
    html = mark_safe('<a href="/x?a=1" title="C\'est ?">L&#x27;aide &amp; vous : ici !</a>')

    assert typeset(html) == '<a href="/x?a=1" title="C\'est ?">L’aide &amp; vous\u00a0: ici\u202f!</a>'


@given(st.text())
def test_setting_twice_changes_nothing_more(text):
    assert typographic(typographic(text)) == typographic(text)


@given(st.text())
def test_only_spaces_and_apostrophes_change(text):
    def bare(value):
        return "".join(value.replace("’", "'").split())

    assert bare(typographic(text)) == bare(text)


@given(st.text(alphabet="<>&\"' ab:;!?/"))
def test_the_answer_is_always_safe_for_a_page(text):
    page = typeset(text)

    assert isinstance(page, SafeData)
    assert "<" not in page
    assert '"' not in page


@pytest.mark.parametrize(
    ("source", "typeset_source"),
    [
        ("<p>Prêt ? « Oui » : 85 % !</p>", "<p>Prêt\u202f? «\u00a0Oui\u202f»\u00a0: 85\u202f%\u202f!</p>"),
        ('{% translate "Prêt ?" %}', '{% translate "Prêt\u202f?" %}'),
        ("{{ rate }} % {{ word }} :", "{{ rate }}\u202f% {{ word }}\u00a0:"),
    ],
)
def test_template_gets_its_spaces_when_it_is_read(source, typeset_source):
    assert set_source(source) == typeset_source


@pytest.mark.parametrize(
    "source",
    [
        "{% if a %}{{ b }}{% endif %}",
        "{% include 'x' with text=\"Prêt ?\" %}",
        "<div hx-vals='{\"a\" : 1}'>",
        '<svg><path d="M4 11.5 12 4.5"/></svg>',
        "{# Why ? #}",
    ],
)
def test_code_of_a_template_is_left_alone(source):
    assert set_source(source) == source


@pytest.mark.django_db
def test_pages_are_typeset(client):
    text = client.get("/aide/").content.decode()

    assert "Toujours bloqué\u202f?" in text
    assert " ?" not in text
