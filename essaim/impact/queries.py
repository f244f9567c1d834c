"""The figures of a programme over a period, each counted from its rows and none given by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance, Host, Session
from essaim.feedback import queries as feedback
from essaim.kernel.aggregates import Joined
from essaim.programmes.models import Format, Programme, Season

Rates = dict[str, dict[int, feedback.UsefulCount]]
NARROW = "\u202f"
BETWEEN = "\x1f"
"""Between two names told in one text: nobody types it."""


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
    """One line of the table. A rate is None when nothing may be published; its `waiting` answers are kept back."""

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
    used: Useful | None
    """« Oui, souvent » and « Parfois », of those asked some weeks later."""
    used_waiting: int

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
    invited: int
    answers: int
    closed_hot: int
    closed_cold: int
    """Answers to the questionnaires that are closed, right after and some weeks later."""


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

    @property
    def transfers(self) -> list[Row]:
        """The lines that may say how many use what they learnt: formats, then all together if they are several."""
        told = [row for row in self.formats if row.used]
        return [*told, self.total] if len(told) > 1 else told


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
    """Count a period, by format and in total, in three queries whatever its size."""
    sessions = sessions_of(programme, first, last)
    tally = _counted(programme, sessions)
    rates = feedback.rate_counts(sessions, threshold=programme.organisation.privacy_threshold)
    formats = [kind for kind in programme.formats.order_by("rank", "pk") if kind.pk in tally.people]
    rows = [tally.row(kind.name, {kind.pk}, rates, format=kind) for kind in formats]
    total = tally.row(_("Ensemble"), set(tally.people), rates)
    return Indicators(programme, first, last, rows, total, tally.held)


def _counted(programme: Programme, sessions: QuerySet[Session]) -> "_Tally":
    """These sessions of one programme in the order of their days, read without building an object for each.

    Each brings who came in one text, and who led it in another. Telling people apart costs the database a
    sort of all attendances, and Python a set.
    """
    came = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    led = Host.objects.filter(session=OuterRef("pk")).order_by().values("session")
    by_number = Concat(Value("#"), Cast("agent", CharField()))
    host = Case(When(agent__isnull=False, then=by_number), default=F("speaker"))
    rows = feedback.with_responses(sessions).annotate(
        people=Subquery(came.annotate(all=Joined("person", ",")).values("all")),
        leaders=Subquery(led.annotate(all=Joined(host, BETWEEN)).values("all")),
    )
    names = ("invited", "answered", "closed_hot", "closed_cold")
    columns = rows.order_by("starts_at", "pk").values_list(
        "format", "seats", "starts_at", "people", "leaders", *names
    )
    zone, tally = programme.organisation.zone, _Tally()
    for kind, seats, at, people, leaders, *responses in columns:
        persons = people.split(",") if people else []
        tally.held.append(Counted(kind, seats, at.astimezone(zone).date(), len(persons), *responses))
        tally.people.setdefault(kind, set()).update(persons)
        tally.hosts.setdefault(kind, set()).update(leaders.split(BETWEEN) if leaders else ())
    return tally


def held_sessions(sessions: QuerySet[Session]) -> list[Held]:
    """These sessions in the order of their days, each with its attendances and its answers."""
    rows: QuerySet[Any] = feedback.with_responses(sessions).annotate(came=Count("attendances"))
    return [
        Held(
            session,
            session.starts_at.astimezone(session.programme.organisation.zone).date(),
            session.came,
            session.invited,
            session.answered,
        )
        for session in rows.select_related("format", "programme__organisation").order_by("starts_at", "pk")
    ]


@dataclass(frozen=True)
class _Tally:
    """What was counted, before it is put in lines; people and hosts by format."""

    held: list[Counted] = field(default_factory=list)
    people: dict[int, set[str]] = field(default_factory=dict)
    hosts: dict[int, set[str]] = field(default_factory=dict)
    """An agent by number, somebody from outside by name."""

    def row(self, name: str, kinds: set[int], rates: Rates, *, format: Format | None = None) -> Row:
        """One line: of a format, or of all of them, where a person or a host counts once."""
        held = [row for row in self.held if row.format in kinds]
        limited = [row for row in held if row.seats is not None]
        attendances = sum(row.attendances for row in held)
        counts = {
            question: [count for kind, count in found.items() if kind in kinds]
            for question, found in rates.items()
        }
        sheets = {question: sum(count.sheets for count in found) for question, found in counts.items()}
        hosts = set().union(*(self.hosts[kind] for kind in kinds))
        return Row(
            name=name,
            format=format,
            sessions=len(held),
            attendances=attendances,
            distinct_agents=len(set().union(*(self.people[kind] for kind in kinds))),
            hosts=len({" ".join(host.casefold().split()) for host in hosts}),
            seats=sum(row.seats or 0 for row in limited),
            seats_filled=sum(row.attendances for row in limited),
            response=Response(
                sum(row.answers for row in held), sum(row.invited for row in held), attendances
            ),
            useful=summed(counts["useful"]),
            waiting=sum(row.closed_hot for row in held) - sheets["useful"],
            used=summed(counts["transfer"]),
            used_waiting=sum(row.closed_cold for row in held) - sheets["transfer"],
        )


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
