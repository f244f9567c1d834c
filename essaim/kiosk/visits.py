"""A visit: somebody who came in by card on a kiosk, until « J’ai fini » or two minutes without a touch."""

from datetime import datetime, timedelta

from django.contrib.auth import login, logout
from django.http import HttpRequest

from essaim.people.http import CARD_BACKEND, KIOSK_SEEN
from essaim.people.models import Agent

PLACE = "/borne/"
"""Where a visit may go: nowhere else does it know anybody."""
IDLE = timedelta(minutes=2)
COOKIE_LIFE = timedelta(minutes=10)


def begin(request: HttpRequest, agent: Agent, *, at: datetime) -> None:
    """Sign in by card, for this screen only."""
    logout(request)
    login(request, agent, backend=CARD_BACKEND)
    request.session.set_expiry(COOKIE_LIFE)
    go_on(request, at=at)


def go_on(request: HttpRequest, *, at: datetime) -> None:
    """Somebody touched the screen."""
    request.session[KIOSK_SEEN] = at.timestamp()


def is_over(request: HttpRequest, *, at: datetime) -> bool:
    """Whether nobody has touched the screen for two minutes."""
    last: float = request.session[KIOSK_SEEN]
    return at.timestamp() - last > IDLE.total_seconds()


def is_one(request: HttpRequest) -> bool:
    return KIOSK_SEEN in request.session


def visitor_of(request: HttpRequest) -> Agent | None:
    """Who came in by card here; whoever signed in elsewhere on this browser is nobody for the kiosk."""
    return request.user if is_one(request) and isinstance(request.user, Agent) else None
