"""What the agenda tells those above it, in the past tense."""

from django.dispatch import Signal

session_closed = Signal()
"""Presences are frozen. Arguments: `session`, `at`."""

attendance_added = Signal()
"""Somebody was counted after the session was closed. Arguments: `session`, `agent`, `at`."""

presence_corrected = Signal()
"""A presence of a closed session was written again, its attendance with it. Arguments: `session`, `agent`, `at`."""
