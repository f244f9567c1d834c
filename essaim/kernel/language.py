"""The language a page or a letter speaks: French, unless somebody chose English.

One choice, kept in one cookie and, for whoever is signed in, on the account. It is read here and nowhere else: Django
is told of it, and asking costs nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from essaim.kernel.kept import keep_apart

FRENCH: Final = "fr"
ENGLISH: Final = "en"
NAMES: Final = {FRENCH: "Français", ENGLISH: "English"}
COOKIE: Final = "essaim_langue"
COOKIE_SECONDS: Final = 400 * 24 * 3600

_spoken: ContextVar[str] = ContextVar("language", default=FRENCH)


def spoken() -> str:
    """« fr » or « en »."""
    return _spoken.get()


def in_english() -> bool:
    """Whether what is said now is said in English."""
    return _spoken.get() is ENGLISH


def ours(language: str) -> str:
    """The language we speak to somebody who asks for this one, or for none."""
    return ENGLISH if language == ENGLISH else FRENCH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, everything is said in this language; in French when it is none of ours, or none was ever chosen."""
    wanted = ours(language)
    if _spoken.get() is wanted:
        yield
        return
    token = _spoken.set(wanted)
    try:
        with translation.override(wanted):
            yield
    finally:
        _spoken.reset(token)


def choose(request: HttpRequest, language: str) -> None:
    """Let this browser speak the language from its next page on."""
    request.language_chosen = language  # type: ignore[attr-defined]


def language_of_the_page(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Only what was chosen counts: what a browser asks for by itself says nothing of who reads."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with speaking(request.COOKIES.get(COOKIE, FRENCH)):
            response = get_response(request)
        chosen = getattr(request, "language_chosen", None)
        if chosen == ENGLISH:
            remember(response)
        elif chosen is not None:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    return middleware


def remember(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        ENGLISH,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


keep_apart(lambda: ENGLISH if in_english() else None)
