"""The only place that reads the time, so that a test or a simulated year can set it."""

import time
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The day it is in the current time zone."""
    return timezone.localdate(now())


def of_django() -> datetime:
    """The time by which Django itself writes when its sessions end."""
    return timezone.now()


def seconds() -> float:
    """A stopwatch, for how long a piece of work has lasted: never a moment."""
    return time.monotonic()
