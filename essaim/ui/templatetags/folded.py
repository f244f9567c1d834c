"""The tags of Django and of the house whose words are all written in the template: worked out once, when it is read.

Only where one language is served: with a second one the tags translate at each rendering, as they always did.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as read_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode, do_static
from django.urls import get_script_prefix, get_urlconf
from django.utils import translation

from essaim.ui.templatetags import ui

register = template.Library()


def is_written(value: FilterExpression) -> bool:
    """Whether the template itself holds the value, in quotes and without filter."""
    is_literal = not value.is_var or value.var.literal is not None
    return is_literal and not value.filters


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """A sentence of the template, already in the only language of the site."""
    node: TranslateNode = do_translate(parser, token)
    is_plain = is_written(node.filter_expression) and not (node.asvar or node.noop or node.message_context)
    if not is_plain or len(settings.LANGUAGES) > 1:
        return node
    with translation.override(settings.LANGUAGE_CODE):
        return TextNode(node.render(Context()))


class AddressNode(URLNode):
    """An address without arguments: looked for once for each place where the site may be mounted."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.known: dict[tuple[str, str | None], str] = {}

    def render(self, context: Context) -> str:
        key = get_script_prefix(), get_urlconf()
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = super().render(context)
        return found


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node: URLNode = read_url(parser, token)
    if node.args or node.kwargs or node.asvar or not is_written(node.view_name):
        return node
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def static(parser: Parser, token: Token) -> Node:
    node: StaticNode = do_static(parser, token)
    return node if node.varname or not is_written(node.path) else TextNode(node.render(Context()))


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """The drawings that a template names are part of its text."""
    node: Any = parser_of_icon(parser, token)
    if node.kwargs or node.target_var or not all(map(is_written, node.args)):
        return node  # type: ignore[no-any-return]
    return TextNode(node.render(Context()))


parser_of_icon = ui.register.tags["icon"]
