"""What a process of the server does before its first visitor, so that nobody waits for it."""

import gc
import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import get_resolver

from essaim.kernel.language import NAMES, speaking

log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.0005
"""How long a thread of Python keeps the others waiting. Whoever holds a row of the database gives the interpreter
up at each statement and needs it back at once, since everybody else waits for that row; Python's own 5 ms are longer
than the whole move."""


def make_ready() -> None:
    """Know every address and, in each language, every template, and share the interpreter in small portions."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _ = get_resolver().reverse_dict
    try:
        for language in NAMES:
            with speaking(language):
                for name in own_templates():
                    get_template(name)
    except ValueError as missing:
        log.warning("pages are not read ahead, `collectstatic` was not run: %s", missing)
    gc.collect()
    gc.freeze()


def in_one_piece(application: Callable[..., HttpResponseBase]) -> Callable[..., Iterable[bytes]]:
    """The same application, whose pages leave as a list: the server sends it at once.

    A response is something to iterate over, which the server must take for a download of unknown length: it then asks
    a thread for each piece. Downloads still leave piece by piece.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = application(environ, start_response)
        if response.streaming:
            return response
        try:
            return list(response)
        finally:
            response.close()

    return answer


def own_templates() -> list[str]:
    """Every page and part of a page of ours, by the name it is asked for."""
    names = []
    for part in apps.get_app_configs():
        root = Path(part.path) / "templates"
        if part.name.startswith("essaim."):
            names += [str(page.relative_to(root)) for page in sorted(root.rglob("*.html"))]
    return names
