"""Who may do what with letters, and when letters leave."""

from datetime import datetime, timedelta
from enum import Enum

from essaim.letters.models import Letter
from essaim.letters.origins import origin_of
from essaim.letters.seals import is_open
from essaim.people.models import Agent, Organisation
from essaim.programmes.models import Programme
from essaim.programmes.rules import can_configure

Kind = Letter.Kind
WEEK_IS_NEWS = timedelta(days=2)
"""A worker that slept on Monday still writes on Tuesday, as it does when something comes up only then; on Wednesday
the week is no news."""
NEAR = timedelta(hours=24)
"""Whoever is told of something must have so long left before it."""


class Leaving(Enum):
    """When a kind of letter leaves."""

    AT_ONCE = "at once"
    """It answers what the person has just done, or guards the account."""
    IN_HOURS = "in working hours"
    """It may wait for the next opening, unless what it speaks of is near."""


AT_ONCE, IN_HOURS = Leaving.AT_ONCE, Leaving.IN_HOURS
LEAVING: dict[str, Leaving] = {
    Kind.SIGN_IN_LINK: AT_ONCE,
    Kind.PASSWORD: AT_ONCE,
    Kind.CONFIRMED: AT_ONCE,
    Kind.PENDING: AT_ONCE,
    Kind.WAITING: AT_ONCE,
    Kind.WITHDRAWN: AT_ONCE,
    Kind.TOPIC_PROPOSED: AT_ONCE,
    Kind.NOTE: AT_ONCE,  # whoever wrote it chose the moment
    Kind.OFFERED: IN_HOURS,
    Kind.OFFER_ENDED: IN_HOURS,
    Kind.CANCELLED: IN_HOURS,
    Kind.MOVED: IN_HOURS,
    Kind.CHANGED: IN_HOURS,
    Kind.HOSTING: IN_HOURS,
    Kind.REFUSED: IN_HOURS,
    Kind.APPROVAL_ASKED: IN_HOURS,
    Kind.APPROVAL_REMINDER: IN_HOURS,
    Kind.TEAM_DIGEST: IN_HOURS,
    Kind.CONFLICT: IN_HOURS,
    Kind.SURVEY: IN_HOURS,
    Kind.SURVEY_REMINDER: IN_HOURS,
    Kind.TOPIC_ASKED: IN_HOURS,
    Kind.TOPIC_ANSWERED: IN_HOURS,
    Kind.TOPIC_PUBLISHED: IN_HOURS,
    Kind.TOPIC_DECLINED: IN_HOURS,
    Kind.TOPIC_REOPENED: IN_HOURS,
    Kind.ANOTHER_DATE: IN_HOURS,
    Kind.INVITATION: IN_HOURS,
    Kind.PARTNERSHIP: IN_HOURS,
    Kind.OPENED: IN_HOURS,
    Kind.FILE_REFUSED: IN_HOURS,
    Kind.WEEK_BEFORE: IN_HOURS,
    Kind.DAY_BEFORE: IN_HOURS,
    Kind.HOST_BRIEF: IN_HOURS,
    Kind.CERTIFICATE: IN_HOURS,
    Kind.COORDINATOR_WEEK: IN_HOURS,
    Kind.PROGRAMME_WEEK: IN_HOURS,
}
"""Every kind, once; a test walks them."""


def moment_to_leave(
    kind: str,
    agent: Agent,
    asked: datetime,
    *,
    about: datetime | None = None,
    expires_at: datetime | None = None,
) -> datetime:
    """When a letter asked for a moment leaves: then, or at the next opening of the reader's organisation.

    Never earlier than asked. It does not wait past its own end, nor so long that what it is `about` would come
    less than 24 hours after: then it leaves when asked, whatever the hour.
    """
    if LEAVING[kind] is AT_ONCE:
        return asked
    return moment_in_hours(agent.organisation, asked, about=about, expires_at=expires_at)


def moment_in_hours(
    organisation: Organisation,
    asked: datetime,
    *,
    about: datetime | None = None,
    expires_at: datetime | None = None,
) -> datetime:
    """The same for a letter that may wait, told of the organisation alone."""
    opening = organisation.calendar.next_open_moment(asked.astimezone(organisation.zone))
    ends = [end for end in (expires_at, about and about - NEAR) if end]
    return asked if any(opening >= end for end in ends) else opening


def can_watch_queue(agent: Agent) -> bool:
    """Who administers learns what does not leave, and lets it leave anew; what letters say stays unread."""
    return agent.is_administrator or agent.is_platform_administrator


def can_word(agent: Agent, programme: Programme) -> bool:
    """Who chooses the look and the words of a programme chooses those of its letters."""
    return can_configure(agent, programme)


def can_handle(agent: Agent, letter: Letter) -> bool:
    """Whoever runs the programme of a letter holds, releases and sends again what may be read there."""
    return agent.may_pilot and is_open(letter.kind)


def can_retry(agent: Agent, letter: Letter) -> bool:
    """What never arrived is sent anew without being read; somebody's own way in is asked for anew by that person."""
    return agent.may_pilot and (is_open(letter.kind) or not origin_of(letter.cause).of_employer)


def week_to_tell(organisation: Organisation, at: datetime) -> str:
    """« 2030-W06 » while letters of the week may be written: as its first working day opens; else nothing."""
    local, calendar = at.astimezone(organisation.zone), organisation.calendar
    monday = local.date() - timedelta(days=local.weekday())
    opens = calendar.opening(calendar.next_working_day(monday - timedelta(days=1)), local)
    if not opens <= local < opens + WEEK_IS_NEWS or not calendar.is_open_at(local):
        return ""
    return f"{monday:%G-W%V}"


def week_ends(organisation: Organisation, at: datetime) -> datetime:
    """Saturday 0 h: a letter of the week that has not left by then is of no use."""
    local = at.astimezone(organisation.zone)
    saturday = local.date() + timedelta(days=5 - local.weekday())
    return datetime.combine(saturday, datetime.min.time(), tzinfo=organisation.zone)
