"""What a letter says, and how it travels: headers, text, HTML with inline styles and one button."""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from essaim.letters.models import Letter
from essaim.programmes.models import Programme
from essaim.programmes.queries import programme_of
from essaim.ui.theme import tokens
from essaim.ui.typography import typographic

COLOUR = "#14574f"


@dataclass(frozen=True)
class Wording:
    """What a letter says: the fact, some lines, one button."""

    subject: str
    body: str
    action_label: str = ""
    action_path: str = ""


def absolute(path: str) -> str:
    """An address of the site, as a letter must give it."""
    return f"{settings.SITE_URL}{path}" if path else ""


def message_id(letter: Letter) -> str:
    """The same for ever, so that a mailbox recognises a letter that came twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "essaim.localhost"
    return f"<{sha256(letter.key.encode()).hexdigest()[:32]}@{domain}>"


def headers(letter: Letter) -> dict[str, str]:
    """What other software may rely on."""
    return {
        "X-Essaim-Key": letter.key,
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",
    }


def subject_of(letter: Letter) -> str:
    """One line, whatever somebody typed in a title."""
    return typographic(" ".join(letter.subject.split()))


def sender(programme: Programme | None) -> tuple[str, str]:
    """The programme's name, at the address that the installation writes from."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return programme.name if programme else name or "Essaim", address


def recipient(letter: Letter) -> str:
    return formataddr((letter.agent.full_name, letter.agent.email))


def paragraphs(letter: Letter) -> list[str]:
    """A blank line parts two paragraphs."""
    body = typographic(letter.body.replace("\r\n", "\n"))
    return [part.strip() for part in body.split("\n\n") if part.strip()]


def parts(letter: Letter, programme: Programme | None) -> dict[str, object]:
    """What the text, the HTML and the demo's mailbox show of a letter."""
    return {
        "letter": letter,
        "subject": subject_of(letter),
        "paragraphs": paragraphs(letter),
        "action_url": absolute(letter.action_path),
        "sender_name": sender(programme)[0],
        "organisation": letter.agent.organisation.name,
        "colour": tokens(programme.colour if programme else COLOUR).brand,
        "site_url": settings.SITE_URL,
    }


def message(letter: Letter, *, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The text first, the HTML second, one button, no tracking."""
    programme = programme_of(letter.agent)
    content = parts(letter, programme)
    mail = EmailMultiAlternatives(
        subject=subject_of(letter),
        body=render_to_string("letters/email/letter.txt", content),
        from_email=formataddr(sender(programme)),
        to=[recipient(letter)],
        headers=headers(letter),
        connection=connection,
    )
    mail.attach_alternative(render_to_string("letters/email/letter.html", content), "text/html")
    return mail
