"""The tags that templates work out once."""

from django.template import Context, Template
from django.template.base import TextNode
from django.urls import reverse, set_script_prefix


def kinds(source):
    return [type(node) for node in Template(source).nodelist]


def shown(source, **context):
    return Template(source).render(Context(context))


def test_a_written_sentence_is_text_where_one_language_is_served():
    source = '{% translate "J’apprends" %}{% icon "home" %}{% static "ui/icons.svg" %}'

    assert kinds(source) == [TextNode] * 3
    assert shown('{% translate "Oui <b>" %}') == "Oui <b>"


def test_a_written_sentence_follows_the_reader_where_two_are(settings):
    settings.LANGUAGES = [("fr", "Français"), ("en", "English")]

    assert TextNode not in kinds('{% translate "J’apprends" %}')


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
