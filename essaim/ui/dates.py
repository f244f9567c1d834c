"""Days and hours as a French colleague writes them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

NBSP = "\u00a0"
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
SHORT_DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]


def local(moment: date) -> date:
    """An aware moment in the time zone of the page; a bare day as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def day_of_month(moment: date) -> str:
    """« 1er », « 21 »."""
    return "1er" if moment.day == 1 else str(moment.day)


def day(moment: date) -> str:
    """« ven. 21 mai »."""
    here = local(moment)
    return f"{SHORT_DAYS[here.weekday()]} {day_of_month(here)}{NBSP}{MONTHS[here.month - 1]}"


def long_day(moment: date, *, today: date) -> str:
    """« vendredi 21 mai », with the year when it is not this one."""
    here = local(moment)
    year = "" if here.year == today.year else f" {here.year}"
    return f"{DAYS[here.weekday()]} {day_of_month(here)}{NBSP}{MONTHS[here.month - 1]}{year}"


def full_day(moment: date) -> str:
    """« vendredi 21 mai 2021 », for what is read years later."""
    return f"{long_day(moment, today=local(moment))} {local(moment).year}"


def day_and_year(day: date) -> str:
    """« 1er septembre 2030 »."""
    return f"{day_of_month(day)} {MONTHS[day.month - 1]} {day.year}"


def hour(moment: datetime | time) -> str:
    """« 9 h », « 10 h 30 »."""
    here = local(moment) if isinstance(moment, datetime) else moment
    assert not isinstance(here, date) or isinstance(here, datetime)  # noqa: S101 -- for the type checker
    minutes = f"{NBSP}{here.minute:02}" if here.minute else ""
    return f"{here.hour}{NBSP}h{minutes}"


def hours(start: datetime | time, end: datetime | time) -> str:
    """« 9 h – 10 h 30 »."""
    return f"{hour(start)} – {hour(end)}"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """« ven. 21 mai, 9 h », in the given zone whatever that of the page."""
    here = moment.astimezone(zone).replace(tzinfo=None)
    return f"{day(here)}, {hour(here)}"


def duration(minutes: int) -> str:
    """« 1 h 30 », « 45 min », « 7 h »."""
    hours, rest = divmod(minutes, 60)
    if not hours and rest:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")
