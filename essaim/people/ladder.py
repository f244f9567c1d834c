"""The ladder of identity: how far each way of saying who one is may go, in one table.

The table says the most that a rung may do. Who may do it of what is said by the rules of each part: a password
hosts what its owner leads, and manages what its owner runs.
"""

from enum import StrEnum

from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from essaim.people.http import CARD_BACKEND, ENTERED_BY_LINK, KIOSK_SEEN


class Rung(StrEnum):
    """How somebody says who they are, from the lowest to the highest."""

    NOBODY = "nobody"
    CODE = "a session's code, and one's name picked in the room"
    BADGE = "a badge number at a kiosk"
    LETTER = "the link to a questionnaire in a letter"
    KIOSK = "a personal card on a kiosk"
    CARD = "a personal card"
    LINK = "a sign-in link"
    PASSWORD = "password"  # noqa: S105 -- the name of a rung


class Action(StrEnum):
    """What one may want to do."""

    READ_SITE = "read the public pages"
    READ_SESSION = "read what a poster says of a session"
    BE_PRESENT = "be present"
    ANSWER = "answer the questionnaire"
    REGISTER = "register"
    WITHDRAW = "withdraw"
    READ_OWN = "read one's own things"
    CERTIFICATE = "print a certificate"
    HOST = "host"
    MANAGE = "manage"


_PUBLIC = {Action.READ_SITE}
_SESSION = _PUBLIC | {Action.READ_SESSION}
_OWN = _SESSION | {
    Action.BE_PRESENT,
    Action.ANSWER,
    Action.REGISTER,
    Action.WITHDRAW,
    Action.READ_OWN,
    Action.CERTIFICATE,
    Action.HOST,
}

LADDER: dict[Rung, frozenset[Action]] = {
    Rung.NOBODY: frozenset(_PUBLIC),
    Rung.CODE: frozenset(_SESSION | {Action.BE_PRESENT, Action.ANSWER}),
    Rung.BADGE: frozenset(_SESSION | {Action.BE_PRESENT}),
    Rung.LETTER: frozenset(_PUBLIC | {Action.ANSWER}),
    Rung.KIOSK: frozenset(  # a screen that is everybody's: nothing of one's own is read or printed there
        _SESSION | {Action.BE_PRESENT, Action.ANSWER, Action.REGISTER, Action.WITHDRAW}
    ),
    Rung.CARD: frozenset(_OWN),  # six digits open no role: whoever prints a card could enter as who may more
    Rung.LINK: frozenset(_OWN | {Action.MANAGE}),
    Rung.PASSWORD: frozenset(_OWN | {Action.MANAGE}),
}


def may(rung: Rung, action: Action) -> bool:
    """Whether this rung goes as far as that."""
    return action in LADDER[rung]


def require(rung: Rung, action: Action) -> None:
    """Go on if the rung goes as far as that, otherwise answer 403."""
    if not may(rung, action):
        raise PermissionDenied(f"{rung} may not {action}")


def rung_of(request: HttpRequest) -> Rung:
    """How the person of this browser came in."""
    if not request.user.is_authenticated:
        return Rung.NOBODY
    if KIOSK_SEEN in request.session:
        return Rung.KIOSK
    if request.session.get(BACKEND_SESSION_KEY) == CARD_BACKEND:
        return Rung.CARD
    return Rung.LINK if ENTERED_BY_LINK in request.session else Rung.PASSWORD
