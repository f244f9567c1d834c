"""Which programme a page speaks of: its name, colours and words."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from essaim.programmes import queries
from essaim.ui.words import speaking

Answer = Callable[[HttpRequest], HttpResponse]


def programme_of_the_page(get_response: Answer) -> Answer:
    """Give templates, lazily and once per request, what `ui` shows around every page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.site_context = cache(lambda: queries.site_context(request))  # type: ignore[attr-defined]
        request.site_statement = cache(lambda: queries.statement_of_page(request))  # type: ignore[attr-defined]
        with speaking(cache(lambda: queries.words_of_page(request))):
            return get_response(request)

    return middleware
