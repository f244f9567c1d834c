"""What `/composants/` shows of each part: its own templates, in every state, with the words that they really say.

A part registers its specimens in a module of that name; none of them acts when it is touched.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.safestring import SafeString, mark_safe

Text = str | Promise


@dataclass(frozen=True)
class Specimen:
    """A template in one state, and what that state is called."""

    name: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    name: Text
    html: SafeString


@dataclass(frozen=True)
class Family:
    """Every state of one component; `list_css` when each state is a line of a list that looks so."""

    slug: str
    title: Text
    list_css: str
    make: Callable[[datetime], Iterable[Specimen]]


FAMILIES: dict[str, Family] = {}
_ACTS = re.compile(r'\s(?:hx-[\w-]+|formaction|data-focus)="[^"]*"|\s(?:data-focus|autofocus)\b')
_SENDS = re.compile(r'\b(method|action)="[^"]*"')
_NAMES = re.compile(r'\b(id|for|form|aria-labelledby|aria-describedby)="([^"]+)"')


def specimens(
    slug: str, title: Text, *, list_css: str = ""
) -> Callable[[Callable[[datetime], Iterable[Specimen]]], Callable[[datetime], Iterable[Specimen]]]:
    """Register the states of a component, made for a moment."""

    def register(make: Callable[[datetime], Iterable[Specimen]]) -> Callable[[datetime], Iterable[Specimen]]:
        FAMILIES[slug] = Family(slug, title, list_css, make)
        return make

    return register


def inert(html: str, number: int) -> SafeString:
    """The same HTML that sends nothing, with names of its own on a page that shows it many times."""
    html = _SENDS.sub(
        lambda found: f'{found[1]}="{"get" if found[1] == "method" else ""}"', _ACTS.sub("", html)
    )
    own = _NAMES.sub(
        lambda found: f'{found[1]}="{" ".join(f"{name}-s{number}" for name in found[2].split())}"', html
    )
    return mark_safe(own)  # noqa: S308 -- it comes from our templates, escaped by them


def families(at: datetime) -> list[tuple[Family, list[Shown]]]:
    """Each component with its states, rendered."""
    autodiscover_modules("specimens")
    numbers = count(1)
    return [
        (
            family,
            [
                Shown(
                    one.name,
                    inert(render_to_string(one.template, {**one.context, "csrf_token": ""}), next(numbers)),
                )
                for one in family.make(at)
            ],
        )
        for _slug, family in sorted(FAMILIES.items())
    ]
