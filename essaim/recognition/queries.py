"""Reading certificates: what is true of a session, what somebody holds, what a code stands for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from essaim.agenda.models import Attendance, Host, Presence, Session
from essaim.agenda.rules import Half, half_days
from essaim.kernel.sorting import by_name
from essaim.people.models import Agent
from essaim.recognition.models import CODE_LENGTH, Certificate
from essaim.ui.dates import duration, full_day, hours

Kind, State = Certificate.Kind, Certificate.State


def true_certificates(session: Session, *, only: Agent | None = None) -> list[Certificate]:
    """Those that the presences and hosts of a closed session deserve, not saved: nothing else is read for them."""
    halves = half_days(session.sittings.order_by("starts_at", "pk"), session.programme.organisation.zone)
    attended = Attendance.objects.filter(session=session, agent__isnull=False).select_related(
        "agent__organisation"
    )
    led = Host.objects.filter(session=session, agent__isnull=False).select_related("agent__organisation")
    if only is not None:
        attended, led = attended.filter(agent=only), led.filter(agent=only)
    came = _keys_of(session, only=only)
    found = [
        _made(
            session, row.agent, Kind.ATTENDANCE, [half for half in halves if half.key in came[row.agent_id]]
        )
        for row in attended.order_by("pk")
    ]
    found += [_made(session, row.agent, Kind.HOSTING, halves) for row in led.order_by("pk")]
    return found


def _keys_of(session: Session, *, only: Agent | None) -> dict[int | None, set[tuple[int, int]]]:
    """The half-days where each was present."""
    rows = Presence.objects.filter(sitting__session=session, status=Presence.Status.PRESENT)
    if only is not None:
        rows = rows.filter(agent=only)
    came: dict[int | None, set[tuple[int, int]]] = defaultdict(set)
    for agent, sitting, half in rows.order_by("pk").values_list("agent", "sitting", "half"):
        came[agent].add((sitting, half))
    return came


def _made(session: Session, agent: Agent | None, kind: str, halves: Iterable[Half]) -> Certificate:
    assert agent is not None  # noqa: S101 -- both queries ask for it; for the type checker
    programme = session.programme
    said = [
        {
            "starts_at": half.starts_at.isoformat(),
            "ends_at": half.ends_at.isoformat(),
            "minutes": half.minutes,
        }
        for half in halves
    ]
    return Certificate(
        session=session,
        agent=agent,
        person=agent.person,
        kind=kind,
        title=session.title,
        format_name=session.format.name,
        nature=session.format.nature,
        modality=session.modality,
        day=session.starts_at.astimezone(programme.organisation.zone).date(),
        halves=said,
        minutes=sum(half.minutes for half in halves),
        signer_name=programme.signer_name,
        signer_role=programme.signer_role,
    )


def sessions_without(limit: int) -> QuerySet[Session]:
    """Closed sessions that somebody attended or led, and that never gave a certificate."""
    attended = Attendance.objects.filter(session=OuterRef("pk"), agent__isnull=False)
    led = Host.objects.filter(session=OuterRef("pk"), agent__isnull=False)
    given = Certificate.objects.filter(session=OuterRef("pk"))
    closed = Session.objects.filter(~Exists(given), Exists(attended) | Exists(led), closed_at__isnull=False)
    return closed.order_by("pk")[:limit]


def certificates_of(agent: Agent) -> QuerySet[Certificate]:
    """What somebody holds, the latest first."""
    return Certificate.objects.visible_to(agent).order_by("-day", "-session__starts_at", "-pk")


def with_paper(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """The same, with all that their paper shows."""
    return certificates.select_related("agent", "session__programme__organisation").prefetch_related(
        "session__sittings__site", "session__hosts__agent"
    )


def certificates_of_session(session: Session) -> QuerySet[Certificate]:
    """Those of a session that stand, of those who came then of those who led, by name."""
    rows = Certificate.objects.filter(session=session, state=State.VALID, agent__isnull=False)
    return with_paper(rows).order_by("kind", *by_name("agent__"), "pk")


def plain_code(written: str) -> str:
    """A code as somebody types it, without its hyphens and spaces, in capitals."""
    return "".join(sign for sign in written.upper() if sign.isalnum())[: CODE_LENGTH + 1]


def certificate_of_code(written: str) -> Certificate | None:
    rows = Certificate.objects.select_related("session__programme__organisation")
    return rows.filter(Q(code=plain_code(written))).first()


@dataclass(frozen=True)
class HalfDay:
    """One line of a paper: « vendredi 21 mai 2021 », « 9 h – 12 h », « 3 h »."""

    day: str
    hours: str
    length: str


def half_days_of(certificate: Certificate) -> list[HalfDay]:
    """Each half-day in words; its hours are already those of the town hall."""
    return [_worded(half) for half in certificate.halves]


def _worded(half: dict[str, Any]) -> HalfDay:
    start, end = (datetime.fromisoformat(half[key]).replace(tzinfo=None) for key in ("starts_at", "ends_at"))
    return HalfDay(full_day(start), hours(start, end), duration(half["minutes"]))
