"""The tags that templates work out once."""

from django.template import Context, Template
from django.template.base import TextNode
from django.template.loader import get_template
from django.urls import reverse, set_script_prefix

from essaim.kernel.language import ENGLISH, speaking
from essaim.ui.loader import set_source


def kinds(source):
    return [type(node) for node in Template(source).nodelist]


def shown(source, **context):
    return Template(source).render(Context(context))


def test_a_written_sentence_is_text():
    source = '{% translate "J’apprends" %}{% icon "home" %}{% static "ui/icons.svg" %}'

    assert kinds(source) == [TextNode] * 3
    assert shown('{% translate "Oui <b>" %}') == "Oui <b>"


def test_a_template_is_read_once_for_each_language():
    french = get_template("ui/components/footer.html").template
    with speaking(ENGLISH):
        english = get_template("ui/components/footer.html").template

    assert "Données personnelles" in french.render(Context())
    assert "Personal data" in english.render(Context())
    assert get_template("ui/components/footer.html").template is french


def test_the_signs_between_sentences_are_those_of_the_language():
    source = '{{ name }} : {% translate "Erreur :" %} « {{ name }} » {{ n }} %'
    with speaking(ENGLISH):
        english = set_source(source)

    assert english == '{{ name }}: {% translate "Erreur\u00a0:" %} “{{ name }}” {{ n }}%'
    assert set_source(source).startswith("{{ name }}\u00a0: {%")


def test_what_a_variable_says_is_worked_out_each_time():
    assert shown("{% translate word %}{% icon name %}", word="Salut", name="home").startswith("Salut<svg")
    assert shown('{% translate "Salut" as word %}{{ word|upper }}') == "SALUT"
    assert shown('{% url "home:index" as address %}{{ address }}!') == reverse("home:index") + "!"


def test_an_address_follows_the_place_where_the_site_is_mounted():
    template = Template('{% url "ui:help" %}')
    first = template.render(Context())
    set_script_prefix("/ici/")
    try:
        assert [first, template.render(Context())] == ["/aide/", "/ici/aide/"]
    finally:
        set_script_prefix("/")
