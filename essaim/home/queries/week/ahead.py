"""Sessions that ask for something: to close, without host, under their minimum, full with a long list."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import ngettext

from essaim.agenda.models import Host, Presence, Registration, Session
from essaim.agenda.queries.free import free_weeks
from essaim.agenda.queries.replacements import Colleague, absent_hosts, substitutes_of
from essaim.home.queries.week.pulse import figures_pulse
from essaim.home.queries.week.tasks import Scope, Task, moment, said, session_page
from essaim.kernel.prepared import PreparedForMany
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

LONG_LIST = 3
HOSTS_WANTED_WITHIN = timedelta(days=21)
MINIMUM_WANTED_WITHIN = timedelta(days=5)
URGENT_WITHIN = timedelta(days=3)
DAY = timedelta(days=1)


def found(scope: Scope) -> Iterator[Task]:
    rows = _sessions(scope)
    weeks = free_weeks([row for row in rows if row.ends_at > scope.at and is_long(row)], at=scope.at)
    absent = absent_hosts([row for row in rows if row.may_miss_hosts])
    alone = [row for row in rows if row.starts_at > scope.at and (row.is_alone or row.pk in absent)]
    who = substitutes_of(alone, scope.at, stamp=figures_pulse(scope.pulse))
    for row in rows:
        if row.ends_at <= scope.at:
            yield to_close(row)
            continue
        if row in alone:
            yield without_host(row, scope, absent.get(row.pk, []), who.get(row.pk, []))
        if is_long(row):
            yield long_list(row, weeks.get(row.pk))
        if is_short(row, scope):
            yield under_minimum(row)


def _sessions(scope: Scope) -> list[Any]:
    """The soonest first: asked to put them in order, a database walks through every session there ever was."""
    found = read_sessions(
        scope.keys,
        at=scope.at,
        hosts_by=scope.at + HOSTS_WANTED_WITHIN,
        minimum_by=scope.at + MINIMUM_WANTED_WITHIN,
        today=scope.today,
        last=scope.today + HOSTS_WANTED_WITHIN + DAY,
    )
    programmes = {programme.pk: programme for programme in scope.programmes}
    for session in found:
        session.programme = programmes[session.programme_id]
    return sorted(found, key=lambda session: (session.starts_at, session.pk))


def asking_for_something(
    programmes: list[int], *, at: datetime, hosts_by: datetime, minimum_by: datetime, today: date, last: date
) -> QuerySet[Session]:
    soon = Q(starts_at__gt=at, starts_at__lt=hosts_by)
    hosts = Host.objects.filter(session=OuterRef("pk"))
    on_leave = hosts.filter(agent__leaves__ends_on__gte=today, agent__leaves__starts_on__lte=last)
    over = Q(ends_at__lte=at, published_at__isnull=False)
    ahead = Q(starts_at__gt=at, published_at__isnull=False)
    short = Q(taken__lt=F("minimum"), starts_at__lte=minimum_by)
    return (
        Session.objects.filter(programme__in=programmes, cancelled_at=None, closed_at=None)
        .annotate(is_alone=~Exists(hosts), may_miss_hosts=Exists(on_leave))
        .filter(
            over
            | ahead & (Q(waiting__gte=LONG_LIST) | short)
            | soon & (Q(is_alone=True) | Q(may_miss_hosts=True))
        )
        .annotate(
            seated=_seated(), is_marked=Exists(Presence.objects.filter(sitting__session=OuterRef("pk")))
        )
        .order_by()
    )


def _seated() -> Any:
    confirmed = Registration.objects.filter(session=OuterRef("pk"), state=Registration.State.CONFIRMED)
    counted = confirmed.order_by().values("session").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


read_sessions = PreparedForMany(
    asking_for_something, at=datetime, hosts_by=datetime, minimum_by=datetime, today=date, last=date
)


def is_long(session: Session) -> bool:
    return session.waiting >= LONG_LIST and session.published_at is not None


def is_short(session: Session, scope: Scope) -> bool:
    """Fewer people than its minimum, five days before."""
    if session.minimum is None or session.published_at is None or session.taken >= session.minimum:
        return False
    return session.starts_at <= scope.at + MINIMUM_WANTED_WITHIN


def registrations(session: Any) -> str:
    return ngettext("%(n)s inscription", "%(n)s inscriptions", session.seated) % {"n": session.seated}


def facts(session: Any) -> str:
    return _("%(moment)s, %(registrations)s.") % {
        "moment": capfirst(moment(session)),
        "registrations": registrations(session),
    }


def to_close(session: Any) -> Task:
    """Nothing noted yet: the paper sheet is to be typed back; else only the end is missing."""
    if session.is_marked:
        kind, address = "close", "agenda:room"
        proposal = _("Les présences sont notées. Le questionnaire part quand vous terminez.")
        label = _("Terminer la séance")
    else:
        kind, address = "sheet", "agenda:room_sheet"
        proposal = _("Recopiez la feuille : tout le monde est là, sauf…")
        label = _("Recopier la feuille")
    return Task(
        kind=kind,
        cause=session.cause,
        programme=session.programme_id,
        what=_("« %(title)s » est passée, pas encore terminée") % {"title": session.title},
        why=facts(session),
        proposal=proposal,
        label=label,
        about=session.title,
        page=session_page(address, session),
    )


def without_host(session: Any, scope: Scope, absent: list[Agent], able: list[Colleague]) -> Task:
    """Nobody leads it, or all who do are on leave that day; the surest free colleague is one button away."""
    drafted = "" if session.published_at else _(" Elle est encore en brouillon.")
    what = _("« %(title)s » n’a personne pour animer") % {"title": session.title}
    if absent:
        what = _("%(name)s est en congé : « %(title)s » n’a personne pour animer") % {
            "name": absent[0].full_name,
            "title": session.title,
        }
    task: dict[str, Any] = {
        "kind": "host",
        "cause": session.cause,
        "programme": session.programme_id,
        "what": what,
        "why": facts(session) + drafted,
        "about": session.title,
        "is_urgent": session.starts_at < scope.at + URGENT_WITHIN,
    }
    if not able:
        return Task(**task, label=_("Nommer quelqu’un"), page=session_page("agenda:manage_edit", session))
    return Task(
        **task,
        proposal=knows_how(able),
        label=_("Confier à %(name)s") % {"name": able[0].full_name},
        link=_("Quelqu’un d’autre"),
        page=session_page("agenda:manage_replace", session),
        does={"session": session.pk, "old": absent[0].pk if absent else None, "new": able[0].pk},
    )


def knows_how(able: list[Colleague]) -> str:
    """« Marc Olive et Inès Roux savent faire et sont libres. »."""
    if len(able) == 1:
        return _("%(name)s sait faire et est libre.") % {"name": able[0].full_name}
    return _("%(first)s et %(second)s savent faire et sont libres.") % {
        "first": able[0].full_name,
        "second": able[1].full_name,
    }


def under_minimum(session: Any) -> Task:
    """Five days before, fewer people than wanted: to hold anyway, unless it is moved or called off."""
    people = ngettext("%(n)s place prise", "%(n)s places prises", session.taken) % {"n": session.taken}
    return Task(
        kind="minimum",
        cause=session.cause,
        programme=session.programme_id,
        what=_("« %(title)s » n’atteint pas son minimum") % {"title": session.title},
        why=_("%(moment)s, %(people)s pour un minimum de %(minimum)s.")
        % {"moment": capfirst(moment(session)), "people": people, "minimum": session.minimum},
        proposal=_("La maintenir quand même ? Sinon, annulez ou changez la date."),
        label=_("Maintenir"),
        about=session.title,
        link=_("Annuler ou déplacer"),
        page=session_page("agenda:manage_session", session),
        does={"session": session.pk, "until": session.starts_at.isoformat()},
    )


def long_list(session: Any, week: Any) -> Task:
    waiting = ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
    task = {
        "kind": "list",
        "cause": session.cause,
        "programme": session.programme_id,
        "what": _("« %(title)s » : complet, %(waiting)s") % {"title": session.title, "waiting": waiting},
        "why": _("%(moment)s, %(seats)s places.")
        % {"moment": capfirst(moment(session)), "seats": session.seats},
        "about": session.title,
        "page": session_page("agenda:manage_session", session),
    }
    if week is None:
        return Task(**task, proposal=_("Ajoutez des places, ou une autre date."), label=_("Voir la liste"))
    proposal = _("Une autre date le %(moment)s : qui anime y est libre, et la liste est prévenue.")
    return Task(
        **task,
        proposal=proposal % {"moment": said(week, session)},
        label=_("Ouvrir cette date"),
        link=_("Voir la liste"),
        does={"session": session.pk, "starts_at": week.isoformat()},
    )
