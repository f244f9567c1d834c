"""Reading programmes for pages."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from django.core.cache import caches
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.http import HttpRequest
from django.urls import reverse

from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Organisation
from essaim.people.queries.organisations import declaring_organisation
from essaim.people.rules import leads
from essaim.programmes.models import Format, ManagerRule, Programme, Season
from essaim.ui.dates import day_name, hour, long_day
from essaim.ui.pictures import logo_ratio
from essaim.ui.theme import HONEY, INK_2, PAPER, WHITE, Theme, contrast
from essaim.ui.words import USUAL, Words, ngettext, words_from
from essaim.ui.words import gettext as _

KEPT_SECONDS = 3
VISITORS = 0
LOGO_SIDE, LOGO_WIDEST, LOGO_TALLEST = 38, 256, 64
CONFORMITY = "organisation__conformity"
SEASON_COLUMNS = ("seasons__name", "seasons__starts_on", "seasons__ends_on")
COLOUR_PAIRS = Format.Colour.choices


@dataclass(frozen=True)
class Site:
    """What every page says of one organisation's programme; small, and kept for some seconds by each process."""

    name: str
    colour: str
    tagline: str
    slug: str = ""
    logo_version: str = ""
    logo_ratio: float = 1.0
    seasons: tuple[tuple[str, date, date], ...] = ()
    words: Words = USUAL
    conformity: str = ""

    def season_on(self, day: date) -> tuple[str, date, date] | None:
        """The season that a day belongs to, if any."""
        return next((season for season in self.seasons if season[1] <= day <= season[2]), None)


ESSAIM = Site(name="Essaim", colour="", tagline="")


def programme_of(agent: Agent) -> Programme | None:
    """The programme an agent sees first: the oldest one of the organisation."""
    return Programme.objects.filter(organisation=agent.organisation_id).order_by("pk").first()


def programmes_to_pilot(agent: Agent) -> QuerySet[Programme]:
    """Those the agent runs, the oldest first; one's own organisation's come before the others."""
    return Programme.objects.piloted_by(agent).select_related("organisation").order_by("pk")


def programme_to_pilot(agent: Agent, slug: str = "") -> Programme | None:
    """The one asked for, else the first of one's own organisation, else the first at all."""
    programmes = list(programmes_to_pilot(agent))
    if slug:
        return next((programme for programme in programmes if programme.slug == slug), None)
    at_home = [programme for programme in programmes if programme.organisation_id == agent.organisation_id]
    return next(iter(at_home or programmes), None)


def formats_of(programme: Programme) -> QuerySet[Format]:
    return Format.objects.filter(programme=programme).order_by("rank", "pk")


def formats_with_sessions(programme: Programme) -> list[Format]:
    """In their order, each with `held`, how many sessions belong to it."""
    return list(formats_of(programme).annotate(held=Count("sessions")))


def seasons_of(programme: Programme) -> list[Season]:
    """The latest first."""
    return list(Season.objects.filter(programme=programme).order_by("-starts_on", "-pk"))


def coordinators_of(programme: Programme) -> QuerySet[Agent]:
    """Who runs it, by name."""
    found: QuerySet[Agent] = Agent.objects.filter(coordinated_programmes=programme)
    return found.select_related("unit").order_by(*by_name(), "pk")


def logo_of(site: Site) -> str:
    """The kept picture of the programme that frames a page."""
    return (
        Programme.objects.filter(slug=site.slug).values_list("logo", flat=True).order_by("pk").first() or ""
    )


def colleagues_named(programme: Programme, words: str) -> QuerySet[Agent]:
    """People at work in the organisation whom these words may mean, to name one of them."""
    found: QuerySet[Agent] = Agent.objects.filter(organisation=programme.organisation_id, is_active=True)
    for word in words.replace("\x00", " ").split()[:4]:
        found = found.filter(
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(login__iexact=word)
            | Q(email__iexact=word)
            | Q(hr_number=word)
        )
    outside = found.exclude(coordinated_programmes=programme) if words.strip(" \x00") else found.none()
    return outside.select_related("unit").order_by(*by_name(), "pk")[:8]


