"""Sessions that ask for something: to close, without host, full with a long list. One query for them all."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import ngettext

from essaim.agenda.models import Host, Presence, Registration, Session
from essaim.agenda.queries.free import free_weeks
from essaim.home.queries.week.tasks import Scope, Task, moment, said, session_page
from essaim.ui.words import gettext as _

LONG_LIST = 3
HOSTS_WANTED_WITHIN = timedelta(days=21)
URGENT_WITHIN = timedelta(days=3)


def found(scope: Scope) -> Iterator[Task]:
    rows = list(_sessions(scope))
    weeks = free_weeks([row for row in rows if row.ends_at > scope.at and is_long(row)], at=scope.at)
    for row in rows:
        if row.ends_at <= scope.at:
            yield to_close(row)
            continue
        if row.is_alone and row.starts_at < scope.at + HOSTS_WANTED_WITHIN:
            yield without_host(row, scope)
        if is_long(row):
            yield long_list(row, weeks.get(row.pk))


def _sessions(scope: Scope) -> Any:
    alone = ~Exists(Host.objects.filter(session=OuterRef("pk")))
    over = Q(ends_at__lte=scope.at, published_at__isnull=False)
    ahead = Q(starts_at__gt=scope.at)
    confirmed = Q(registrations__state=Registration.State.CONFIRMED)
    return (
        Session.objects.filter(programme__in=scope.programmes, cancelled_at=None, closed_at=None)
        .annotate(is_alone=alone)
        .filter(
            over
            | ahead & Q(waiting__gte=LONG_LIST, published_at__isnull=False)
            | ahead & Q(is_alone=True, starts_at__lt=scope.at + HOSTS_WANTED_WITHIN)
        )
        .select_related("programme__organisation")
        .annotate(
            seated=Count("registrations", filter=confirmed),
            is_marked=Exists(Presence.objects.filter(sitting__session=OuterRef("pk"))),
        )
        .order_by("starts_at", "pk")
    )


def is_long(session: Session) -> bool:
    return session.waiting >= LONG_LIST and session.published_at is not None


def registrations(session: Any) -> str:
    return ngettext("%(n)s inscription", "%(n)s inscriptions", session.seated) % {"n": session.seated}


def facts(session: Any) -> str:
    return _("%(moment)s, %(registrations)s.") % {
        "moment": moment(session).capitalize(),
        "registrations": registrations(session),
    }


def to_close(session: Any) -> Task:
    """Nothing noted yet: the paper sheet is to be typed back; else only the end is missing."""
    if session.is_marked:
        kind, proposal = "close", _("Les présences sont notées. Le questionnaire part quand vous terminez.")
        label = _("Terminer la séance")
    else:
        kind, proposal = "sheet", _("Recopiez la feuille : tout le monde est là, sauf…")
        label = _("Noter les présences")
    return Task(
        kind=kind,
        cause=session.cause,
        programme=session.programme_id,
        what=_("« %(title)s » est passée, pas encore terminée") % {"title": session.title},
        why=facts(session),
        proposal=proposal,
        label=label,
        about=session.title,
        page=session_page("agenda:room", session),
    )


def without_host(session: Any, scope: Scope) -> Task:
    drafted = "" if session.published_at else _(" Elle est encore en brouillon.")
    return Task(
        kind="host",
        cause=session.cause,
        programme=session.programme_id,
        what=_("« %(title)s » n’a personne pour animer") % {"title": session.title},
        why=facts(session) + drafted,
        label=_("Nommer quelqu’un"),
        about=session.title,
        page=session_page("agenda:manage_edit", session),
        is_urgent=session.starts_at < scope.at + URGENT_WITHIN,
    )


def long_list(session: Any, week: Any) -> Task:
    waiting = ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
    task = {
        "kind": "list",
        "cause": session.cause,
        "programme": session.programme_id,
        "what": _("« %(title)s » : complet, %(waiting)s") % {"title": session.title, "waiting": waiting},
        "why": _("%(moment)s, %(seats)s places.")
        % {"moment": moment(session).capitalize(), "seats": session.seats},
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
        does={"session": session.pk, "starts_at": week.isoformat()},
    )
