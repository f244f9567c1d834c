"""Sessions that come near: which letters their moment has come for, and the link that gives a seat back."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from essaim.agenda.models import DateChange, Host, Registration, Session
from essaim.kernel.sorting import by_name
from essaim.letters.models import BEFORE, Letter, Wish
from essaim.letters.queries import wishing
from essaim.people.models import Agent

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HORIZON = timedelta(days=45)
"""Hardly any run of holidays and closed days pushes a reminder further back than this."""
FRESH = timedelta(days=2)
"""Whoever learnt of the session, or of its new dates, so shortly before a reminder needs none."""
REMINDERS = {Letter.Kind.WEEK_BEFORE: WEEK, Letter.Kind.DAY_BEFORE: DAY}
"""What is written by itself to those who come, before one date of a session: one of the two, to each."""


def moment_before(session: Session, delay: timedelta) -> datetime:
    """As the town hall opens (9 h), so many days before the session, or on the last working day before that."""
    organisation = session.programme.organisation
    day = session.starts_at.astimezone(organisation.zone).date() - delay
    calendar = organisation.calendar
    return datetime.combine(calendar.last_working_day(day), calendar.opens, tzinfo=organisation.zone)


def version_of(session: Session) -> str:
    """Tells the letters of one date from those of another: a session that moves is recalled anew."""
    return f"{session.starts_at.timestamp():.0f}"


def nearing_sessions(at: datetime) -> QuerySet[Session]:
    """Those that people may still come to, soonest first."""
    rows = Session.objects.filter(
        published_at__isnull=False,
        cancelled_at=None,
        closed_at=None,
        starts_at__gt=at,
        starts_at__lt=at + HORIZON,
    )
    return rows.select_related("programme__organisation").order_by("starts_at", "pk")


def due_reminder(session: Session, at: datetime) -> Letter.Kind | None:
    """The reminder whose time it is, if one may write now: that of the week until that of the eve takes over."""
    organisation = session.programme.organisation
    local = at.astimezone(organisation.zone)
    if at >= session.starts_at or not organisation.calendar.is_open_at(local):
        return None
    begun = [kind for kind, delay in REMINDERS.items() if at >= moment_before(session, delay)]
    return begun[-1] if begun else None


def to_remind(session: Session, kind: Letter.Kind) -> list[Registration]:
    """Who has a seat for two days or more when the moment comes, and was not reminded of this date.

    The week before is for who asked for it; the eve is for all the others, and for who had the seat too late.
    """
    latest = moment_before(session, REMINDERS[kind]) - FRESH
    if DateChange.objects.filter(session=session, undone_at=None, at__gt=latest).exists():
        return []
    rows = Registration.objects.filter(
        session=session, state=Registration.State.CONFIRMED, changed_at__lte=latest, agent__is_active=True
    ).exclude(agent__in=_written_to(session, kind))
    if kind == Letter.Kind.WEEK_BEFORE:
        rows = rows.filter(agent__in=wishing(Wish.What.EARLY))
    else:
        rows = rows.exclude(agent__in=_reminded(session))
    return list(rows.select_related("agent__organisation").order_by("pk"))


def to_brief(session: Session) -> list[Agent]:
    """Hosts with an account who do not know yet who comes."""
    rows = Agent.objects.filter(hosted__session=session, is_active=True)
    return list(rows.exclude(pk__in=_written_to(session, Letter.Kind.HOST_BRIEF)).order_by("pk"))


def _written_to(session: Session, kind: Letter.Kind) -> QuerySet[Letter, int]:
    written = Letter.objects.filter(cause=session.cause, kind=kind, key__endswith=f":{version_of(session)}")
    return written.values_list("agent", flat=True)


def _reminded(session: Session) -> QuerySet[Letter, int]:
    """Who has had, or is about to have, a reminder of this date."""
    kept = Letter.objects.filter(cause=session.cause, place=BEFORE, occasion=version_of(session))
    return kept.exclude(state=Letter.State.CANCELLED).values_list("agent", flat=True)


def those_who_come(session: Session) -> list[Agent]:
    """In the order of the alphabet, each with their service."""
    rows = Agent.objects.filter(
        registrations__session=session, registrations__state=Registration.State.CONFIRMED
    )
    return list(rows.select_related("unit").order_by(*by_name(), "pk"))


def hosts_of(session: Session) -> list[str]:
    rows = Host.objects.filter(session=session).select_related("agent").order_by("pk")
    return [host.agent.full_name if host.agent else host.speaker for host in rows]


def _signer() -> Signer:
    return Signer(salt="agenda.leave", sep=".")


def leave_token(registration: Registration) -> str:
    """The secret of a letter's link: one person, one session; it ends when the session begins."""
    return _signer().sign(str(registration.pk))


def registration_of_token(token: str) -> Registration | None:
    """Whose seat a link is about; nothing for a link we never made, or of somebody who has left."""
    try:
        pk = int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Registration.objects.select_related("agent", "session__format", "session__programme__organisation")
    return rows.filter(pk=pk, agent__is_active=True).first()
