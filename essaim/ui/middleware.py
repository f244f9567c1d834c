"""The last hand on a page: the spaces that French asks for before its double signs."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

KEPT = re.compile(rb"(<textarea\b.*?</textarea>|<input\b[^>]*>|<option\b[^>]*>|<pre\b.*?</pre>)", re.DOTALL)
NARROW = "\u202f".encode()
NBSP = "\u00a0".encode()
SPACES = [(b" " + sign, NARROW + sign) for sign in (b"!", b"?", b";", b"%", "»".encode())]
SPACES += [(b" :", NBSP + b":"), ("« ".encode(), "«".encode() + NBSP)]


def set_spaces(html: bytes) -> bytes:
    """No sign of punctuation is left alone on the next line; what somebody types in a field is kept as it is."""
    pieces = KEPT.split(html)
    for place in range(0, len(pieces), 2):
        for plain, proper in SPACES:
            pieces[place] = pieces[place].replace(plain, proper)
    return b"".join(pieces)


def typography(get_response: Answer) -> Answer:
    """Set the spaces of every HTML page, so that source texts may be typed with plain ones."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = set_spaces(response.content)
        return response

    return middleware
