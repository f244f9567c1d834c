"""The season's figures, below the decisions of the week."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import caches
from django.utils.translation import get_language

from essaim.home.queries.week.pulse import Pulse
from essaim.impact.queries import Row, indicators
from essaim.programmes.models import Programme, Season
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


@dataclass(frozen=True)
class Span:
    """A season, or a year where there is none."""

    name: str
    first: date
    last: date


def figures_of(programme: Programme, *, title: str, now: Span, before: Span | None) -> Figures:
    """Agents stand beside participations, so that nobody takes one for the other; beside them, the season before."""
    total = indicators(programme, now.first, now.last).total
    past = indicators(programme, before.first, before.last).total if before else None
    if past is not None and not past.sessions:
        past = None

    def note(name: str, own: str) -> str:
        """« 165 pour 2020. Qui vient deux fois compte deux fois. »."""
        if past is None or before is None:
            return own
        compared = _("%(n)s pour %(name)s.") % {"n": number(getattr(past, name)), "name": before.name}
        return f"{compared} {own}"

    once, twice = _("Chaque personne compte une fois."), _("Qui vient deux fois compte deux fois.")
    each = _("%(n)s par séance") % {"n": number(total.per_session)}
    tiles = [
        Tile(_("Séances tenues"), number(total.sessions), note("sessions", each)),
        Tile(_("Agents"), number(total.distinct_agents), note("distinct_agents", once)),
        Tile(_("Participations"), number(total.attendances), note("attendances", twice)),
        Tile(_("Animatrices et animateurs"), number(total.hosts), note("hosts", once)),
    ]
    return Figures(title, tiles + shares_of(total, past, before))


def shares_of(total: Row, past: Row | None, before: Span | None) -> list[Tile]:
    """What can only be told once enough people answered, each with its denominator."""
    tiles = []
    response, useful = total.response, total.useful
    if useful is not None:
        note = _("%(yes)s réponses sur %(answers)s") % {"yes": useful.yes, "answers": useful.answers}
        found_so = past.useful.percent if past and past.useful else None
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


def season_figures(programme: Programme | None, pulse: Pulse, *, at: datetime) -> Figures | None:
    """Those of a programme up to today, kept as long as nothing of it was held, answered or corrected."""
    if programme is None:
        return None
    today = at.astimezone(programme.organisation.zone).date()
    seasons = Season.objects.filter(programme=programme, starts_on__lte=today).order_by("-starts_on", "-pk")
    known = list(seasons[:2])
    spans = [Span(f"« {season.name} »", season.starts_on, season.ends_on) for season in known]
    if spans and spans[0].last >= today:
        title, now, before = known[0].name, spans[0], next(iter(spans[1:]), None)
    else:
        title, now = _("Depuis janvier"), Span(str(today.year), date(today.year, 1, 1), today)
        before = Span(str(today.year - 1), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    now = Span(now.name, now.first, today)
    key = ("season figures", programme.pk, title, now, before, get_language(), pulse)
    found: Figures | None = caches["pages"].get(key)
    if found is None:
        found = figures_of(programme, title=title, now=now, before=before)
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found
