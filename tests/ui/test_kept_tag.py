"""What is kept of a page, and what may never be."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe

from tests.factories import AgentFactory


@dataclass(frozen=True)
class Card:
    title: str


def shown(source, **context):
    return Template(source).render(Context(context))


def test_what_is_kept_is_not_made_again():
    made = []

    class Name(str):
        def told(self):
            made.append(self)
            return self

    source = '{% kept "one" name %}{{ name.told }}{% endkept %}'

    assert [shown(source, name=Name("Nadia")), shown(source, name=Name("Nadia"))] == ["Nadia", "Nadia"]
    assert made == ["Nadia"]


def test_another_value_is_another_piece():
    source = '{% kept "two" name role %}{{ name }}{% if role %} pilote{% endif %}{% endkept %}'

    found = [shown(source, name=name, role=role) for name, role in [("A", 0), ("B", 0), ("A", 1), ("A", 0)]]

    assert found == ["A", "B", "A pilote", "A"]


@pytest.mark.parametrize(
    "inside", ["{{ person }}", "{% if person %}x{% endif %}", "{% if name and person %}x{% endif %}"]
)
def test_a_variable_that_the_key_forgot_is_a_bug_that_surfaces(inside):
    with pytest.raises((TypeError, pytest.fail.Exception)):
        shown('{% kept "three" name %}' + inside + "{% endkept %}", name="A", person="Nadia Benali")


def test_a_word_that_nobody_gives_is_absent_as_anywhere():
    assert shown('{% kept "four" name %}{% if light %}x{% endif %}{{ name }}{% endkept %}', name="A") == "A"


def test_the_token_is_that_of_whoever_reads():
    source = '{% kept "four" name %}{% csrf_token %}{{ name }}{% endkept %}'

    first, second = (shown(source, name="A", csrf_token=token) for token in ("un" * 20, "deux" * 10))

    assert ("un" * 20 in first, "deux" * 10 in first) == (True, False)
    assert ("un" * 20 in second, "deux" * 10 in second) == (False, True)


def test_what_is_inside_a_value_counts():
    source = '{% kept "five" card rows %}{{ card.title }}{{ rows.0.0 }}{% endkept %}'

    found = [shown(source, card=Card(title), rows=[(row,)]) for title, row in [("A", 1), ("B", 1), ("B", 2)]]

    assert found == ["A1", "B1", "B2"]


@pytest.mark.parametrize("value", [SimpleNamespace(pk=1), {1, 2}])
def test_a_value_that_hides_what_changes_in_it_is_refused(value):
    with pytest.raises(TypeError):
        shown('{% kept "six" value %}{% endkept %}', value=value)


def test_what_somebody_wrote_never_passes_for_our_own_html():
    source = '{% kept "six" text %}{{ text }}{% endkept %}'

    assert [shown(source, text=text) for text in (mark_safe("<b>"), "<b>")] == ["<b>", "&lt;b&gt;"]


def test_a_row_of_the_database_is_refused(db):
    with pytest.raises(TypeError):
        shown('{% kept "seven" agent %}{% endkept %}', agent=AgentFactory())


def test_an_hour_is_kept_for_its_time_zone():
    source = '{% kept "eight" name %}{% now "e" as zone %}{{ zone }}{% endkept %}'

    found = []
    for zone in ("Europe/Paris", "Indian/Reunion"):
        with timezone.override(zone):
            found.append(shown(source, name="A"))

    assert found[0] != found[1]


def test_a_page_that_changes_a_block_inside_has_its_own(client, ada):
    client.force_login(ada)

    pages = [client.get(path).content.decode() for path in ("/", "/pilotage/", "/")]

    assert ["Espace des agents" in page for page in pages] == [False, True, False]
