"""Informing line managers: one letter a day at most, of what is still true when it is written.

A letter per registration would be noise on the day when a season opens. So nothing is written when a seat is
taken: at 16 h on working days each manager whose team moved gets one letter. What begins before the next one is told
at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from essaim.agenda import emails
from essaim.agenda.models import Registration
from essaim.agenda.queries.teams import Away, away_between
from essaim.kernel.language import speaking
from essaim.kernel.worktime import WorkCalendar
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent, Organisation
from essaim.people.queries.teams import managers_of, team_of
from essaim.programmes.models import ManagerRule
from essaim.ui.dates import moment_text
from essaim.ui.phrases import told

State = Registration.State
HOUR = time(16)
DAY = timedelta(days=1)


def inform_managers(*, at: datetime) -> int:
    """Write the letters of the day to managers whose team moved; how many."""
    return sum(_inform(organisation, at=at) for organisation in Organisation.objects.order_by("pk"))


def _to_tell(organisation: Organisation, at: datetime) -> QuerySet[Registration]:
    """What a manager does not know yet, or believes wrongly, of sessions to come that only inform."""
    informed = Q(session__format__manager_rule=ManagerRule.INFORMED) | Q(
        session__format__manager_rule="", session__programme__manager_rule=ManagerRule.INFORMED
    )
    goes = Q(state=State.CONFIRMED, manager_told_at=None)
    goes_no_more = ~Q(state__in=(State.CONFIRMED, State.PENDING)) & Q(manager_told_at__isnull=False)
    managed = Q(agent__postings__ends_on=None, agent__postings__line_manager__is_active=True)
    rows = Registration.objects.filter(
        informed, goes | goes_no_more, managed, session__starts_at__gt=at, agent__organisation=organisation
    )
    return rows.select_related("agent", "session__programme__organisation").order_by(
        "session__starts_at", "pk"
    )


@transaction.atomic
def _inform(organisation: Organisation, *, at: datetime) -> int:
    local = at.astimezone(organisation.zone)
    is_time = organisation.calendar.works_on(local.date()) and local.time() >= HOUR
    rows = _to_tell(organisation, at)
    if not is_time:
        rows = rows.filter(session__starts_at__lt=next_letter(local, organisation.calendar))
    found = list(rows)
    if not found:
        return 0
    managers = managers_of({row.agent_id for row in found}, on=local.date())
    by_manager: dict[int, list[Registration]] = defaultdict(list)
    for row in found:
        if row.agent_id in managers:
            by_manager[managers[row.agent_id].pk].append(row)
    written = _written_today(by_manager, local)
    people = {manager.pk: manager for manager in managers.values()}
    soon = next_letter(local, organisation.calendar)
    due = [
        (people[pk], mine)
        for pk, mine in by_manager.items()
        if pk not in written or any(row.session.starts_at < soon for row in mine)
    ]
    for manager, mine in due:
        _write(manager, mine, at=at)
    return len(due)


def next_letter(local: datetime, calendar: WorkCalendar) -> datetime:
    """The next working day's letter, or that of today when it is still to come."""
    eve = local.date() - DAY if local.time() < HOUR else local.date()
    day = calendar.next_working_day(eve)
    return datetime.combine(day, HOUR, tzinfo=local.tzinfo)


def _written_today(managers: Iterable[int], local: datetime) -> set[int]:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    told = Letter.objects.filter(kind=Letter.Kind.TEAM_DIGEST, agent__in=managers, created_at__gte=midnight)
    return set(told.order_by("pk").values_list("agent_id", flat=True))


def _write(manager: Agent, rows: list[Registration], *, at: datetime) -> None:
    """One letter, and the mark on each registration that its manager knows."""
    going = [row for row in rows if row.state == State.CONFIRMED]
    gone = [row for row in rows if row.state != State.CONFIRMED]
    with speaking(manager.language):
        wording = emails.team_digest(
            manager, going=_lines(manager, going, at=at), not_going=[_line_of(row) for row in gone]
        )
    letters.post(
        agent=manager,
        kind=Letter.Kind.TEAM_DIGEST,
        cause=f"team:{manager.pk}",
        version=at.isoformat(),
        wording=wording,
        at=at,
        about=min(row.session.starts_at for row in rows),
        expires_at=max([at + DAY, *(row.session.ends_at for row in rows)]),
    )
    Registration.objects.filter(pk__in=[row.pk for row in going]).update(manager_told_at=at)
    Registration.objects.filter(pk__in=[row.pk for row in gone]).update(manager_told_at=None)


def _lines(manager: Agent, rows: list[Registration], *, at: datetime) -> list[str]:
    """A line for each date, with who else of the team is away at the same hours."""
    if not rows:
        return []
    zone = manager.organisation.zone
    told = {row.pk for row in rows}
    last = max(row.session.ends_at for row in rows)
    team = team_of(manager, on=day_in(at, manager))
    away = away_between(team, at, last + DAY)
    return [
        emails.digest_line(one, _meanwhile(one, away), zone) for one in away if one.registration_id in told
    ]


def _meanwhile(one: Away, away: list[Away]) -> list[Away]:
    return [other for other in away if other.starts_at < one.ends_at and other.ends_at > one.starts_at]


def _line_of(row: Registration) -> str:
    zone = row.session.programme.organisation.zone
    return told(f"{row.agent.full_name}, {moment_text(row.session.starts_at, zone)}", f"{row.session.title}.")


def day_in(at: datetime, agent: Agent) -> date:
    return at.astimezone(agent.organisation.zone).date()
