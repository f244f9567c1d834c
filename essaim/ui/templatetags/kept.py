"""Keeps what a part of a page came to, for those to whom exactly the same is shown."""

import secrets
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from django import template
from django.core.cache import caches
from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils import timezone
from django.utils.safestring import SafeData

from essaim.kernel.language import spoken

register = template.Library()

SECONDS = 300
TOKEN_GOES_HERE = secrets.token_hex(32)
"""Stands in what is kept for the token of whoever reads it; nobody can know it, so nobody can write it."""
PLAIN = (str, int, float, date, time, type(None))
BUILT_IN = {"True": True, "False": False, "None": None}
PARAMETERS = "__dataclass_params__"
_known_to_be_plain: set[type] = set()


def as_key(value: Any) -> Any:
    """What tells two values apart in a key: everything in them.

    A row of the database would count by its number alone and hide what changed in it: it is refused.
    """
    kind = value.__class__
    if kind in _known_to_be_plain:
        return value
    if issubclass(kind, SafeData):
        return kind, value
    if issubclass(kind, dict):
        return tuple((name, as_key(item)) for name, item in value.items())
    if issubclass(kind, tuple | list):
        return tuple(map(as_key, value))
    if is_frozen(kind):
        return kind, tuple(as_key(getattr(value, field.name)) for field in fields(kind))
    if issubclass(kind, PLAIN):
        _known_to_be_plain.add(kind)
        return value
    raise TypeError(f"A kept part of a page depends on plain values, not on {kind}")


class KeptNode(Node):
    """Its inside sees nothing but the variables that it names, which are all in the key.

    So what is kept cannot depend on anything else: neither on a name nor on a role that the key forgot. A token
    is set in each time, fresh, for the person who reads.
    """

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context: Context) -> str:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        page = context.template.name if context.template else ""
        place = spoken(), timezone.get_current_timezone_name()
        key = ("kept", self.name, page, *place, *map(as_key, values.values()))
        found: tuple[str, bool] | None = caches["pages"].get(key)
        if found is None:
            made = self.drawn(context, values | {"csrf_token": TOKEN_GOES_HERE})
            found = made, TOKEN_GOES_HERE in made
            caches["pages"].set(key, found, SECONDS)
        html, has_token = found
        return html.replace(TOKEN_GOES_HERE, str(context["csrf_token"])) if has_token else html

    def drawn(self, context: Context, values: dict[str, Any]) -> str:
        outside = Outside({name: None for layer in context.dicts for name in layer})
        inside = context.new(outside)
        with inside.push(**values, **BUILT_IN):
            made: str = self.nodelist.render(inside)
        if outside.asked:
            raise TypeError(f"{self.name} is kept, and reads without naming them: {sorted(outside.asked)}")
        return made


class Outside(dict[str, Any]):
    """The names that the page knows and the kept part does not: it gives nothing, and remembers who was asked for."""

    def __init__(self, names: dict[str, None]) -> None:
        super().__init__(names)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        raise KeyError(name)


def is_frozen(kind: Any) -> bool:
    return is_dataclass(kind) and bool(getattr(kind, PARAMETERS).frozen)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "header" site here %}…{% endkept %}`: the same name and the same values give the same HTML."""
    _tag, name, *variables = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    values = {variable: parser.compile_filter(variable) for variable in variables}
    return KeptNode(name.strip('"'), values, nodelist)
