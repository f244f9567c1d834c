"""Tables of the agenda: one file per subject."""

from essaim.agenda.models.approvals import Approval
from essaim.agenda.models.presence import Attendance, Presence
from essaim.agenda.models.registrations import Move, Registration
from essaim.agenda.models.sessions import DateChange, Host, Session, Sitting

__all__ = [
    "Approval",
    "Attendance",
    "DateChange",
    "Host",
    "Move",
    "Presence",
    "Registration",
    "Session",
    "Sitting",
]
