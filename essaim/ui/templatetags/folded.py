"""The tags of Django and of the house whose words are all written in the template: worked out once, when it is read.

A template is read once for each language (`ui.loader.KeptLoader`): its sentences are said in that one.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as read_url
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.templatetags.static import StaticNode, do_static
from django.urls import get_script_prefix, get_urlconf

from essaim.kernel.language import ENGLISH, FRENCH, NAMES, in_english, spoken
from essaim.ui import words
from essaim.ui.templatetags import ui

register = template.Library()


def is_written(value: FilterExpression) -> bool:
    """Whether the template itself holds the value, in quotes and without filter."""
    is_literal = not value.is_var or value.var.literal is not None
    return is_literal and not value.filters


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """A sentence of the template, already in the language for which it is read."""
    node: TranslateNode = do_translate(parser, token)
    if node.asvar and is_written(node.filter_expression):
        node.__class__ = NamedNode
        return node
    is_plain = is_written(node.filter_expression) and not (node.asvar or node.noop or node.message_context)
    if not is_plain:
        return node
    sentence = node.render(Context())
    return SpokenNode(sentence) if words.mentions(sentence) else TextNode(sentence)


class NamedNode(TranslateNode):
    """A sentence kept under a name, `{% translate "…" as name %}`."""

    def render(self, context: Context) -> str:
        super().render(context)
        name = str(self.asvar)
        context[name] = words.said(context[name])
        return ""


class SpokenNode(Node):
    """A sentence with a noun that programmes rename."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def render(self, context: Context) -> str:
        return words.said(self.sentence)


class SpokenBlock(BlockTranslateNode):
    """A sentence with variables and such a noun: agreed before anything is put in it."""

    def render_token_list(self, tokens: list[Token]) -> tuple[str, list[str]]:
        sentence, names = super().render_token_list(tokens)
        return words.said(sentence), names

    def render(self, context: Context, nested: bool = False) -> str:
        """The catalogue knows only the usual words: with others, French's rule of zero and one is ours to keep."""
        if not self.plural or self.counter is None or words.current() is words.USUAL:
            return str(super().render(context, nested))
        count: float = self.counter.resolve(context)
        tokens = self.singular if abs(count) < 2 else self.plural
        extra: dict[str, FilterExpression] = {**self.extra_context, str(self.countervar): self.counter}
        alone = SpokenBlock(extra, tokens, trimmed=self.trimmed, asvar=self.asvar)
        return str(alone.render(context, nested))


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> Node:
    node: BlockTranslateNode = do_block_translate(parser, token)
    texts = "".join(part.contents for part in [*node.singular, *(node.plural or [])])
    if words.mentions(texts):
        node.__class__ = SpokenBlock
    return node


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
def page_language(parser: Parser, token: Token) -> Node:
    """« fr » or « en », for `lang`."""
    return TextNode(spoken())


@register.tag
def other_language(parser: Parser, token: Token) -> Node:
    """The one to change to; with "name", as its readers call it."""
    other = FRENCH if in_english() else ENGLISH
    return TextNode(NAMES[other] if '"name"' in token.contents else other)


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
