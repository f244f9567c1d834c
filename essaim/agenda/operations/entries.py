"""What letters tell the calendars of those who receive them."""

from django.db import transaction

from essaim.agenda import files
from essaim.agenda.models import Entry, Registration
from essaim.agenda.queries.sessions import dates_of
from essaim.letters.models import Letter
from essaim.letters.origins import number_in

State = Registration.State
TELL_THE_DATES = frozenset({Letter.Kind.CONFIRMED, Letter.Kind.CHANGED})


@transaction.atomic
def entry_for(letter: Letter) -> Entry | None:
    """What this letter tells the addressee's calendar, from what is true as it leaves; the same when it leaves again.

    Who has a seat is told its dates; who was told and has it no more, that they are cancelled. Letters of one
    registration take turns, so that their numbers grow.
    """
    kept = Entry.objects.filter(letter=letter).first()
    if kept is not None:
        return kept
    registration = _registration_of(letter)
    return _make(letter, registration) if registration else None


def _make(letter: Letter, registration: Registration) -> Entry | None:
    session, at = registration.session, letter.created_at
    comes = registration.state == State.CONFIRMED and session.cancelled_at is None
    if comes and letter.kind not in TELL_THE_DATES:
        return None
    last = Entry.objects.filter(registration=registration).order_by("-sequence").first()
    sequence = max(session.version, last.sequence + 1 if last else 0)
    told = last.request if last else ""
    dates = dates_of(session) if comes else []
    request = cancel = ""
    if dates:
        request = files.invitation(session, dates, agent=letter.agent, sequence=sequence, at=at)
    if told:
        cancel = files.cancellation(told, keeping=len(dates), sequence=sequence, at=at)
    if not request and not cancel:
        return None
    return Entry.objects.create(
        letter=letter, registration=registration, sequence=sequence, request=request, cancel=cancel
    )


def _registration_of(letter: Letter) -> Registration | None:
    """Where the addressee stands with the session of the letter; held until the end of the transaction.

    What is asked some weeks later (`session:12:cold`) is about no seat any more.
    """
    session = number_in(letter.cause)
    if letter.cause != f"session:{session}":
        return None
    rows = Registration.objects.filter(agent=letter.agent_id, session=session)
    rows = rows.select_related("session__programme__organisation")
    return rows.select_for_update(of=("self",)).first()