def colleagues_of(programme: Programme) -> QuerySet[Agent]:
    found: QuerySet[Agent] = Agent.objects.filter(organisation=programme.organisation_id)
    return found.order_by("pk")


def examples_of(programme: Programme) -> dict[str, str]:
    """What the numbers of the rules come to, told with people: the moments are worked out, not written."""
    tuesday = datetime(2030, 5, 21, 12)  # noqa: DTZ001 -- any Tuesday, in the time of the town hall
    hours = programme.organisation.hours
    answer = hours.add_hours(tuesday, programme.offer_working_hours)
    session = datetime(2030, 5, 23, 14)  # noqa: DTZ001
    direct = session - timedelta(hours=programme.direct_hours)
    last_day = session + timedelta(days=programme.survey_days)
    return manager_examples_of(programme) | {
        "offer": _(
            "« Viviane se désiste mardi à 12 h. Awa a jusqu’à %(moment)s pour répondre. "
            "Ensuite, c’est au tour de Lucas. »"
        )
        % {"moment": said(answer, tuesday)},
        "direct": _(
            "« La séance a lieu jeudi à 14 h. À partir de %(moment)s, une place libérée va aussitôt à Awa, "
            "qui est prévenue et peut se désister. »"
        )
        % {"moment": said(direct, session)},
        "eve_noon": _("« Jeudi matin, une place se libère pour 14 h. Elle est à qui la prend. »"),
        "two_hours": _("« Jeudi à 12 h 30, une place se libère pour 14 h. Elle est à qui la prend. »"),
        "host": _(
            "« Karim anime %(n)s séances ce mois-ci. Si on lui en confie une autre, Cette semaine le signale. »"
        )
        % {"n": programme.host_ceiling},
        "survey": _(
            "« La séance a lieu le %(day)s. On répond jusqu’au %(last)s. À moins de %(threshold)s réponses, "
            "personne ne voit de résultat. »"
        )
        % {
            "day": long_day(session, today=session),
            "last": long_day(last_day, today=last_day),
            "threshold": programme.organisation.privacy_threshold,
        },
    }


def rules_in_brief(programme: Programme, coordinators: Sequence[Agent]) -> dict[str, str]:
    """What each group of rules says now, in few words."""
    manager = str(ManagerRule(programme.manager_rule).label)
    if programme.manager_rule == ManagerRule.ASKED:
        days = ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", programme.approval_days)
        manager = f"{manager}, {days % {'n': programme.approval_days}}"
    seats = _("%(hours)s h ouvrées pour répondre, donnée sans demander à moins de %(direct)s h")
    survey = ngettext("%(n)s jour pour répondre", "%(n)s jours pour répondre", programme.survey_days)
    threshold = programme.organisation.privacy_threshold
    return {
        "seats": seats % {"hours": programme.offer_working_hours, "direct": programme.direct_hours},
        "host": _("Par personne et en 30 jours, au plus : %(n)s") % {"n": programme.host_ceiling},
        "survey": survey % {"n": programme.survey_days},
        "manager": manager,
        "signature": programme.signer_name or _("Personne encore"),
        "threshold": _("Aucun résultat à moins de %(n)s réponses") % {"n": threshold},
        "coordination": ", ".join(agent.full_name for agent in coordinators) or _("Personne encore"),
    }


def manager_examples_of(programme: Programme) -> dict[str, str]:
    """What the rule for line managers comes to, told with people."""
    tuesday = datetime(2030, 5, 21, 10)  # noqa: DTZ001 -- any Tuesday, in the time of the town hall
    hours = programme.organisation.hours
    end = hours.add_hours(tuesday, hours.day_hours * programme.approval_days)
    silence = {
        Programme.Silence.ACCEPT: _("Sans réponse, sa place est accordée."),
        Programme.Silence.REFUSE: _(
            "Sans réponse, sa place est rendue, et d’autres dates lui sont proposées."
        ),
        Programme.Silence.ESCALATE: _("Sans réponse, la demande passe au niveau au-dessus, puis à vous."),
    }
    return {
        "informed": _(
            "« Nadia s’inscrit mardi à 10 h. Hélène, sa responsable, le lit dans la lettre de 16\u00a0h, "
            "avec les autres absences de l’équipe. Elle n’a rien à faire. »"
        ),
        "asked": _(
            "« Nadia s’inscrit mardi à 10 h. Sa place est tenue. Hélène répond avant %(end)s. %(silence)s »"
        )
        % {"end": said(end, tuesday), "silence": silence[Programme.Silence(programme.on_silence)]},
    }


