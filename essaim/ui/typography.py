"""Typography: which spaces and apostrophes a text should have."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe

from essaim.kernel.language import in_english

NARROW = "\u202f"
NBSP = "\u00a0"

_SPACES = "[ \u00a0\u202f]"
_KEPT = r"(?P<kept>(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d+:\d+{more})"
_RULES = rf"""
|(?P<open>«{_SPACES}*)
|(?P<narrow>{_SPACES}+(?=[;!?](?!\w))|(?<=[\w)\]»’])(?=[;!?]+(?:\s|$|[)\]»<]))
  |(?<=[^\s«]){_SPACES}*(?=»)|(?<=\d){_SPACES}*(?=%(?!\w)))
|(?P<wide>{_SPACES}+(?=:(?:\s|$))|(?<=[\w)\]»’])(?=:(?:\s|$)))
|(?P<quote>(?<=[^\W\d_]){{quotes}}(?=[\w«]))
"""
_PLAIN = re.compile(_KEPT.format(more="") + _RULES.format(quotes="'"), re.VERBOSE)
_MARKUP = re.compile(
    r"(?P<quote2>(?<=[^\W\d_])(?:&\#x27;|&\#39;)(?=[\w«]))|"
    + _KEPT.format(more=r"|<(?:script|style|textarea|pre|code)\b.*?</|<[^>]*>|&\#?\w+;")
    + _RULES.format(quotes="'"),
    re.VERBOSE | re.DOTALL,
)


def _correct(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "kept":
        return found[0]
    if kind == "open":
        return "«" + NBSP
    return {"narrow": NARROW, "wide": NBSP}.get(kind or "", "’")


def _correct_in_english(found: re.Match[str]) -> str:
    """What people wrote stays French on an English page: its spaces do not break, and none is added."""
    adds_a_space = found.lastgroup in {"narrow", "wide"} and not found[0]
    return "" if adds_a_space else _correct(found)


def typographic(text: str) -> str:
    """The text with the spaces and apostrophes of French; addresses, e-mails and hours stay as they are.

    English puts no space before its signs: there, only those that somebody wrote are kept from breaking.
    """
    return english(text) if in_english() else french(text)


@lru_cache(maxsize=8192)
def french(text: str) -> str:
    return _PLAIN.sub(_correct, text)


@lru_cache(maxsize=2048)
def english(text: str) -> str:
    return _PLAIN.sub(_correct_in_english, text)


def typographic_html(html: str) -> SafeString:
    """The same for HTML: tags, entities, code and fields stay as they are."""
    return english_html(html) if in_english() else french_html(html)


@lru_cache(maxsize=4096)
def french_html(html: str) -> SafeString:
    return mark_safe(_MARKUP.sub(_correct, html))  # noqa: S308 -- it was safe, and only spaces changed


@lru_cache(maxsize=1024)
def english_html(html: str) -> SafeString:
    return mark_safe(_MARKUP.sub(_correct_in_english, html))  # noqa: S308 -- the same


def typeset(value: object) -> SafeString:
    """Ready for a page: French typography, escaped unless it already was."""
    if isinstance(value, SafeData):
        return typographic_html(str(value))
    return escape(typographic(str(value)))
