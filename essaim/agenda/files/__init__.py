"""Files made from sessions: calendars, tables, and what is printed."""

from essaim.agenda.files.calendars import cancellation, feed_calendar, invitation, session_calendar
from essaim.agenda.files.tables import presences_table, registrations_table

__all__ = [
    "cancellation",
    "feed_calendar",
    "invitation",
    "presences_table",
    "registrations_table",
    "session_calendar",
]
