"""The figures of a programme over a period, each counted from its rows and none given by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Case, Count, Max, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance, Host, Session
from essaim.feedback import queries as feedback
from essaim.programmes.models import Format, Programme, Season

NARROW = "\u202f"


def number(value: float) -> str:
    """« 1 234 », « 5,9 »."""
    return f"{value:,}".replace(",", NARROW).replace(".", ",")


@dataclass(frozen=True)
class Response:
    """Questionnaires answered, out of those sent; beside them those who were present."""

    answers: int = 0
    invited: int = 0
    present: int = 0

    @property
    def percent(self) -> float | None:
        return round(100 * self.answers / self.invited, 1) if self.invited else None

    @property
    def in_words(self) -> str:
        """« 62 réponses sur 149 questionnaires, 153 présents »."""
        answers = ngettext("%s réponse", "%s réponses", self.answers) % number(self.answers)
        invited = ngettext("%s questionnaire", "%s questionnaires", self.invited) % number(self.invited)
        present = ngettext("%s présent", "%s présents", self.present) % number(self.present)
        return _("%(answers)s sur %(invited)s, %(present)s") % {
            "answers": answers,
            "invited": invited,
            "present": present,
        }


@dataclass(frozen=True)
class Useful:
    """« Oui, vraiment » and « Un peu », out of the answers to that question."""

    yes: int
    answers: int

    @property
    def percent(self) -> int:
        return round(100 * self.yes / self.answers)

    @property
    def in_words(self) -> str:
        """« 53 sur 62 réponses »."""
        return ngettext(
            "%(yes)s sur %(answers)s réponse", "%(yes)s sur %(answers)s réponses", self.answers
        ) % {
            "yes": number(self.yes),
            "answers": number(self.answers),
        }


@dataclass(frozen=True)
class Row:
    """One line of the table. `useful` is None when nothing may be published; `waiting` answers are kept back."""

    name: str
    format: Format | None
    sessions: int
    attendances: int
    distinct_agents: int
    hosts: int
    seats: int
    seats_filled: int
    response: Response
    useful: Useful | None
    waiting: int

    @property
    def per_session(self) -> float:
        return round(self.attendances / self.sessions, 1) if self.sessions else 0

    @property
    def filled_percent(self) -> int | None:
        """Attendances out of seats, over the sessions that limit their seats."""
        return round(100 * self.seats_filled / self.seats) if self.seats else None


@dataclass(frozen=True)
class Held:
    """A session that took place, and how many attended it."""

    session: Session
    day: date
    attendances: int
    invited: int = 0
    answers: int = 0


class Counted(NamedTuple):
    """A session that took place, in the few columns that figures add up."""

    format: int
    seats: int | None
    day: date
    attendances: int


@dataclass(frozen=True)
class Month:
    """The attendances of one month."""

    first: date
    attendances: int


@dataclass(frozen=True)
class Indicators:
    """The whole table, its total line, and what the bars show."""

    programme: Programme
    first: date
    last: date
    formats: list[Row]
    total: Row
    held: list[Counted] = field(repr=False, default_factory=list)

    @property
    def months(self) -> list[Month]:
        """Every month between the first and the last session, also those without any."""
        return months_of(self.held)

    @property
    def threshold(self) -> int:
        return self.programme.organisation.privacy_threshold


def sessions_of(programme: Programme, first: date, last: date) -> QuerySet[Session]:
    """Sessions held in a period: closed, not cancelled, and whose first date falls on one of its days.

    Both days belong to the period, in the organisation's time zone. A session of several dates belongs wholly
    to the day of its first date, the one on which its attendances are frozen: it is never cut in two.
    """
    zone = programme.organisation.zone
    begins = datetime.combine(first, time(), tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    held = Session.objects.filter(programme=programme, closed_at__isnull=False, cancelled_at=None)
    return held.filter(starts_at__gte=begins, starts_at__lt=ends)


def indicators(programme: Programme, first: date, last: date) -> Indicators:
    """Count a period, by format and in total, in six queries whatever its size."""
    sessions = sessions_of(programme, first, last)
    responses = {row.session: row for row in feedback.response_counts(sessions)}
    held = counted_sessions(programme, sessions)
    used = {row.format for row in held}
    formats = [kind for kind in programme.formats.order_by("rank", "pk") if kind.pk in used]
    people, everybody = _people(sessions, formats)
    tally = _Tally(
        held=held,
        people=people,
        everybody=everybody,
        hosts=_hosts(sessions),
        responses=list(responses.values()),
        useful=feedback.useful_counts(sessions, threshold=programme.organisation.privacy_threshold),
    )
    rows = [tally.row(kind.name, {kind.pk}, format=kind) for kind in formats]
    return Indicators(programme, first, last, rows, tally.row(_("Ensemble"), used), held)


def counted_sessions(programme: Programme, sessions: QuerySet[Session]) -> list[Counted]:
    """These sessions of one programme in the order of their days, read without building an object for each."""
    came = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    rows = sessions.annotate(came=Coalesce(Subquery(came.annotate(n=Count("pk")).values("n")), 0))
    columns = rows.order_by("starts_at", "pk").values_list("format", "seats", "starts_at", "came")
    zone = programme.organisation.zone
    return [Counted(kind, seats, at.astimezone(zone).date(), number) for kind, seats, at, number in columns]


def held_sessions(
    sessions: QuerySet[Session], responses: dict[int, feedback.ResponseCount] | None = None
) -> list[Held]:
    """These sessions in the order of their days, each with its attendances."""
    rows = sessions.select_related("format", "programme__organisation").annotate(came=Count("attendances"))
    silent = feedback.ResponseCount(session=0, format=0, is_closed=True, invited=0, answered=0)
    known = responses or {}
    found = []
    for session in rows.order_by("starts_at", "pk"):
        response = known.get(session.pk, silent)
        day = session.starts_at.astimezone(session.programme.organisation.zone).date()
        found.append(Held(session, day, session.came, response.invited, response.answered))
    return found


def held_with_responses(sessions: QuerySet[Session]) -> list[Held]:
    """The same, with how many were asked and how many answered."""
    return held_sessions(sessions, {row.session: row for row in feedback.response_counts(sessions)})


def _attended(sessions: QuerySet[Session]) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session__in=sessions.values("pk"))


def _people(sessions: QuerySet[Session], formats: Iterable[Format]) -> tuple[dict[int, int], int]:
    """How many distinct people came to each format, and to all of them: attendances are gone through once."""
    came_to = {
        f"format_{kind.pk}": Max(Case(When(session__format=kind, then=1), default=0)) for kind in formats
    }
    each = _attended(sessions).order_by().values("person").annotate(**came_to)
    counts = each.aggregate(everybody=Count("person"), **{f"in_{name}": Sum(name) for name in came_to})
    return {kind.pk: counts[f"in_format_{kind.pk}"] or 0 for kind in formats}, counts["everybody"]


def _hosts(sessions: QuerySet[Session]) -> set[tuple[int, str]]:
    """Each format with each of its hosts: an agent by number, somebody from outside by name."""
    rows = Host.objects.filter(session__in=sessions.values("pk")).order_by()
    found = rows.values_list("session__format", "agent", "speaker").distinct()
    return {
        (kind, f"#{agent}" if agent else " ".join(name.casefold().split())) for kind, agent, name in found
    }


@dataclass(frozen=True)
class _Tally:
    """What was counted, before it is put in lines."""

    held: list[Counted]
    people: dict[int, int]
    everybody: int
    hosts: set[tuple[int, str]]
    responses: list[feedback.ResponseCount]
    useful: dict[int, feedback.UsefulCount]

    def row(self, name: str, kinds: set[int], *, format: Format | None = None) -> Row:
        """One line: of a format, or of all of them, where a person or a host counts once."""
        held = [row for row in self.held if row.format in kinds]
        attendances = sum(row.attendances for row in held)
        limited = [row for row in held if row.seats is not None]
        responses = [row for row in self.responses if row.format in kinds]
        useful = [count for kind, count in self.useful.items() if kind in kinds]
        closed = sum(row.answered for row in responses if row.is_closed)
        return Row(
            name=name,
            format=format,
            sessions=len(held),
            attendances=attendances,
            distinct_agents=self.people.get(format.pk, 0) if format else self.everybody,
            hosts=len({host for kind, host in self.hosts if kind in kinds}),
            seats=sum(row.seats or 0 for row in limited),
            seats_filled=sum(row.attendances for row in limited),
            response=Response(
                sum(row.answered for row in responses), sum(row.invited for row in responses), attendances
            ),
            useful=summed(useful),
            waiting=closed - sum(count.sheets for count in useful),
        )


@dataclass(frozen=True)
class Transfer:
    """Of those asked some weeks later, how many use what they learnt; by format, then all together."""

    name: str
    used: Useful


def transfers(programme: Programme, first: date, last: date) -> list[Transfer]:
    """Only what may be published: nothing at all when no format has enough answers."""
    threshold = programme.organisation.privacy_threshold
    counts = feedback.transfer_counts(sessions_of(programme, first, last), threshold=threshold)
    if not counts:
        return []
    formats = programme.formats.filter(pk__in=counts).order_by("rank", "pk")
    found = [Transfer(kind.name, Useful(counts[kind.pk].yes, counts[kind.pk].answers)) for kind in formats]
    total = summed(counts.values())
    return [*found, Transfer(_("Ensemble"), total)] if total and len(found) > 1 else found


def summed(counts: Iterable[feedback.UsefulCount]) -> Useful | None:
    """None when nothing may be published."""
    known = list(counts)
    return Useful(sum(c.yes for c in known), sum(c.answers for c in known)) if known else None


def months_of(held: list[Counted]) -> list[Month]:
    """Attendances month by month, without a hole."""
    if not held:
        return []
    totals: dict[date, int] = {}
    month, end = held[0].day.replace(day=1), held[-1].day
    while month <= end:
        totals[month] = 0
        month = (month + timedelta(days=32)).replace(day=1)
    for row in held:
        totals[row.day.replace(day=1)] += row.attendances
    return [Month(first, count) for first, count in totals.items()]


@dataclass(frozen=True)
class Period:
    """A period one may choose by its name."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def periods(programme: Programme, today: date) -> list[Period]:
    """Seasons, the latest first, then this year and the one before."""
    seasons: QuerySet[Season] = programme.seasons.order_by("-starts_on", "-pk")
    named = [Period(season.name, season.starts_on, season.ends_on) for season in seasons]
    years = [Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in (today.year, today.year - 1)]
    return named + years


def usual_period(choices: list[Period], today: date) -> Period:
    """The season we are in; else the last one that has begun; else this year."""
    begun = [period for period in choices if period.first <= today]
    return next((period for period in begun if today <= period.last), begun[0])
