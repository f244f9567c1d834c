"""A session's code, however somebody typed it."""

from itertools import product

from django.db.models import QuerySet

from essaim.agenda.models import Session
from essaim.people.models import Agent

LENGTH, MOST_TYPED = 5, 40
ALIKE = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV")
"""Signs that are read or typed for one another; new codes hold one of each group at most (`CODE_SIGNS`)."""


def plain_code(text: str) -> str:
    """Five capital letters and digits; empty when the text cannot be a code."""
    signs = [sign for sign in text[:MOST_TYPED].upper() if sign.isascii() and sign.isalnum()]
    return "".join(signs) if len(signs) == LENGTH else ""


def likely_codes(code: str) -> set[str]:
    """What could have been meant: the same with signs that look alike."""
    choices = [next((alike for alike in ALIKE if sign in alike), sign) for sign in code]
    return {"".join(signs) for signs in product(*choices)}


def session_of_code(text: str, *, viewer: Agent | None) -> Session | None:
    """The session that a poster's code means: in any case, with spaces or a dash, with signs that look alike.

    A visitor reads what is published; somebody signed in, what exists for them. Of two sessions that a slip of the
    eye could mean, none.
    """
    code = plain_code(text)
    if not code:
        return None
    found = list(_readable(viewer).filter(code__in=likely_codes(code)).order_by("pk")[:9])
    exact = [session for session in found if session.code == code]
    meant = exact or found
    return meant[0] if len(meant) == 1 else None


def _readable(viewer: Agent | None) -> QuerySet[Session]:
    sessions = Session.objects.select_related("programme__organisation", "format")
    return sessions.visible_to(viewer) if viewer else sessions.filter(published_at__isnull=False)
