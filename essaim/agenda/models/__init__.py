"""Tables of the agenda: one file per subject."""

from essaim.agenda.models.approvals import Approval
from essaim.agenda.models.calendars import Entry, Feed
from essaim.agenda.models.pools import Pool
from essaim.agenda.models.presence import Attendance, Presence
from essaim.agenda.models.registrations import Move, Registration
from essaim.agenda.models.room import Step, Tap
from essaim.agenda.models.sessions import DateChange, Host, Session, Sitting

__all__ = [
    "Approval",
    "Attendance",
    "DateChange",
    "Entry",
    "Feed",
    "Host",
    "Move",
    "Pool",
    "Presence",
    "Registration",
    "Session",
    "Sitting",
    "Step",
    "Tap",
]
