"""Calendars read back as two programs that do not know each other would read them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import vobject
from icalendar import Calendar


@dataclass(frozen=True)
class Read:
    """One date, as a calendar program understands it."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    status: str


def read(content) -> list[Read]:
    """The dates of a calendar; both programs must understand the same, to the second."""
    text = content.decode() if isinstance(content, bytes) else content
    first, second = by_icalendar(text), by_vobject(text)
    assert first == second
    return first


def by_icalendar(text: str) -> list[Read]:
    return [
        Read(
            str(event["UID"]),
            int(event["SEQUENCE"]),
            event["DTSTART"].dt.astimezone(UTC),
            event["DTEND"].dt.astimezone(UTC),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            str(event.get("DESCRIPTION", "")),
            str(event["STATUS"]),
        )
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def by_vobject(text: str) -> list[Read]:
    """It knows no zone of its own: hours are those that the VTIMEZONE of the file gives."""
    found = vobject.readOne(text)
    return [
        Read(
            event.uid.value,
            int(event.sequence.value),
            event.dtstart.value.astimezone(UTC),
            event.dtend.value.astimezone(UTC),
            event.summary.value,
            event.location.value if hasattr(event, "location") else "",
            event.description.value if hasattr(event, "description") else "",
            event.status.value,
        )
        for event in getattr(found, "vevent_list", [])
    ]


def method_of(text: str) -> str:
    methods = {str(Calendar.from_ical(text)["METHOD"]), vobject.readOne(text).method.value}
    assert len(methods) == 1
    return methods.pop()


class Diary:
    """A calendar program: it takes what letters bring, as RFC 5546 says."""

    def __init__(self):
        self.dates: dict[str, Read] = {}

    def take(self, mail) -> list[str]:
        """Read the letter as it travelled; the methods of what it brought."""
        parts = [part for part in mail.message().walk() if part.get_content_type() == "text/calendar"]
        methods = []
        for part in parts:
            text = part.get_payload(decode=True).decode(part.get_content_charset())
            methods.append(method_of(text))
            assert part.get_param("method") == methods[-1]
            for date in read(text):
                self.told(methods[-1], date)
        return methods

    def told(self, method: str, date: Read) -> None:
        known = self.dates.get(date.uid)
        if known is not None and date.sequence < known.sequence:
            return
        if method == "CANCEL":
            self.dates.pop(date.uid, None)
        else:
            self.dates[date.uid] = date

    @property
    def hours(self) -> list[datetime]:
        return sorted(date.starts_at for date in self.dates.values())
