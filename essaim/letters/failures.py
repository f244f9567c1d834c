"""What went wrong when a letter should leave, in words, and what follows from it."""

import logging
import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.letters.models import Letter

State = Letter.State
PERMANENT = 500
CLOSING = 421
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """The state in which the letter stays, what its page says, and whether the server itself is at fault."""

    state: str
    words: str
    is_of_server: bool = False


def failure_of(error: Exception) -> Failure:
    """A refused address bounces, a refused text fails, all the rest is tried again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused_address(error)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
        words = _("Le serveur de courriel n’accepte pas la connexion : %(answer)s")
        return Failure(State.TO_SEND, _said(words, error.smtp_code, error.smtp_error), is_of_server=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused_letter(error)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Failure(State.FAILED, _("Cette lettre ou son adresse ne peut pas être écrite : %s") % error)
    if isinstance(error, OSError):
        words = _("Le serveur de courriel ne répond pas : %s")
        return Failure(State.TO_SEND, words % (error.strerror or error), is_of_server=True)
    log.error("a letter could not be made", exc_info=error)
    return Failure(State.FAILED, _("La lettre n’a pas pu être préparée : %s") % type(error).__name__)


def _refused_address(error: smtplib.SMTPRecipientsRefused) -> Failure:
    code, answer = next(iter(error.recipients.values()))
    if code >= PERMANENT:
        return Failure(State.BOUNCED, _said(_("Le serveur refuse cette adresse : %(answer)s"), code, answer))
    words = _said(_("Le serveur ne prend pas cette adresse pour l’instant : %(answer)s"), code, answer)
    return Failure(State.TO_SEND, words, is_of_server=code == CLOSING)


def _refused_letter(error: smtplib.SMTPResponseException) -> Failure:
    """A text refused for good fails; a sender refused for good is a setting to mend, the letter waits for it."""
    code, answer = error.smtp_code, error.smtp_error
    if isinstance(error, smtplib.SMTPDataError) and code >= PERMANENT:
        return Failure(State.FAILED, _said(_("Le serveur refuse cette lettre : %(answer)s"), code, answer))
    words = _said(_("Le serveur ne prend pas cette lettre pour l’instant : %(answer)s"), code, answer)
    return Failure(State.TO_SEND, words, is_of_server=code in {CLOSING, -1})


def _said(words: str, code: int, answer: bytes | str) -> str:
    """Our sentence around the server's own words, on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return words % {"answer": " ".join(f"{code} {text}".split())}
