"""Calendars made from sessions: the file one takes, the entry that a letter brings, the feeds.

The identity of an entry is the session, the number of its date and the person, wherever it is told: taken again, or
told by a letter after a file, it moves instead of being doubled. `SEQUENCE` grows with the session.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from essaim.agenda.files.zones import zone_of
from essaim.agenda.models import Session, Sitting
from essaim.agenda.queries.feeds import Shown
from essaim.agenda.queries.places import place_of
from essaim.people.models import Agent

FRESH_FOR = timedelta(hours=6)
"""How often a calendar program is asked to read a feed again."""
TOLD = ("UID", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE")
"""What a cancelled date still says."""


@dataclass(frozen=True)
class Teller:
    """How the dates of sessions are told, in one calendar."""

    at: datetime | None = None
    """When it was made; a feed says when each session last changed."""
    agent: Agent | None = None
    """Whose calendar it is; None for one that everybody may read."""
    sequence: int | None = None
    """The session's version, unless it is told."""
    is_invitation: bool = False

    def events(self, shown: Shown, sittings: Sequence[Sitting]) -> list[Event]:
        """One for each date."""
        return [
            self._event(shown, sitting, number=number, of=len(sittings))
            for number, sitting in enumerate(sittings, start=1)
        ]

    def _event(self, shown: Shown, sitting: Sitting, *, number: int, of: int) -> Event:
        session = shown.session
        zone = session.programme.organisation.zone
        address = f"{settings.SITE_URL}{reverse('agenda:session_detail', args=[session.slug])}"
        link = sitting.link if shown.with_link else ""
        event = Event()
        event.add("uid", _identity(session, number, self.agent))
        event.add("sequence", session.version if self.sequence is None else self.sequence)
        event.add("dtstamp", (self.at or shown.changed_at).astimezone(UTC))
        event.add("dtstart", sitting.starts_at.astimezone(zone))
        event.add("dtend", sitting.ends_at.astimezone(zone))
        event.add("summary", _title(shown, number=number, of=of))
        event.add("location", link if link and not sitting.site else place_of(sitting))
        event.add("description", "\n\n".join(part for part in (session.promise, link, address) if part))
        event.add("url", address)
        event.add("status", _status(shown))
        if self.is_invitation and self.agent is not None:
            event["organizer"] = _organizer(session)
            event.add("attendee", _attendee(self.agent), encode=False)
        return event


def session_calendar(
    session: Session, sittings: Sequence[Sitting], *, at: datetime, agent: Agent | None = None
) -> bytes:
    """All dates of a session as one iCalendar file; a cancelled session cancels them."""
    events = Teller(at=at, agent=agent).events(Shown(session, changed_at=at), sittings)
    return _written("PUBLISH", events)


def invitation(
    session: Session, sittings: Sequence[Sitting], *, agent: Agent, sequence: int, at: datetime
) -> str:
    """All dates as an entry of the agenda of who has a seat: accepted already, and no reply is asked."""
    teller = Teller(at=at, agent=agent, sequence=sequence, is_invitation=True)
    events = teller.events(Shown(session, changed_at=at), sittings)
    return _written("REQUEST", events).decode()


def cancellation(told: str, *, keeping: int = 0, sequence: int, at: datetime) -> str:
    """The contrary of an invitation, but for its first dates; nothing when it told no others."""
    gone = Calendar.from_ical(told).walk("VEVENT")[keeping:]
    return _written("CANCEL", [_undone(event, sequence, at) for event in gone]).decode() if gone else ""


def feed_calendar(name: str, entries: Iterable[Shown], *, agent: Agent | None) -> bytes:
    """A calendar that programs read again and again, the same byte for byte as long as nothing changed."""
    teller = Teller(agent=agent)
    events = [
        event for shown in entries for event in teller.events(shown, list(shown.session.sittings.all()))
    ]
    return _written("PUBLISH", events, name=name)


def _written(method: str, events: Sequence[Event], *, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Essaim//Agenda//FR")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{FRESH_FOR // timedelta(hours=1)}H")
    for zone in _zones(events):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _zones(events: Sequence[Event]) -> list[Timezone]:
    """The zones of these dates, with the changes of hour of their years."""
    years: dict[str, set[int]] = {}
    for event in events:
        for moment in (event.start, event.end):
            if isinstance(moment, datetime):
                years.setdefault(str(moment.tzinfo), set()).add(moment.year)
    return [zone_of(name, min(years[name]), max(years[name])) for name in sorted(years)]


def _identity(session: Session, number: int, agent: Agent | None) -> str:
    whose = f"-{agent.pk}" if agent else ""
    return f"seance-{session.pk}-{number}{whose}@{urlsplit(settings.SITE_URL).hostname}"


def _title(shown: Shown, *, number: int, of: int) -> str:
    title = " ".join(shown.session.title.split())
    if of > 1:
        title = _("%(title)s (%(number)s sur %(of)s)") % {"title": title, "number": number, "of": of}
    return _("À confirmer : %(title)s") % {"title": title} if shown.is_tentative else title


def _status(shown: Shown) -> str:
    if shown.session.cancelled_at:
        return "CANCELLED"
    return "TENTATIVE" if shown.is_tentative else "CONFIRMED"


def _organizer(session: Session) -> vCalAddress:
    """The programme, at the address that letters come from."""
    return _person(session.programme.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _attendee(agent: Agent) -> vCalAddress:
    """Coming already; an answer would change nothing, so none is asked."""
    person = _person(agent.full_name, agent.email)
    facts = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    for name, value in facts.items():
        person.params[name] = vText(value)
    return person


def _person(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(" ".join(name.replace('"', "’").split()))
    return address


def _undone(told: Any, sequence: int, at: datetime) -> Event:
    event = Event()
    for name in TOLD:
        if name in told:
            event[name] = told[name]
    event.add("sequence", sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("status", "CANCELLED")
    return event
