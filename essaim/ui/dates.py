"""Days and hours as a colleague writes them, in French and in English."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from essaim.kernel.language import in_english

NBSP = "\u00a0"
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
SHORT_DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
SHORT_MONTHS = [
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
]
ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ENGLISH_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


def local(moment: date) -> date:
    """An aware moment in the time zone of the page; a bare day as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def day_name(moment: date) -> str:
    """« vendredi », “Friday”."""
    return (ENGLISH_DAYS if in_english() else DAYS)[moment.weekday()]


def short_day_name(moment: date) -> str:
    """« ven. », “Fri”."""
    return ENGLISH_DAYS[moment.weekday()][:3] if in_english() else SHORT_DAYS[moment.weekday()]


def month_name(moment: date) -> str:
    """« mai », “May”."""
    return (ENGLISH_MONTHS if in_english() else MONTHS)[moment.month - 1]


def short_month_name(moment: date) -> str:
    """« janv. », “Jan”."""
    return ENGLISH_MONTHS[moment.month - 1][:3] if in_english() else SHORT_MONTHS[moment.month - 1]


def day_of_month(moment: date) -> str:
    """« 1er », « 21 »; “1”, “21”."""
    return "1er" if moment.day == 1 and not in_english() else str(moment.day)


def day(moment: date) -> str:
    """« ven. 21 mai », “Fri 21 May”."""
    here = local(moment)
    return f"{short_day_name(here)} {day_of_month(here)}{NBSP}{month_name(here)}"


def long_day(moment: date, *, today: date) -> str:
    """« vendredi 21 mai », “Friday 21 May”, with the year when it is not this one."""
    here = local(moment)
    year = "" if here.year == today.year else f" {here.year}"
    return f"{day_name(here)} {day_of_month(here)}{NBSP}{month_name(here)}{year}"


def full_day(moment: date) -> str:
    """« vendredi 21 mai 2021 », for what is read years later."""
    return f"{long_day(moment, today=local(moment))} {local(moment).year}"


def day_and_year(day: date) -> str:
    """« 1er septembre 2030 », “1 September 2030”."""
    return f"{day_of_month(day)} {month_name(day)} {day.year}"


def days_between(first: date, last: date) -> str:
    """« Du 24 au 28 mai », « Du 31 mai au 4 juin »; “24 to 28 May”, “31 May to 4 June”."""
    start = day_of_month(first) if first.month == last.month else f"{day_of_month(first)} {month_name(first)}"
    end = f"{day_of_month(last)} {month_name(last)}"
    return f"{start} to {end}" if in_english() else f"Du {start} au {end}"


def hour(moment: datetime | time) -> str:
    """« 9 h », « 10 h 30 »; “9am”, “10:30am”, “midday”."""
    here = local(moment) if isinstance(moment, datetime) else moment
    assert not isinstance(here, date) or isinstance(here, datetime)  # noqa: S101 -- for the type checker
    if in_english():
        return english_hour(here.hour, here.minute)
    minutes = f"{NBSP}{here.minute:02}" if here.minute else ""
    return f"{here.hour}{NBSP}h{minutes}"


def english_hour(hour: int, minute: int) -> str:
    if not minute and hour in {0, 12}:
        return "midday" if hour else "midnight"
    minutes = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'am' if hour < 12 else 'pm'}"


def hours(start: datetime | time, end: datetime | time) -> str:
    """« 9 h – 10 h 30 », “9am to 10:30am”."""
    return f"{hour(start)} {'to' if in_english() else '–'} {hour(end)}"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """« ven. 21 mai, 9 h », in the given zone whatever that of the page."""
    here = moment.astimezone(zone).replace(tzinfo=None)
    return f"{day(here)}, {hour(here)}"


def duration(minutes: int) -> str:
    """« 1 h 30 », « 45 min », « 7 h »; “1 hr 30 min”, “45 min”, “7 hr”."""
    hours, rest = divmod(minutes, 60)
    if not hours and rest:
        return f"{rest}{NBSP}min"
    if in_english():
        return f"{hours}{NBSP}hr" + (f" {rest}{NBSP}min" if rest else "")
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")
