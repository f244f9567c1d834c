"""Moving the dates of a published session: those concerned are told, and it can be undone before letters leave."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import DateChange, Session, Sitting
from essaim.agenda.operations.inviting import reword_invitations
from essaim.agenda.operations.seats import lock
from essaim.agenda.queries.changes import Entry, concerned, differences, entries_of, silent_change
from essaim.agenda.rules import useful_until
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import Letter
from essaim.letters.rules import moment_in_hours
from essaim.people.models import Agent

DELAY = timedelta(seconds=30)
"""Letters wait so long at least: the coordinator has ten seconds to see the toast, and some to press it."""
Kind = Letter.Kind
DATED = (
    *(Kind.CONFIRMED, Kind.WAITING, Kind.OFFERED, Kind.MOVED, Kind.CHANGED),
    *(Kind.WEEK_BEFORE, Kind.DAY_BEFORE, Kind.HOST_BRIEF),
)
"""Letters that name the dates."""


def tell_change(session: Session, before: list[Entry], *, at: datetime, by: Agent) -> DateChange | None:
    """Write to all who had the old dates what was and what is now; nothing when no date, hour or place changed.

    Letters with the old dates that have not left are held, and a change that nobody has read yet becomes one with
    this one. The row of the session must be locked.
    """
    after = entries_of(session)
    previous = silent_change(session, at)
    before = previous.before if previous else before
    if previous:
        _take_letters_back(previous, at=at)
    if not differences(before, after):
        return None
    change = DateChange.objects.create(
        session=session,
        before=before,
        after=after,
        withheld=letters.take_back(cause=session.cause, kinds=DATED),
        by=by,
        at=at,
        letters_leave_at=moment_in_hours(
            session.programme.organisation, at + DELAY, about=soonest(before, after, at=at)
        ),
    )
    _write(change, at=at)
    return change


def soonest(before: list[Entry], after: list[Entry], *, at: datetime) -> datetime | None:
    """The first date to come of those that were and those that are: whoever expects it must be told in time."""
    moments = (datetime.fromisoformat(entry["starts_at"]) for entry in [*before, *after])
    return min((moment for moment in moments if moment > at), default=None)


def _take_letters_back(change: DateChange, *, at: datetime) -> None:
    letters.cancel(cause=change.session.cause, at=at, kinds=[Kind.CHANGED])
    letters.put_back(change.withheld, agents=concerned(change.session).agents)
    DateChange.objects.filter(pk=change.pk).update(undone_at=at)


def _write(change: DateChange, *, at: datetime) -> None:
    session = change.session
    people = concerned(session)
    for rank, registration in enumerate(people.waiting, start=1):
        _post(change, registration.agent, emails.changed(session, change, registration, rank=rank), at=at)
    for registration in people.seated:
        _post(change, registration.agent, emails.changed(session, change, registration), at=at)
    for host in people.hosts:
        _post(change, host, emails.changed(session, change, None), at=at)


def _post(change: DateChange, agent: Agent, wording: Draft, *, at: datetime) -> None:
    letters.post(
        agent=agent,
        kind=Kind.CHANGED,
        cause=change.session.cause,
        version=str(change.pk),
        wording=wording,
        at=at,
        due_at=change.letters_leave_at,
        about=soonest(change.before, change.after, at=at),
        expires_at=useful_until(change.session, at),
    )


@transaction.atomic
def undo_change(*, session: Session, at: datetime, by: Agent) -> Session:
    """Put the dates back as before the last change, as long as nobody was told of the new ones."""
    fresh = lock(session)
    if fresh.cancelled_at:
        raise Refused(_("Cette séance est annulée : ses dates ne changent plus."))
    change = silent_change(fresh, at)
    if change is None:
        raise Refused(_("Les lettres sont parties : changez la date à nouveau, chacun sera prévenu."))
    since = Letter.objects.filter(cause=fresh.cause, kind__in=DATED, created_at__gt=change.at)
    if since.exclude(state=Letter.State.CANCELLED).exists():
        raise Refused(_("Quelqu’un s’est inscrit entre-temps à la nouvelle date : changez-la à nouveau."))
    _restore(fresh, change.before)
    _take_letters_back(change, at=at)
    fresh.edited_at, fresh.edited_by = at, by
    fresh.save(update_fields=["starts_at", "ends_at", "edited_at", "edited_by"])
    reword_invitations(fresh, at=at)
    return fresh


def _restore(session: Session, entries: list[Entry]) -> None:
    """Write the dates as they were, presences with them: a date that traded its hours moves aside first."""
    session.sittings.exclude(pk__in=[entry["pk"] for entry in entries]).delete()
    aside = max(sitting.ends_at for sitting in session.sittings.all()) + timedelta(days=3650)
    for number, sitting in enumerate(session.sittings.order_by("pk")):
        starts_at = aside + timedelta(days=number)
        Sitting.objects.filter(pk=sitting.pk).update(starts_at=starts_at, ends_at=starts_at + DELAY)
    for entry in entries:
        hours = {name: datetime.fromisoformat(entry[name]) for name in ("starts_at", "ends_at")}
        where = {"site_id": entry["site"], "room": entry["room"], "link": entry["link"]}
        Sitting.objects.update_or_create(pk=entry["pk"], defaults={"session": session, **hours, **where})
    session.starts_at = min(datetime.fromisoformat(entry["starts_at"]) for entry in entries)
    session.ends_at = max(datetime.fromisoformat(entry["ends_at"]) for entry in entries)
