"""Writing by hand to the people of a session, and taking it back before it leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from essaim.agenda import emails
from essaim.agenda.models import Session
from essaim.agenda.queries.writing import Audience, audiences_of, why_not_write
from essaim.agenda.rules import useful_until
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.marks import READER, one_line
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

SECOND_THOUGHTS = timedelta(minutes=1)
LONGEST_SUBJECT, LONGEST_TEXT = 150, 4000


@dataclass(frozen=True)
class Written:
    """What a press has given: the name of the message, and how many people it goes to."""

    version: str
    count: int


class OthersMeanwhile(Refused):
    """The message would go to other people than the button said."""


@transaction.atomic
def write_note(
    *,
    session: Session,
    audience: str,
    subject: str,
    text: str,
    press: str,
    said: str,
    at: datetime,
    by: Agent,
) -> Written:
    """One letter to each of these people, all or none, to leave in a minute, which is the time to take it back.

    `press` comes from the form: the same words pressed twice are one message, whatever the browser does; pressed
    again after having been taken back, they leave after all. `said` is what the button promised, « inscrits:10 »:
    when somebody came or went meanwhile, nothing is written. It counts among neither of the two automatic letters.
    """
    fresh = _held(session)
    subject, text = checked_subject(subject), checked_text(text)
    found = _audience(fresh, audience, said, at=at)
    version = sha256("\n".join([press, str(by.pk), subject, text]).encode()).hexdigest()[:20]
    wording = emails.note(fresh, by, subject, text)
    _post(fresh, found.agents, version, wording, at=at)
    return Written(version, found.count)


@transaction.atomic
def take_note_back(*, session: Session, version: str, at: datetime) -> int:
    """None of its letters leaves any more; how many had left already. Refused when all had, harmless twice."""
    return letters.take_back_version(cause=session.note_cause, kind=Letter.Kind.NOTE, version=version, at=at)


def checked_subject(sent: str) -> str:
    """On one line, without what stands for a reader's name in our own letters."""
    subject = one_line(sent.replace(READER, ""))
    if not subject:
        raise Refused(_("Écrivez l’objet : c’est ce que l’on lit en premier."))
    if len(subject) > LONGEST_SUBJECT:
        raise Refused(_too_long(subject, LONGEST_SUBJECT))
    return subject


def checked_text(sent: str) -> str:
    """Plain text, with the ends of lines that letters have."""
    text = sent.replace(READER, "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Refused(_("Écrivez votre message : quelques mots suffisent."))
    if len(text) > LONGEST_TEXT:
        raise Refused(_too_long(text, LONGEST_TEXT))
    return text


def _too_long(text: str, most: int) -> str:
    return _("Ce texte compte %(count)s caractères, il en tient %(most)s. Raccourcissez-le.") % {
        "count": len(text),
        "most": most,
    }


def _post(session: Session, agents: list[Agent], version: str, wording: Draft, *, at: datetime) -> None:
    """Those that were taken back leave after all; the others are written."""
    cause, kind = session.note_cause, Letter.Kind.NOTE
    leaves_at, ends_at = at + SECOND_THOUGHTS, useful_until(session, at)
    letters.put_back_version(
        cause=cause, kind=kind, version=version, agents=agents, due_at=leaves_at, expires_at=ends_at
    )
    letters.post_each(
        agents=agents,
        kind=kind,
        cause=cause,
        version=version,
        wording=wording,
        at=at,
        due_at=leaves_at,
        expires_at=ends_at,
    )


def _held(session: Session) -> Session:
    """Held, so that nobody registers, gives a seat back or cancels between the reading and the letters."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("programme__organisation", "format")
    return rows.get(pk=session.pk)


def _audience(session: Session, slug: str, said: str, *, at: datetime) -> Audience:
    audiences = audiences_of(session, at=at)
    why_not = why_not_write(session, audiences, at=at)
    if why_not:
        raise Refused(why_not)
    found = next((one for one in audiences if one.slug == slug), None)
    if found is None:
        raise Refused(_("Choisissez à qui vous écrivez."))
    if found.said != said:
        label = found.label[:1].lower() + found.label[1:]
        raise OthersMeanwhile(
            _("Rien n’est parti : ce message va maintenant %(whom)s. Relisez, puis envoyez.")
            % {"whom": label}
        )
    return found
