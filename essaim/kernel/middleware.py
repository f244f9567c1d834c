"""What happens around every request: an id for the logs, and a strict content policy."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from essaim.kernel.logs import current_request_id

Answer = Callable[[HttpRequest], HttpResponse]
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def request_id(get_response: Answer) -> Answer:
    """Give each request a short id that a person can read out on the phone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        value = readable(secrets.randbits(40))
        before = current_request_id.set(value)
        request.request_id = value  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            current_request_id.reset(before)
        response["X-Request-Id"] = value
        return response

    return middleware


def readable(number: int) -> str:
    """Six signs that nobody mistakes for one another."""
    signs = []
    for _place in range(6):
        number, sign = divmod(number, len(READABLE))
        signs.append(READABLE[sign])
    return "".join(signs)


def content_security_policy(get_response: Answer) -> Answer:
    """Nothing inline, nothing from elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
