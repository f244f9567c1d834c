"""Giving a session another host, and taking it back."""

from datetime import datetime

from django.db import transaction

from essaim.agenda import emails
from essaim.agenda.models import Host, Session
from essaim.agenda.operations.leading import give_own_seat_again, give_own_seats_back
from essaim.agenda.operations.seats import lock
from essaim.agenda.rules import useful_until
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.words import gettext as _


@transaction.atomic
def replace_host(*, session: Session, old: Agent | None, new: Agent, at: datetime, by: Agent) -> Host:
    """Let `new` lead instead of `old`, or lead a session that nobody led; both read it in a letter.

    Who had a seat gives it back: who leads takes none.
    Calling it twice is harmless. Undoing is the same call the other way round: letters that have not left are then
    taken back, and nobody reads of either.
    """
    fresh = lock(session)
    if fresh.closed_at or fresh.cancelled_at:
        raise Refused(_("Une séance terminée ou annulée ne change plus d’équipe."))
    if not new.is_active or new.organisation_id != fresh.programme.organisation_id:
        raise Refused(
            _("%(name)s ne travaille pas ici : choisissez une autre personne.") % {"name": new.full_name}
        )
    host, is_new = Host.objects.get_or_create(session=fresh, agent=new)
    if is_new:
        give_own_seats_back(fresh, at=at, by=by)
        _tell(fresh, new, emails.hosting(fresh, by), at=at)
    if old is not None and old.pk != new.pk:
        gone, _rows = Host.objects.filter(session=fresh, agent=old).delete()
        if gone:
            letters.cancel(cause=fresh.cause, at=at, agent=old, kinds=[Letter.Kind.HOST_BRIEF])
            _tell(fresh, old, emails.hosting_ended(fresh, by, new), at=at)
    return host


@transaction.atomic
def undo_replacement(*, session: Session, old: Agent | None, new: Agent, at: datetime, by: Agent) -> None:
    """Put the team back as before `replace_host`, and `new` in the seat given back, unless somebody has it."""
    if old is not None:
        replace_host(session=session, old=new, new=old, at=at, by=by)
    else:
        fresh = lock(session)
        if Host.objects.filter(session=fresh, agent=new).delete()[0]:
            letters.cancel(cause=fresh.cause, at=at, agent=new, kinds=[Letter.Kind.HOSTING])
    give_own_seat_again(session, new, at=at)


def _tell(session: Session, agent: Agent, wording: Draft, *, at: datetime) -> None:
    """The letter; unless the one that says the contrary has not left: then both are as if nothing had been."""
    if letters.cancel(cause=session.cause, at=at, agent=agent, kinds=[Letter.Kind.HOSTING]):
        return
    letters.post(
        agent=agent,
        kind=Letter.Kind.HOSTING,
        cause=session.cause,
        version=at.isoformat(),
        wording=wording,
        at=at,
        about=session.starts_at,
        expires_at=useful_until(session, at),
    )