def said(moment: datetime, near: datetime) -> str:
    """« mercredi, 12 h », with the day's number when the week is not the same."""
    far = abs(moment.date() - near.date()) > timedelta(days=6)
    return f"{long_day(moment, today=moment) if far else day_name(moment)}, {hour(moment)}"


@dataclass(frozen=True)
class Shade:
    """One token of the theme, what it is for, and the contrasts that were measured."""

    name: str
    colour: str
    use: str
    checks: tuple[str, ...]


def shades_of(theme: Theme) -> list[Shade]:
    """The four tokens as the page of settings shows them."""
    white, paper = said_contrast(theme.brand, WHITE), said_contrast(theme.brand, PAPER)
    strong, honey = said_contrast(theme.brand_strong, WHITE), said_contrast(theme.brand_strong, HONEY)
    grey, link = said_contrast(theme.brand_soft, INK_2), said_contrast(theme.brand_soft, theme.brand)
    return [
        Shade(
            _("Boutons et liens"),
            theme.brand,
            _("La couleur, juste assez foncée"),
            (_("%(n)s avec du blanc") % {"n": white}, _("%(n)s sur le papier") % {"n": paper}),
        ),
        Shade(
            _("Bandeau"),
            theme.brand_strong,
            _("Le haut de l’accueil, les titres"),
            (_("%(n)s avec du blanc") % {"n": strong}, _("%(n)s avec le miel") % {"n": honey}),
        ),
        Shade(
            _("Fonds doux"),
            theme.brand_soft,
            _("Cartes, page ouverte"),
            (_("%(n)s sous le texte gris") % {"n": grey}, _("%(n)s sous un lien") % {"n": link}),
        ),
        Shade(_("Filets"), theme.brand_line, _("Bordures, décoration"), (_("Jamais de texte"),)),
    ]


def said_contrast(one: str, other: str) -> str:
    """« 5,4 », rounded down so that no figure flatters."""
    return f"{int(contrast(one, other) * 10) / 10:.1f}".replace(".", ",")


def site_of(agent: Agent) -> Site:
    """The programme that frames an agent's pages: at most a query every three seconds for each process."""
    return kept_site(
        agent.organisation_id, lambda: Programme.objects.filter(organisation=agent.organisation_id)
    )


def words_of_page(request: HttpRequest) -> Words:
    """The words of the programme that frames a page."""
    agent = getattr(request, "user", None)
    site = site_of(agent) if isinstance(agent, Agent) else site_of_visitors()
    return site.words


def site_of_visitors() -> Site:
    """A visitor sees the programme of an installation with one employer and one programme; else Essaim itself."""
    return kept_site(VISITORS, programmes_of_the_only_employer, alone=True)


def programmes_of_the_only_employer() -> QuerySet[Programme]:
    """None where several employers live together, whether or not each has a programme already."""
    others = Organisation.objects.exclude(pk=OuterRef("organisation"))
    return Programme.objects.exclude(Exists(others))


def kept_site(key: int, candidates: Callable[[], QuerySet[Programme]], *, alone: bool = False) -> Site:
    cache = caches["pages"]
    kept = cast(Site | None, cache.get(f"site:{key}"))
    if kept is None:
        found = described(candidates())
        kept = ESSAIM if not found or (alone and len(found) > 1) else found[0]
        cache.set(f"site:{key}", kept, KEPT_SECONDS)
    return kept


def forget_site(organisation_id: int) -> None:
    """After a change, the process that made it shows it at once; the others follow within seconds."""
    caches["pages"].delete_many([f"site:{organisation_id}", f"site:{VISITORS}"])


