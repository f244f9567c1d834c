"""What the catalogue asks of those above it."""

from django.dispatch import Signal

half_days_asked = Signal()
"""Half-days are about to be offered: `agent`, `days` (in order). Who knows why some cannot be answers with the
reason of each, in two words, by day and half: `{(date, "am"): "vous animez ailleurs"}`."""
