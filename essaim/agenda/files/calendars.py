"""Calendars made from sessions."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from essaim.agenda.models import Session, Sitting
from essaim.agenda.queries.places import place_of


def session_calendar(session: Session, sittings: Sequence[Sitting], *, at: datetime) -> bytes:
    """All dates of a session as one iCalendar file.

    The identity of an entry is the session and the number of its date, so that a file taken again moves the
    entries instead of doubling them; `SEQUENCE` grows with the session, a cancelled session cancels them.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Essaim//Agenda//FR")
    calendar.add("method", "PUBLISH")
    for number, sitting in enumerate(sittings, start=1):
        calendar.add_component(_event(session, sitting, number=number, of=len(sittings), at=at))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(session: Session, sitting: Sitting, *, number: int, of: int, at: datetime) -> Event:
    zone = session.programme.organisation.zone
    address = f"{settings.SITE_URL}{reverse('agenda:session_detail', args=[session.slug])}"
    event = Event()
    event.add("uid", f"seance-{session.pk}-{number}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", session.version)
    event.add("dtstamp", at)
    event.add("dtstart", sitting.starts_at.astimezone(zone))
    event.add("dtend", sitting.ends_at.astimezone(zone))
    event.add("summary", _title(session, number=number, of=of))
    event.add("location", sitting.link if sitting.link and not sitting.site else place_of(sitting))
    event.add("description", "\n\n".join(part for part in (session.promise, sitting.link, address) if part))
    event.add("url", address)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event


def _title(session: Session, *, number: int, of: int) -> str:
    if of == 1:
        return session.title
    return _("%(title)s (%(number)s sur %(of)s)") % {"title": session.title, "number": number, "of": of}
