"""How a letter travels: its headers, its text, its HTML, what is attached. The only place that builds a mail."""

from email.utils import formataddr, parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from essaim.kernel.language import speaking
from essaim.letters import emails, links
from essaim.letters.enclosures import enclosures_of
from essaim.letters.models import Letter
from essaim.programmes.queries import programme_of


def message_id(letter: Letter) -> str:
    return message_id_of(letter.key)


def message_id_of(key: str) -> str:
    """The same for ever, so that a mailbox recognises a letter that came twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "essaim.localhost"
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def headers(letter: Letter) -> dict[str, str]:
    """What other software may rely on."""
    given = {
        "X-Essaim-Key": letter.key,
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",
    }
    address = emails.absolute(links.stop_path(letter))
    if address:
        given |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return given


def recipient(letter: Letter) -> str:
    return formataddr((letter.agent.full_name, letter.agent.email))


def message(letter: Letter, *, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The text first, the HTML second, one button, no tracking; in the language of its reader."""
    with speaking(letter.agent.language):
        return composed(letter, connection=connection)


def composed(letter: Letter, *, connection: BaseEmailBackend | None) -> EmailMultiAlternatives:
    """The same in the language of the moment, with what a higher part puts into it."""
    programme = programme_of(letter.agent)
    content = emails.parts(letter, programme)
    mail = EmailMultiAlternatives(
        subject=emails.subject_of(letter),
        body=render_to_string("letters/email/letter.txt", content),
        from_email=formataddr(emails.sender_of(letter, programme)),
        to=[recipient(letter)],
        headers=headers(letter),
        connection=connection,
    )
    mail.attach_alternative(render_to_string("letters/email/letter.html", content), "text/html")
    for enclosure in enclosures_of(letter):
        if enclosure.offered:
            mail.attach_alternative(enclosure.content, enclosure.kind)
        else:
            mail.attach(enclosure.name, enclosure.content, enclosure.kind)
    return mail
