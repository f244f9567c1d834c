"""The season's figures, below the decisions of the week."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.cache import caches
from django.db.models import QuerySet

from essaim.home.models import SeasonCount
from essaim.home.queries.week.pulse import Pulse, figures_pulse
from essaim.impact.queries import Response, Useful, indicators
from essaim.kernel.prepared import Prepared
from essaim.programmes.models import Programme, Season
from essaim.ui.phrases import quoted
from essaim.ui.templatetags.ui import number
from essaim.ui.words import gettext as _

KEPT_SECONDS = 600


@dataclass(frozen=True)
class Tile:
    """One figure and what it is out of."""

    label: str
    value: str
    note: str
    unit: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures of one programme since its season, or the year, began."""

    title: str
    tiles: list[Tile]
    counted_at: datetime | None = None
    """When they were counted, if something has moved since."""


@dataclass(frozen=True)
class Span:
    """A season, or a year where there is none."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Spans:
    """The season we are in and the one before; else this year and the last."""

    title: str
    now: Span
    before: Span | None


@dataclass(frozen=True)
class Counts:
    """What the tiles of a season say, as numbers; `useful` is None when nothing may be published."""

    sessions: int
    per_session: float
    distinct_agents: int
    attendances: int
    hosts: int
    answers: int
    invited: int
    useful: tuple[int, int] | list[int] | None

    @property
    def response(self) -> Response:
        return Response(self.answers, self.invited)

    @property
    def usefulness(self) -> Useful | None:
        return Useful(*self.useful) if self.useful else None


def counts_of(programme: Programme, span: Span) -> Counts:
    """Counted from its rows: by far the slowest reading of the page."""
    total = indicators(programme, span.first, span.last).total
    return Counts(
        sessions=total.sessions,
        per_session=total.per_session,
        distinct_agents=total.distinct_agents,
        attendances=total.attendances,
        hosts=total.hosts,
        answers=total.response.answers,
        invited=total.response.invited,
        useful=(total.useful.yes, total.useful.answers) if total.useful else None,
    )


def season_counted(programme: Programme, spans: Spans, stamp: str, *, at: datetime) -> SeasonCount:
    """A new count, which nobody has written down yet."""
    return SeasonCount(
        programme=programme,
        starts_on=spans.now.first,
        stamp=stamp,
        now=asdict(counts_of(programme, spans.now)),
        before=asdict(counts_of(programme, spans.before)) if spans.before else None,
        counted_at=at,
    )


def worded(season: SeasonCount, spans: Spans) -> list[Tile]:
    """Agents stand beside participations, so that nobody takes one for the other; beside them, the season before."""
    total = Counts(**season.now)
    past = Counts(**season.before) if season.before else None
    before = spans.before
    if past is not None and not past.sessions:
        past = None

    def note(name: str, own: str) -> str:
        """« 165 pour 2020. Qui vient deux fois compte deux fois. »."""
        if past is None or before is None:
            return own
        compared = _("%(n)s pour %(name)s.") % {"n": number(getattr(past, name)), "name": before.name}
        return f"{compared} {own}".rstrip()

    once, twice = _("Chaque personne compte une fois."), _("Qui vient deux fois compte deux fois.")
    each = _("%(n)s par séance") % {"n": number(total.per_session)} if total.per_session else ""
    tiles = [
        Tile(_("Séances tenues"), number(total.sessions), note("sessions", each)),
        Tile(_("Agents"), number(total.distinct_agents), note("distinct_agents", once)),
        Tile(_("Participations"), number(total.attendances), note("attendances", twice)),
        Tile(_("Animatrices et animateurs"), number(total.hosts), note("hosts", once)),
    ]
    return tiles + shares_of(total, past, before)


def shares_of(total: Counts, past: Counts | None, before: Span | None) -> list[Tile]:
    """What can only be told once enough people answered, each with its denominator."""
    tiles = []
    response, useful = total.response, total.usefulness
    if useful is not None:
        note = _("%(yes)s réponses sur %(answers)s") % {"yes": useful.yes, "answers": useful.answers}
        found_so = past.usefulness.percent if past and past.usefulness else None
        tiles.append(
            Tile(_("Compétences utiles"), number(useful.percent), compared(found_so, before, note), "%")
        )
    if response.percent is not None:
        note = _("%(answers)s questionnaires sur %(sent)s") % {
            "answers": response.answers,
            "sent": response.invited,
        }
        was = past.response.percent if past else None
        tiles.append(Tile(_("Taux de réponse"), number(response.percent), compared(was, before, note), "%"))
    return tiles


def compared(was: float | None, before: Span | None, note: str) -> str:
    """« 85 % pour 2020. 53 réponses sur 62 »."""
    if was is None or before is None:
        return note
    past = _("%(n)s %% pour %(name)s.") % {"n": number(was), "name": before.name}
    return f"{past} {note}"


def spans_of(programme: Programme, *, today: date) -> Spans:
    """What is counted today, and what it is compared with."""
    seasons = read_seasons(programme=programme.pk, today=today)
    if seasons and seasons[0].ends_on >= today:
        now, *before = [Span(quoted(season.name), season.starts_on, season.ends_on) for season in seasons]
        return Spans(seasons[0].name, now, next(iter(before), None))
    this, last = (Span(str(y), date(y, 1, 1), date(y, 12, 31)) for y in (today.year, today.year - 1))
    return Spans(_("Depuis janvier"), this, last)


def begun_seasons(*, programme: int, today: date) -> QuerySet[Season]:
    begun = Season.objects.filter(programme=programme, starts_on__lte=today)
    return begun.order_by("-starts_on", "-pk")[:2]


def last_count(*, programme: int, starts_on: date) -> QuerySet[SeasonCount]:
    return SeasonCount.objects.filter(programme=programme, starts_on=starts_on)


read_seasons = Prepared(begun_seasons, programme=int, today=date)
read_count = Prepared(last_count, programme=int, starts_on=date)


def stamp_of(programme: Programme, spans: Spans, pulse: Pulse) -> str:
    """The same as long as nothing of the programme was held, answered or corrected, and the season goes on."""
    beats = [row for row in figures_pulse(pulse) if row[0] == programme.pk]
    return hashlib.sha256(repr((spans.now, spans.before, beats)).encode()).hexdigest()


def season_figures(programme: Programme | None, pulse: Pulse, *, at: datetime) -> Figures | None:
    """The worker's last count, with its moment if something has moved since; counted here before its first turn."""
    if programme is None:
        return None
    spans = spans_of(programme, today=at.astimezone(programme.organisation.zone).date())
    stamp = stamp_of(programme, spans, pulse)
    written = read_count(programme=programme.pk, starts_on=spans.now.first)
    season = written[0] if written else counted_here(programme, spans, stamp, at=at)
    is_true = season.stamp == stamp
    return Figures(spans.title, worded(season, spans), None if is_true else season.counted_at)


def counted_here(programme: Programme, spans: Spans, stamp: str, *, at: datetime) -> SeasonCount:
    key = ("season figures", programme.pk, stamp)
    found: SeasonCount | None = caches["pages"].get(key)
    if found is None:
        found = season_counted(programme, spans, stamp, at=at)
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found
