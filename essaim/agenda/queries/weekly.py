"""The programme of the week, for who asked for it: what is open to them, and where they hold a seat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.sessions import upcoming_sessions
from essaim.letters.models import Letter, Wish
from essaim.letters.queries import wishing
from essaim.people.models import Agent, Organisation

AHEAD = timedelta(days=21)
SOON = timedelta(days=7)
MOST = 10


@dataclass(frozen=True)
class Week:
    """What the letter holds: the first sessions that one may join, how many others, and one's own of the week."""

    open: list[Session]
    more: int
    mine: list[Session]

    @property
    def count(self) -> int:
        return len(self.open) + self.more


def to_tell(organisation: Organisation, week: str) -> QuerySet[Agent]:
    """Who asked for it and has not had that of this week."""
    written = Letter.objects.filter(kind=Letter.Kind.PROGRAMME_WEEK, key__endswith=f":{week}")
    agents = Agent.objects.filter(
        pk__in=wishing(Wish.What.PROGRAMME), organisation=organisation, is_active=True
    )
    rest: QuerySet[Agent] = agents.exclude(pk__in=written.values("agent"))
    return rest.select_related("organisation").order_by("pk")


def week_for(agent: Agent, *, at: datetime) -> Week:
    """Of the three weeks to come: open for registration now, and not yet one's own; soonest first."""
    mine = Registration.objects.filter(agent=agent, state__in=Registration.LIVE)
    coming = (
        upcoming_sessions(agent, at=at)
        .filter(cancelled_at=None, starts_at__gt=at, starts_at__lt=at + AHEAD)
        .select_related("programme__organisation")
        .order_by("starts_at", "pk")
    )
    opened = Q(registration_opens_at=None) | Q(registration_opens_at__lte=at)
    not_closed = Q(registration_closes_at=None) | Q(registration_closes_at__gt=at)
    at_home = Q(programme__organisation=agent.organisation_id)
    room = Q(seats=None) | Q(~at_home, taken__lt=F("seats")) | Q(taken__lt=F("seats") - F("kept"))
    rows = coming.filter(opened, not_closed, room).exclude(pk__in=mine.values("session"))
    rows = rows.exclude(hosts__agent=agent)
    found = list(rows)
    seats = mine.filter(state=Registration.State.CONFIRMED)
    held = coming.filter(pk__in=seats.values("session"), starts_at__lt=at + SOON)
    return Week(found[:MOST], len(found[MOST:]), list(held))
