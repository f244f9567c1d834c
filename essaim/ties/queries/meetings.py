"""Who met whom: what a closed session says of it, and what is known of some people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from django.db.models import Q, QuerySet

from essaim.agenda.models import Attendance, Host, Session
from essaim.ties.counting import Pair
from essaim.ties.models import Place, Tie
from essaim.ties.rules import MOST_TOGETHER


@dataclass(frozen=True)
class Meetings:
    """The pairs of one session, by how closely they met."""

    on: date
    came: set[int]
    pairs: dict[str, set[Pair]]
    has_tables: bool


def meetings_of(session: Session) -> Meetings:
    """Everybody who came or led, in a session small enough to meet; each table's people who came; those who led.

    At most 780 pairs for the room, and those of its tables: never all the pairs of a plenary.
    """
    came = set(
        Attendance.objects.filter(session=session, agent__isnull=False).values_list("agent", flat=True)
    )
    led = set(Host.objects.filter(session=session, agent__isnull=False).values_list("agent", flat=True))
    together = (came | led) if len(came | led) <= MOST_TOGETHER else set()
    tables = tables_of(session)
    return Meetings(
        on=session.starts_at.astimezone(session.programme.organisation.zone).date(),
        came=came,
        pairs={
            Tie.Kind.SESSION: _pairs([together]),
            Tie.Kind.TABLE: _pairs(people & came for people in tables),
            Tie.Kind.TEAM: _pairs([led]),
        },
        has_tables=bool(tables),
    )


def tables_of(session: Session) -> list[set[int]]:
    """Who was to sit together, round by round, as the composition of the session stands."""
    places = Place.objects.filter(member__composition__session=session, member__is_away=False)
    tables: dict[tuple[int, int], set[int]] = {}
    for turn, table, agent in places.order_by("pk").values_list("round", "table", "member__agent"):
        tables.setdefault((turn, table), set()).add(agent)
    return list(tables.values())


def _pairs(groups: Iterable[Collection[int | None]]) -> set[Pair]:
    return {
        two for people in groups for two in combinations(sorted(one for one in people if one is not None), 2)
    }


def met_among(people: Collection[int], *, until: datetime, but: int | None = None) -> dict[Pair, int]:
    """In how many sessions each pair of these people met, up to a moment, one session left out; one query."""
    ties = Tie.objects.filter(low__in=people, high__in=people, met_on__lte=until.date())
    sessions: dict[Pair, set[int]] = {}
    for low, high, session in ties.exclude(session=but).order_by().values_list("low", "high", "session"):
        sessions.setdefault((low, high), set()).add(session)
    return {two: len(found) for two, found in sessions.items()}


def sessions_to_record(*, at: datetime, kept: timedelta) -> QuerySet[Session]:
    """Closed sessions whose ties are not written, or not since a presence was corrected; the latest closed last.

    Those older than ties are kept are left alone.
    """
    due = Q(ties_record=None) | Q(ties_record__is_due=True)
    closed = Session.objects.filter(due, closed_at__isnull=False, starts_at__gte=at - kept)
    return closed.select_related("programme__organisation").order_by("closed_at", "pk")
