"""What programmes tell those above them, in the past tense."""

from django.dispatch import Signal

format_changed = Signal()
"""A format got other settings, in a transaction that a refusal takes back. Argument: `format`."""
