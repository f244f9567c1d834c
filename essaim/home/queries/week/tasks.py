"""One thing to decide, as the cockpit shows it: what, why, what is proposed, and one button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.home.queries.week.pulse import Pulse
from essaim.kernel.language import spoken
from essaim.kernel.prepared import ROWS_KEPT, Prepared
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.programmes.queries import programmes_to_pilot
from essaim.ui import dates


def run_by(
    *, agent: int = 0, organisation: int = 0, is_administrator: bool = False, is_platform: bool = False
) -> QuerySet[Programme]:
    return programmes_to_pilot(
        Agent(
            pk=agent,
            organisation_id=organisation,
            is_administrator=is_administrator,
            is_platform_administrator=is_platform,
        )
    )


read_coordinated = Prepared(run_by, agent=int)
read_administered = Prepared(partial(run_by, is_administrator=True), agent=int, organisation=int)
read_every = Prepared(partial(run_by, is_platform=True))


def programmes_run_by(agent: Agent) -> tuple[Programme, ...]:
    """Those of `programmes_to_pilot`, by a query prepared once for each of the three roles."""
    if agent.is_platform_administrator:
        return tuple(read_every())
    if agent.is_administrator:
        return tuple(read_administered(agent=agent.pk, organisation=agent.organisation_id))
    return tuple(read_coordinated(agent=agent.pk))


@dataclass(frozen=True)
class Scope:
    """Who looks, at what programmes, when."""

    agent: Agent
    programmes: tuple[Programme, ...]
    at: datetime
    pulse: Pulse = ()

    @property
    def keys(self) -> list[int]:
        return [programme.pk for programme in self.programmes]

    @property
    def today(self) -> date:
        """The day, where the person works."""
        return self.at.astimezone(self.agent.organisation.zone).date()

    @property
    def organisations(self) -> set[int]:
        return {programme.organisation_id for programme in self.programmes}


@dataclass(frozen=True)
class Task:
    """One decision, prepared. With `does`, the button acts and can be undone; without, it opens a page."""

    kind: str
    cause: str
    """The row behind it, for example `session:12`."""
    programme: int
    what: str
    why: str
    label: str
    about: str
    """Named in the button for those who only hear it."""
    proposal: str = ""
    page: str = ""
    link: str = ""
    """With `does`, the name of the quiet way to `page`; empty when there is none."""
    does: Mapping[str, Any] = field(default_factory=dict)
    """Facts that the operation of this kind needs; empty when the button only opens `page`."""
    is_urgent: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.cause}"


@lru_cache(ROWS_KEPT)
def session_address(name: str, slug: str) -> str:
    return reverse(name, args=[slug])


def session_page(name: str, session: Session) -> str:
    return session_address(name, session.slug)


def moment(session: Session) -> str:
    """« vendredi 21 mai à 9 h », in the time of the town hall."""
    return said(session.starts_at, session)


def said(instant: datetime, session: Session) -> str:
    """A moment in the time of the session's town hall."""
    return said_in(session.programme.organisation.zone, instant, spoken())


@lru_cache(ROWS_KEPT)
def said_in(zone: ZoneInfo, instant: datetime, _language: str | None) -> str:
    """Whatever the time zone of who reads."""
    there = instant.astimezone(zone).replace(tzinfo=None)
    return _("%(day)s à %(hour)s") % {
        "day": dates.long_day(there, today=there.date()),
        "hour": dates.hour(there),
    }
