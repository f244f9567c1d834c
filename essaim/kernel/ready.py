"""What a process of the server does before its first visitor, so that nobody waits for it."""

import logging
import sys
from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver

log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.0005
"""How long a thread of Python keeps the others waiting. Whoever holds a row of the database gives the interpreter
up at each statement and needs it back at once, since everybody else waits for that row; Python's own 5 ms are longer
than the whole move."""


def make_ready() -> None:
    """Know every address and every template, and share the interpreter in small portions."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _ = get_resolver().reverse_dict
    try:
        for name in own_templates():
            get_template(name)
    except ValueError as missing:
        log.warning("pages are not read ahead, `collectstatic` was not run: %s", missing)


def own_templates() -> list[str]:
    """Every page and part of a page of ours, by the name it is asked for."""
    names = []
    for part in apps.get_app_configs():
        root = Path(part.path) / "templates"
        if part.name.startswith("essaim."):
            names += [str(page.relative_to(root)) for page in sorted(root.rglob("*.html"))]
    return names