def described(candidates: QuerySet[Programme]) -> list[Site]:
    """The two oldest, with their seasons, in one query: it may be on the way of the first page of a process."""
    oldest = candidates.order_by("pk").values("pk")[:2]
    seasons = Season.objects.filter(programme=OuterRef("pk")).order_by("starts_on", "pk").values("pk")
    is_first = Q(seasons=None) | Q(seasons=Subquery(seasons[:1]))
    rows = (
        Programme.objects.filter(pk__in=oldest)
        .annotate(picture=Case(When(is_first, then="logo"), default=Value(""), output_field=TextField()))
        .order_by("pk", "seasons__starts_on", "seasons__pk")
        .values_list(
            "pk", "name", "colour", "tagline", "slug", "picture", "words", CONFORMITY, *SEASON_COLUMNS
        )
    )
    return [described_in(list(own)) for _pk, own in groupby(rows, key=itemgetter(0))]


def described_in(rows: list[tuple[Any, ...]]) -> Site:
    """What the rows of one programme say, one for each of its seasons; the picture comes once."""
    _pk, name, colour, tagline, slug, logo, written, conformity, *_season = rows[0]
    seasons = tuple(tuple(row[-3:]) for row in rows if row[-3] is not None)
    return Site(
        name=name,
        colour=colour.lstrip("#"),
        tagline=tagline,
        slug=slug,
        logo_version=logo_version(logo),
        logo_ratio=logo_ratio(logo),
        seasons=cast(tuple[tuple[str, date, date], ...], seasons),
        words=words_from(written),
        conformity=conformity,
    )


def logo_version(uri: str) -> str:
    return hashlib.sha256(uri.encode()).hexdigest()[:10] if uri else ""


@lru_cache(maxsize=256)
def theme_address(colour: str) -> str:
    """The version of a theme is its colour itself: the address changes with it, and needs no table to answer."""
    address = reverse("programmes:theme")
    return f"{address}?v={colour}" if colour else address


@lru_cache(maxsize=256)
def logo_address(site: Site) -> str:
    return (
        f"{reverse('programmes:logo', args=[site.slug])}?v={site.logo_version}" if site.logo_version else ""
    )


def logo_box(ratio: float) -> tuple[int, int]:
    """Width and height in a header, in pixels: wide and tall ones get more room than a square."""
    if ratio >= 1:
        width = min(LOGO_SIDE * ratio, LOGO_WIDEST)
        return round(width), max(round(width / ratio), 1)
    height = min(LOGO_SIDE / ratio, LOGO_TALLEST)
    return max(round(height * ratio), 1), round(height)


def said_conformity(state: str) -> str:
    """« partiellement conforme »; nothing where nobody is there to declare it."""
    return str(Organisation.Conformity(state).label) if state else ""


def site_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows about the programme and the person."""
    user = getattr(request, "user", None)
    agent = user if user is not None and user.is_authenticated else None
    site = site_of(agent) if agent else site_of_visitors()
    return {
        "name": site.name,
        "tagline": site.tagline,
        "organisation": agent.organisation.name if agent else "",
        "accessibility": said_conformity(agent.organisation.conformity if agent else site.conformity),
        "theme_url": theme_address(site.colour),
        "logo": logo_address(site),
        "logo_box": logo_box(site.logo_ratio),
        "user_name": agent.full_name if agent else "",
        "may_pilot": agent.may_pilot if agent else False,
        "leads": leads(agent) if agent else False,
    }


def visitor_context(programme: Programme) -> dict[str, Any]:
    """What the frame says to a visitor who came for one programme."""
    organisation = programme.organisation
    return {
        "name": programme.name,
        "organisation": organisation.name,
        "accessibility": said_conformity(organisation.conformity),
        "theme_url": theme_address(programme.colour.lstrip("#")),
    }


def statement_of_page(request: HttpRequest) -> Organisation | None:
    """Whose statement of accessibility this page shows."""
    agent = getattr(request, "user", None)
    return declaring_organisation(agent if isinstance(agent, Agent) else None)
