"""What a coordinator sees before keeping a plan: a day gone by, a room or a host taken twice, people to tell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from essaim.agenda.models import Session
from essaim.agenda.queries.changes import concerned
from essaim.agenda.queries.conflicts import Place, conflicts_of, room_text, rooms_taken
from essaim.people.models import Agent, DayPeriod, Organisation
from essaim.people.queries.days import periods_by_day
from essaim.ui.dates import full_day, moment_text
from essaim.ui.words import gettext as _


@dataclass(frozen=True)
class Warned:
    """Something to confirm on purpose; `key` stays the same as long as it is the same thing."""

    key: str
    text: str
    tick: str
    """What the coordinator ticks."""
    slug: str = ""
    """The other session, where there is one."""


def on_purpose() -> str:
    return _("C’est voulu")


def past_dates(plans: Sequence[Place], *, zone: ZoneInfo, at: datetime) -> list[Warned]:
    gone = [plan for plan in plans if plan.starts_at <= at]
    return [
        Warned(
            f"past-{plan.starts_at.isoformat()}",
            _("La date du %(day)s est déjà passée. Une séance ne se publie pas après sa première date.")
            % {"day": moment_text(plan.starts_at, zone)},
            on_purpose(),
        )
        for plan in gone
    ]


def days_off(plans: Sequence[Place], organisation: Organisation) -> list[Warned]:
    """Dates on a public holiday, on a day that the organisation closes, or in school holidays."""
    days = sorted({plan.starts_at.astimezone(organisation.zone).date() for plan in plans})
    known = periods_by_day(organisation, days)
    holidays = organisation.calendar.holidays
    whys = {
        day: [_("Le %(day)s est un jour férié.") % {"day": full_day(day)}]
        if day in holidays
        else [why_off(row, day) for row in known.get(day, [])]
        for day in days
    }
    return [Warned(f"off-{day}", " ".join(said), on_purpose()) for day, said in whys.items() if said]


def why_off(period: DayPeriod, day: date) -> str:
    said = {"day": full_day(day), "name": period.label}
    if period.kind == DayPeriod.Kind.CLOSED:
        return _("Le %(day)s est un jour fermé : %(name)s.") % said
    return _("Le %(day)s tombe pendant les vacances scolaires : %(name)s.") % said


def rooms_twice(plans: Sequence[Place], *, reader: Agent, but: Session | None) -> list[Warned]:
    """The same room of the same site for two sessions at once."""
    return [
        Warned(
            f"room-{sitting.pk}-{plan.starts_at.isoformat()}",
            _("%(room)s est déjà prise par %(other)s.") % {"room": plan.room, "other": room_text(sitting)},
            on_purpose(),
            sitting.session.slug if sitting.is_shown else "",  # type: ignore[attr-defined]
        )
        for sitting, plan in rooms_taken(plans, reader=reader, but=but)
    ]


def busy_hosts(
    hosts: Collection[Agent], plans: Sequence[Place], *, reader: Agent, zone: ZoneInfo, but: Session | None
) -> list[Warned]:
    """Hosts on leave, or with another session at the same hours."""
    found = conflicts_of([agent.pk for agent in hosts], plans, reader=reader, zone=zone, but=but)
    return [
        Warned(
            f"host-{agent.pk}-{conflict.kind}-{conflict.slug}",
            f"{agent.full_name}. {conflict.text}.",
            on_purpose(),
            conflict.slug,
        )
        for agent in hosts
        for conflict in found.get(agent.pk, [])
    ]


def people_to_tell(session: Session) -> list[Warned]:
    """Who will read that a date moved, before it is saved."""
    people = concerned(session)
    if session.published_at is None or not people.total:
        return []
    return [
        Warned(
            "tell",
            _("Une date, une heure ou un lieu change. À prévenir : %(people)s.") % {"people": people.text},
            _("Je préviens ces personnes par une lettre"),
        )
    ]


def doubts(
    plans: Sequence[Any],
    hosts: Sequence[Agent],
    *,
    session: Session | None,
    before: Sequence[Any],
    new_hosts: Collection[int],
    reader: Agent,
    organisation: Organisation,
    at: datetime,
) -> list[Warned]:
    """Everything to confirm; a date or a host that was kept before and has not changed is not asked about again."""
    zone = organisation.zone
    fresh = [plan for plan in plans if plan not in before]
    joining = [agent for agent in hosts if agent.pk in new_hosts]
    staying = [agent for agent in hosts if agent.pk not in new_hosts]
    busy = [
        *busy_hosts(joining, plans, reader=reader, zone=zone, but=session),
        *busy_hosts(staying, fresh, reader=reader, zone=zone, but=session),
    ]
    told = people_to_tell(session) if session and list(plans) != list(before) else []
    return [
        *past_dates(fresh, zone=zone, at=at),
        *days_off(fresh, organisation),
        *rooms_twice(fresh, reader=reader, but=session),
        *busy,
        *told,
    ]
