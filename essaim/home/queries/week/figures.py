"""The season's figures, below the decisions of the week."""

from dataclasses import dataclass
from datetime import date, datetime

from essaim.impact.queries import indicators
from essaim.people.models import Agent
from essaim.programmes.models import Programme, Season
from essaim.programmes.queries import programme_to_pilot
from essaim.ui.templatetags.ui import number
from essaim.ui.words import gettext as _


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


def figures_of(programme: Programme, *, title: str, first: date, last: date) -> Figures:
    """Agents stand beside participations, so that nobody takes one for the other."""
    total = indicators(programme, first, last).total
    tiles = [
        Tile(
            _("Séances tenues"),
            number(total.sessions),
            _("%(n)s par séance") % {"n": number(total.per_session)},
        ),
        Tile(_("Agents"), number(total.distinct_agents), _("Chaque personne compte une fois.")),
        Tile(_("Participations"), number(total.attendances), _("Qui vient deux fois compte deux fois.")),
        Tile(_("Animatrices et animateurs"), number(total.hosts), _("Chaque personne compte une fois.")),
    ]
    response, useful = total.response, total.useful
    if useful is not None:
        note = _("%(yes)s réponses sur %(answers)s") % {"yes": useful.yes, "answers": useful.answers}
        tiles.append(Tile(_("Compétences utiles"), number(useful.percent), note, "%"))
    if response.percent is not None:
        note = _("%(answers)s questionnaires sur %(sent)s") % {
            "answers": response.answers,
            "sent": response.invited,
        }
        tiles.append(Tile(_("Taux de réponse"), number(response.percent), note, "%"))
    return Figures(title, tiles)


def season_figures(agent: Agent, *, at: datetime) -> Figures | None:
    """Those of the first programme that the agent runs, up to today."""
    programme = programme_to_pilot(agent)
    if programme is None:
        return None
    today = at.astimezone(programme.organisation.zone).date()
    running = Season.objects.filter(programme=programme, starts_on__lte=today, ends_on__gte=today)
    season = running.order_by("starts_on", "pk").first()
    first = season.starts_on if season else date(today.year, 1, 1)
    title = season.name if season else _("Depuis janvier")
    return figures_of(programme, title=title, first=first, last=today)
