"""What somebody has at the same hours: a session to attend, one to lead, days away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from essaim.agenda.models import Host, Registration, Session, Sitting
from essaim.people.models import Agent, Leave, Site
from essaim.ui.dates import day, moment_text
from essaim.ui.phrases import quoted
from essaim.ui.words import gettext as _


class Hours(Protocol):
    """A date, written or planned."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Place(Hours, Protocol):
    """A date with its room."""

    @property
    def site(self) -> Site | None: ...
    @property
    def room(self) -> str: ...


NAMED = ("session__title", "session__slug")


@dataclass(frozen=True)
class Conflict:
    """One thing at the same hours, in words; `slug` leads to the session, if it is one that the reader may see."""

    kind: str
    """attends, leads or leave."""
    text: str
    slug: str = ""


def at_those_hours(sittings: Sequence[Hours], prefix: str = "") -> Q:
    """Dates that share a moment with one of these."""
    return reduce(
        or_,
        (Q(**{f"{prefix}starts_at__lt": s.ends_at, f"{prefix}ends_at__gt": s.starts_at}) for s in sittings),
    )


def conflicts_of(
    agents: Collection[int],
    sittings: Sequence[Hours],
    *,
    reader: Agent | None,
    zone: ZoneInfo,
    but: Session | None = None,
) -> dict[int, list[Conflict]]:
    """By agent, everything known at those hours besides the session itself: three queries, however many they are.

    Who may not see a session, a draft for instance, reads that there is another one, not which.
    """
    found: dict[int, list[Conflict]] = {}
    if not agents or not sittings:
        return found
    for agent, conflict in [
        *_attending(agents, sittings, reader=reader, but=but),
        *_leading(agents, sittings, reader=reader, but=but),
        *_away(agents, sittings, zone=zone),
    ]:
        found.setdefault(agent, []).append(conflict)
    return found


def _attending(
    agents: Collection[int], sittings: Sequence[Hours], *, reader: Agent | None, but: Session | None
) -> Iterable[tuple[int, Conflict]]:
    rows = Registration.objects.filter(
        at_those_hours(sittings, "session__sittings__"),
        agent__in=agents,
        state__in=Registration.LIVE,
        session__cancelled_at=None,
    ).exclude(session=but)
    told = _("À la même heure : « %(title)s »"), _("À la même heure : une autre séance")
    seen = rows.order_by("session__starts_at", "pk")
    for agent, title, slug, is_shown in dict.fromkeys(seen.values_list("agent", *NAMED, shown_to(reader))):
        yield agent, _conflict("attends", told, title, slug=slug, is_shown=is_shown)


def _leading(
    agents: Collection[int], sittings: Sequence[Hours], *, reader: Agent | None, but: Session | None
) -> Iterable[tuple[int, Conflict]]:
    rows = Host.objects.filter(
        at_those_hours(sittings, "session__sittings__"), agent__in=agents, session__cancelled_at=None
    ).exclude(session=but)
    told = _("Anime à la même heure « %(title)s »"), _("Anime à la même heure une autre séance")
    seen = rows.order_by("session__starts_at", "pk")
    for agent, title, slug, is_shown in dict.fromkeys(seen.values_list("agent", *NAMED, shown_to(reader))):
        if agent is not None:
            yield agent, _conflict("leads", told, title, slug=slug, is_shown=is_shown)


def shown_to(reader: Agent | None) -> Exists:
    """Whether the session of a row is one that the reader may see; nobody sees any."""
    seen = Session.objects.visible_to(reader) if reader else Session.objects.none()
    return Exists(seen.filter(pk=OuterRef("session")))


def _conflict(kind: str, told: tuple[str, str], title: str, *, slug: str, is_shown: bool) -> Conflict:
    named, unnamed = told
    return Conflict(kind, named % {"title": title}, slug) if is_shown else Conflict(kind, unnamed)


def _away(
    agents: Collection[int], sittings: Sequence[Hours], *, zone: ZoneInfo
) -> Iterable[tuple[int, Conflict]]:
    days = sorted({s.starts_at.astimezone(zone).date() for s in sittings})
    leaves = Leave.objects.filter(agent__in=agents, starts_on__lte=days[-1], ends_on__gte=days[0])
    told: set[int] = set()
    for leave in leaves.order_by("starts_on", "pk"):
        away = [one for one in days if leave.starts_on <= one <= leave.ends_on]
        if away and leave.agent_id not in told:
            told.add(leave.agent_id)
            yield leave.agent_id, Conflict("leave", _("En congé le %(day)s") % {"day": day(away[0])})


def rooms_taken(
    sittings: Sequence[Place], *, reader: Agent, but: Session | None = None
) -> list[tuple[Sitting, Place]]:
    """Other sessions in the same room of the same site at the same hours, each with the date that it meets.

    `is_shown` says whether the reader may see which session it is.
    """
    found: list[tuple[Sitting, Place]] = []
    for plan in sittings:
        if plan.site is None or not plan.room.strip():
            continue
        meeting = Sitting.objects.filter(
            starts_at__lt=plan.ends_at,
            ends_at__gt=plan.starts_at,
            site=plan.site,
            room__iexact=plan.room.strip(),
            session__cancelled_at=None,
        ).exclude(session=but)
        rows = meeting.select_related("session__programme__organisation").annotate(is_shown=shown_to(reader))
        found += [(sitting, plan) for sitting in rows.order_by("starts_at", "pk")]
    return found


def room_text(sitting: Sitting) -> str:
    """« Tableaux croisés », ven. 21 mai, 9 h; « une autre séance » for who may not see it."""
    zone = sitting.session.programme.organisation.zone
    title = quoted(sitting.session.title) if sitting.is_shown else _("une autre séance")  # type: ignore[attr-defined]
    return f"{title}, {moment_text(sitting.starts_at, zone)}"
