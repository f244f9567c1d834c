"""A letter as a mailbox draws it, in a frame of one of our own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.kernel.language import speaking
from essaim.kernel.middleware import POLICY

FRAMING_POLICY = f"{POLICY}; frame-src 'self'"
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"
"""A letter carries its styles with it; nothing is fetched, nothing runs, and only our own pages frame it."""


def framed(request: HttpRequest, content: dict[str, object]) -> HttpResponse:
    """A letter as a mailbox draws it, with its own styles and nothing else."""
    with speaking(content["letter"].agent.language):  # type: ignore[attr-defined]
        response = render(request, "letters/email/letter.html", content | {"is_framed": True})
    response["Content-Security-Policy"] = MAIL_POLICY
    return response
