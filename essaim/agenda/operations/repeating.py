"""Giving a session again on another date, and telling those who wait for it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations.seats import lock
from essaim.agenda.operations.sessions import SittingPlan, plan_session, publish
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent

SECOND_THOUGHTS = timedelta(minutes=1)
"""How long the letters wait, so that the new date can be taken back before anybody reads of it."""
COPIED = ("topic", "promise", "outcomes", "audience", "modality", "seats")


@transaction.atomic
def repeat_session(*, session: Session, starts_at: datetime, at: datetime, by: Agent) -> Session:
    """Publish the same session on another date, with the same hosts, and tell who waits for the first one.

    Repeating it twice at the same moment gives back the first repetition.
    """
    fresh = lock(session)
    if starts_at <= at:
        raise Refused(_("Cette date est passée : choisissez-en une à venir."))
    again = Session.objects.filter(
        programme=fresh.programme_id, title=fresh.title, starts_at=starts_at, cancelled_at=None
    ).first()
    if again is not None:
        return again
    first = fresh.sittings.select_related("site").order_by("starts_at", "pk")[0]
    plan = SittingPlan(
        starts_at, starts_at + (first.ends_at - first.starts_at), first.site, first.room, first.link
    )
    new = plan_session(
        programme=fresh.programme,
        format=fresh.format,
        title=fresh.title,
        sittings=[plan],
        at=at,
        by=by,
        hosts=[host.agent for host in fresh.hosts.select_related("agent") if host.agent],
        speakers=[host.speaker for host in fresh.hosts.all() if host.speaker],
        **{name: getattr(fresh, name) for name in COPIED},
    )
    published = publish(session=new, at=at, by=by)
    _tell_who_waits(fresh, published, at=at)
    return published


def _tell_who_waits(session: Session, again: Session, *, at: datetime) -> None:
    wording = emails.another_date(again)
    waiting = Registration.objects.filter(
        session=session,
        state=Registration.State.WAITING,
        agent__organisation=session.programme.organisation_id,  # the new date is not open to partners
    )
    for registration in waiting.select_related("agent__organisation").order_by("ticket", "pk"):
        letters.post(
            agent=registration.agent,
            kind=Letter.Kind.ANOTHER_DATE,
            cause=again.cause,
            wording=wording,
            at=at,
            due_at=at + SECOND_THOUGHTS,
            about=again.starts_at,
            expires_at=again.starts_at,
        )


@transaction.atomic
def take_back_repeat(*, session: Session, at: datetime) -> None:
    """Remove a date that was just opened, with its letters, as long as nobody has registered for it."""
    fresh = lock(session)
    if fresh.registrations.exists():
        raise Refused(_("Quelqu’un s’est déjà inscrit à cette date. Elle reste ; vous pouvez l’annuler."))
    letters.cancel(cause=fresh.cause, at=at)
    letters.cancel(cause=fresh.note_cause, at=at)
    fresh.delete()
