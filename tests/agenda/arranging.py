"""What the tests of the agenda's pages arrange in one word."""

from datetime import timedelta

from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Registration, Session
from tests.conftest import person
from tests.factories import NOW, SessionFactory

HTMX = {"HTTP_HX_REQUEST": "true"}
SIGN_IN = 2
"""Queries that know who asks: the session of the browser, and the person."""


def address(name: str, session: Session) -> str:
    return reverse(f"agenda:{name}", args=[session.slug])


def colleague(number: int):
    return person(f"collegue{number}", f"Collègue{number}", f"Service {number}")


def registered(session: Session, agent, *, at=NOW) -> Registration:
    return operations.register(session=session, agent=agent, at=at)


def in_days(days: float, **fields) -> Session:
    return SessionFactory(starts_at=NOW + timedelta(days=days), **fields)
