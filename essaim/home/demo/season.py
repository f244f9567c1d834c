"""The season that runs: what just took place, what is announced in the six weeks to come, all relative to today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from essaim.home.demo.years import Held
from essaim.kernel.worktime import EVERYWHERE


def workday(today: date, steps: int) -> date:
    """The working day so many steps after today, before it when negative; 0 is today, whatever day it is."""
    day, way = today, 1 if steps > 0 else -1
    for _step in range(abs(steps)):
        day += timedelta(days=way)
        while not EVERYWHERE.works_on(day):
            day += timedelta(days=way)
    return day


LATELY: tuple[tuple[int, str, str, str, int, str, str], ...] = (
    (-37, "09:00", "pivot", "haddad", 7, "ouo", ""),
    (-34, "09:00", "mailing", "roux", 8, "ouu", "benali"),
    (-31, "12:30", "heat", "mercier", 19, "ououonuo", ""),
    (-28, "09:00", "plain", "morel", 6, "oou", "marchand"),
    (-25, "12:00", "bike", "cottet", 9, "ouoon", ""),
    (-22, "09:00", "formulas", "haddad", 6, "oo", "benali"),
    (-18, "14:00", "oral", "morel", 7, "ouoou", ""),
    (-14, "11:00", "inbox", "laurent", 8, "oun", ""),
    (-8, "14:00", "signs", "roux", 9, "ouo", "marchand"),
    (-4, "12:30", "screens", "kone tanguy", 16, "ouoo", ""),
    (-2, "11:00", "phone", "diop", 8, "ou", "benali"),
)
"""Working days from today, hour, topic, hosts, how many came, what they said, colleagues among them."""


def lately(today: date) -> list[Held]:
    return [
        Held(
            workday(today, steps), time.fromisoformat(hour), topic, tuple(hosts.split()), came, said,
            also=tuple(also.split()),
        )
        for steps, hour, topic, hosts, came, said, also in LATELY
    ]  # fmt: skip


@dataclass(frozen=True)
class Coming:
    """A session to come: how many are registered, how many of them only today, how many wait beyond the seats.

    `agent` says where the demo's agent stands: « in », « waits » or « offered ».
    """

    steps: int
    hour: str
    topic: str
    hosts: str = ""
    registered: int = 0
    today: int = 0
    waiting: int = 0
    agent: str = ""
    state: str = "published"
    """published, draft, or cancelled."""
    seats: int | None = -1
    """-1 for the usual seats of the format."""
    speaker: str = ""
    also: str = ""
    second_date: int = 0
    """Working days until a second date."""
    opens_in: int = 0
    """Days until registration opens."""
    is_remote: bool = False


TO_CLOSE = Coming(-1, "14:00", "slides", "roux", 8, agent="in", also="marchand")
"""Ended yesterday; its host has not closed it yet."""

TODAY = Coming(0, "", "memo", "roux", 8, agent="in")
"""Today, a little later: its host opens the room."""

WEEKS_TO_COME: tuple[Coming, ...] = (
    Coming(1, "09:00", "signs", "roux", 7),
    Coming(2, "11:00", "inbox", "laurent", 10, waiting=6, is_remote=True),
    Coming(3, "09:00", "phone", "", 9, today=2),
    Coming(4, "09:00", "pivot", "haddad", 6, today=3),
    Coming(5, "12:30", "secular", "marchand", 21, 4, agent="in", speaker="Nadège Lorrain, juriste"),
    Coming(6, "14:00", "video", "vidal", 6, today=1, seats=8),
    Coming(7, "09:00", "formulas", "haddad", 10, waiting=3, agent="waits"),
    Coming(8, "14:00", "rescue", "colin", 10, waiting=2, agent="offered", also="marchand"),
    Coming(9, "12:00", "compost", "petit brun", 11, today=2),
    Coming(10, "14:00", "oral", "morel", 8, today=1, agent="in"),
    Coming(11, "09:00", "passwords", "haddad", 9, today=1),
    Coming(12, "10:00", "remote", "vidal", 6, state="cancelled", is_remote=True),
    Coming(13, "14:00", "anger", "perrin", 7, today=2, second_date=5),
    Coming(14, "14:00", "charter", "girard", 9, today=1, also="marchand"),
    Coming(15, "12:30", "sleep", "", 17, 3, speaker="Docteure Élise Fontanel, médecin du travail"),
    Coming(16, "07:30", "back", "petit olive", 5, today=1),
    Coming(17, "11:00", "shortcuts", "haddad", 3, today=1),
    Coming(18, "14:00", "map", "mercier", 4, seats=8),
    Coming(20, "09:00", "meeting", "tanguy", opens_in=5),
    Coming(21, "14:00", "synthesis", "morel", 3, today=1),
    Coming(22, "12:00", "mending", "colin", 5, today=2),
    Coming(24, "09:00", "budget", "duval", 2),
    Coming(25, "14:00", "voices", "girard", state="draft"),
    Coming(26, "09:00", "styles", "", state="draft"),
    Coming(27, "10:00", "calendar", "kone", 2, today=1, is_remote=True),
)
CANCEL_REASON = "Thomas Vidal est absent jusqu’à la fin du mois : la séance reviendra au printemps."


def start_of(coming: Coming, now: datetime) -> datetime:
    """When it starts, in the time zone of `now`; the one of today starts soon, never outside the day."""
    day = workday(now.date(), coming.steps)
    if coming.hour:
        return datetime.combine(day, time.fromisoformat(coming.hour), tzinfo=now.tzinfo)
    soon = (now + timedelta(minutes=60)).replace(minute=0, second=0, microsecond=0)
    first, last = (datetime.combine(day, time(hour), tzinfo=now.tzinfo) for hour in (9, 22))
    return min(max(soon, first), last)
