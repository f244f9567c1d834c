"""What every letter of the agenda is made of."""

from django.urls import reverse

from essaim.agenda.models import Session
from essaim.agenda.queries.places import place_text
from essaim.agenda.queries.sessions import dates_of
from essaim.letters.emails import Wording
from essaim.ui.dates import moment_text
from essaim.ui.words import in_words_of


def worded(session: Session, fact: str, lines: list[str], label: str) -> Wording:
    subject = (
        f"{fact} : {session.title}, {moment_text(session.starts_at, session.programme.organisation.zone)}"
    )
    return Wording(subject, "\n\n".join(lines), label, reverse("agenda:session_detail", args=[session.slug]))


def when_and_where(session: Session) -> str:
    zone = session.programme.organisation.zone
    dates = [f"{moment_text(s.starts_at, zone)} – {place_text(s)}" for s in dates_of(session)]
    return "\n".join([session.title, *dates])


in_its_words = in_words_of(lambda session: session.programme.own_words)
"""For letters whose first argument is a session: they are written in its programme's words."""
