"""Half-days on which somebody cannot give a session: they lead another one, or every room is taken."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from essaim.agenda.models import Sitting
from essaim.people.models import Agent, Organisation
from essaim.ui.words import gettext as _

Half = tuple[date, str]
Room = tuple[int, str]
NOON = time(12, 30)
KNOWN_FOR = timedelta(days=365)
"""A room that served within the year is one of the house."""


def taken_halves(agent: Agent, days: list[date]) -> dict[Half, str]:
    """Why each half-day cannot be, in two queries; nothing about the others."""
    organisation = agent.organisation
    zone = organisation.zone
    begins = datetime.combine(days[0], time(), tzinfo=zone)
    ends = datetime.combine(days[-1] + timedelta(days=1), time(), tzinfo=zone)
    found = dict.fromkeys(halves_without_room(organisation, begins, ends), _("plus de salle"))
    led = Sitting.objects.filter(
        session__hosts__agent=agent, session__cancelled_at=None, starts_at__lt=ends, ends_at__gt=begins
    )
    for starts_at, ends_at in led.values_list("starts_at", "ends_at"):
        found |= dict.fromkeys(halves_of(starts_at, ends_at, zone), _("vous animez ailleurs"))
    return found


def halves_without_room(organisation: Organisation, begins: datetime, ends: datetime) -> list[Half]:
    """Those during which each room that served within the year holds a session; none while no room is known."""
    rooms: set[Room] = set()
    taken: dict[Half, set[Room]] = {}
    served = Sitting.objects.filter(
        session__programme__organisation=organisation,
        session__cancelled_at=None,
        starts_at__gte=begins - KNOWN_FOR,
        starts_at__lt=ends,
        site__isnull=False,
    ).exclude(room="")
    for site, name, starts_at, ends_at in served.values_list("site", "room", "starts_at", "ends_at"):
        room = (site or 0, name.strip().casefold())
        rooms.add(room)
        if ends_at > begins:
            for half in halves_of(starts_at, ends_at, organisation.zone):
                taken.setdefault(half, set()).add(room)
    return [half for half, busy in taken.items() if busy == rooms]


def halves_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Iterator[Half]:
    """The mornings and afternoons that a date touches."""
    for day in days_between(starts_at.astimezone(zone), ends_at.astimezone(zone)):
        noon = datetime.combine(day, NOON, tzinfo=zone)
        midnight = datetime.combine(day, time(), tzinfo=zone)
        if starts_at < noon and ends_at > midnight:
            yield day, "am"
        if ends_at > noon and starts_at < midnight + timedelta(days=1):
            yield day, "pm"


def days_between(starts_at: datetime, ends_at: datetime) -> Iterable[date]:
    count = (ends_at.date() - starts_at.date()).days
    return (starts_at.date() + timedelta(days=shift) for shift in range(count + 1))
