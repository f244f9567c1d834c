"""One thing to decide, as the cockpit shows it: what, why, what is proposed, and one button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui import dates


@dataclass(frozen=True)
class Scope:
    """Who looks, at what programmes, when."""

    agent: Agent
    programmes: tuple[Programme, ...]
    at: datetime

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
    does: Mapping[str, Any] = field(default_factory=dict)
    """Facts that the operation of this kind needs; empty when the button only opens `page`."""
    is_urgent: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.cause}"


def session_page(address: str, session: Session) -> str:
    return reverse(address, args=[session.slug])


def moment(session: Session) -> str:
    """« vendredi 21 mai à 9 h », in the time of the town hall."""
    return said(session.starts_at, session)


def said(instant: datetime, session: Session) -> str:
    """A moment in the time of the session's town hall."""
    local = instant.astimezone(session.programme.organisation.zone)
    return _("%(day)s à %(hour)s") % {
        "day": dates.long_day(local, today=local.date()),
        "hour": dates.hour(local),
    }
