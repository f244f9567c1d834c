"""Cette semaine: what waits for a decision, and the week's sessions with how ready they are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Host, Registration, Session
from essaim.agenda.queries.sessions import monday_of, place_of, with_dates_and_hosts
from essaim.impact.queries import indicators
from essaim.people.models import Agent
from essaim.programmes.models import Programme, Season
from essaim.programmes.queries import programme_to_pilot
from essaim.ui import dates
from essaim.ui.templatetags.ui import number

LONG_LIST = 3
SATURDAY = 5
HOSTS_WANTED_WITHIN = timedelta(days=21)


@dataclass(frozen=True)
class Task:
    """One thing to decide: what, why, and the page where it is done."""

    kind: str
    session: Session
    what: str
    why: str
    page: str
    label: str


@dataclass(frozen=True)
class Ready:
    """One session of the week, and whether something is missing."""

    session: Session
    tone: str
    word: str
    page: str
    label: str

    @property
    def place(self) -> str:
        return ", ".join(dict.fromkeys(place_of(sitting) for sitting in self.session.sittings.all()))

    @property
    def filling(self) -> str:
        """« 12 sur 12, 6 en attente »."""
        session = self.session
        seats = _(" sur %(seats)s") % {"seats": session.seats} if session.seats is not None else ""
        waiting = _(", %(n)s en attente") % {"n": session.waiting} if session.waiting else ""
        return f"{session.taken}{seats}{waiting}"


def piloted(agent: Agent) -> QuerySet[Session]:
    return Session.objects.piloted_by(agent).filter(cancelled_at=None, closed_at=None)


def tasks_for(agent: Agent, *, at: datetime) -> list[Task]:
    """Sessions to close, then those without host, then long lists: in one query, the oldest first."""
    alone = ~Exists(Host.objects.filter(session=OuterRef("pk")))
    over = Q(ends_at__lte=at, published_at__isnull=False)
    ahead = Q(starts_at__gt=at)
    rows = (
        piloted(agent)
        .annotate(is_alone=alone)
        .filter(
            over
            | ahead & Q(waiting__gte=LONG_LIST, published_at__isnull=False)
            | ahead & Q(is_alone=True, starts_at__lt=at + HOSTS_WANTED_WITHIN)
        )
        .select_related("programme__organisation")
        .annotate(seated=Count("registrations", filter=Q(registrations__state=Registration.State.CONFIRMED)))
        .order_by("starts_at", "pk")
    )
    found = [task for session in rows for task in tasks_of(session, at)]
    order = {"close": 0, "host": 1, "list": 2}
    return sorted(found, key=lambda task: order[task.kind])


def tasks_of(session: Any, at: datetime) -> list[Task]:
    """What one session asks for; it may ask for two things."""
    if session.ends_at <= at:
        return [to_close(session)]
    tasks = []
    if session.is_alone and session.starts_at < at + HOSTS_WANTED_WITHIN:
        tasks.append(without_host(session))
    if session.waiting >= LONG_LIST:
        tasks.append(long_list(session))
    return tasks


def moment(session: Session) -> str:
    """« vendredi 21 mai à 9 h », in the time of the town hall."""
    local = session.starts_at.astimezone(session.programme.organisation.zone)
    return _("%(day)s à %(hour)s") % {
        "day": dates.long_day(local, today=local.date()),
        "hour": dates.hour(local),
    }


def registrations(session: Any) -> str:
    return ngettext("%(n)s inscription", "%(n)s inscriptions", max(session.seated, 1)) % {"n": session.seated}


def to_close(session: Any) -> Task:
    return Task(
        "close",
        session,
        _("« %(title)s » est passée, pas encore terminée") % {"title": session.title},
        _("%(moment)s, %(registrations)s. Le questionnaire part quand vous terminez la séance.")
        % {"moment": moment(session).capitalize(), "registrations": registrations(session)},
        "agenda:room",
        _("Noter les présences"),
    )


def without_host(session: Any) -> Task:
    drafted = "" if session.published_at else _(" Elle est encore en brouillon.")
    return Task(
        "host",
        session,
        _("« %(title)s » n’a personne pour animer") % {"title": session.title},
        _("%(moment)s, %(registrations)s.")
        % {"moment": moment(session).capitalize(), "registrations": registrations(session)}
        + drafted,
        "agenda:manage_session",
        _("Nommer quelqu’un"),
    )


def long_list(session: Any) -> Task:
    waiting = ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
    return Task(
        "list",
        session,
        _("« %(title)s » : complet, %(waiting)s") % {"title": session.title, "waiting": waiting},
        _("%(moment)s, %(seats)s places. Ajoutez des places, ou une autre date.")
        % {"moment": moment(session).capitalize(), "seats": session.seats},
        "agenda:manage_session",
        _("Voir la liste"),
    )


def is_weekend(agent: Agent, at: datetime) -> bool:
    return at.astimezone(agent.organisation.zone).weekday() >= SATURDAY


def sessions_of_week(agent: Agent, *, at: datetime) -> list[Ready]:
    """From Monday to Sunday, and the week after as soon as the weekend comes, each with what it lacks."""
    zone = agent.organisation.zone
    monday, length = monday_of(at.astimezone(zone).date()), 14 if is_weekend(agent, at) else 7
    first, last = (
        datetime.combine(monday + timedelta(days=days), time(), tzinfo=zone) for days in (0, length)
    )
    rows = Session.objects.piloted_by(agent).filter(
        cancelled_at=None, starts_at__gte=first, starts_at__lt=last
    )
    joined = rows.select_related("format", "programme__organisation").order_by("starts_at", "pk")
    return [readiness(session, at) for session in with_dates_and_hosts(joined)]


def readiness(session: Session, at: datetime) -> Ready:
    """The first thing that is missing, else « Prêt »."""
    manage, room = ("agenda:manage_session", _("Ouvrir la fiche")), ("agenda:room", _("Ouvrir la salle"))
    if session.closed_at:
        return Ready(session, "ok", _("Terminée"), *manage)
    if session.ends_at <= at:
        return Ready(session, "warn", _("À terminer"), *room)
    if not session.published_at:
        return Ready(session, "warn", _("Brouillon"), *manage)
    if not session.hosts.all():
        return Ready(session, "danger", _("Sans personne pour animer"), *manage)
    if not all(sitting.site_id or sitting.room or sitting.link for sitting in session.sittings.all()):
        return Ready(session, "warn", _("Sans lieu"), *manage)
    return Ready(session, "ok", _("Prêt"), *room)


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


NUMBERS = ("", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf")


def headline(count: int) -> str:
    """« Cinq choses vous attendent »."""
    if count == 0:
        return _("Rien ne vous attend")
    if count == 1:
        return _("Une chose vous attend")
    return _("%(n)s choses vous attendent") % {"n": NUMBERS[count] if count < len(NUMBERS) else count}
