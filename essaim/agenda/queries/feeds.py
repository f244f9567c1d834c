"""The calendars that programs read by themselves: their addresses, and what they hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from essaim.agenda.models import Feed, Host, Registration, Session
from essaim.agenda.queries.sessions import sessions_to_show
from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent
from essaim.programmes.models import Programme

State = Registration.State
PAST = timedelta(days=90)
"""What was attended stays so long in the calendar."""
OWN = 0
"""In an address: one's own sessions; else the number of a programme."""


@dataclass(frozen=True)
class Shown:
    """One session as a calendar tells it."""

    session: Session
    changed_at: datetime
    with_link: bool = True
    """The link of a remote date is for those who come, and those who lead."""
    is_tentative: bool = False


def feed_of(agent: Agent) -> Feed | None:
    """The addresses that the person asked for, if any."""
    return Feed.objects.filter(agent=agent).first()


def _signer() -> Signer:
    return Signer(salt="agenda.feed", sep=".")


def token_of(feed: Feed, programme: int = OWN) -> str:
    """The secret of an address: one person, one calendar, until the person renews it."""
    signature = _signer().signature(f"{feed.pk}-{programme}-{feed.nonce}")
    return f"{feed.pk}-{programme}.{signature}"


def feed_of_token(token: str) -> tuple[Feed, int] | None:
    """Whose address it is, and of which calendar; nothing once it was renewed, stopped, or its owner left."""
    facts, _dot, signature = token.partition(".")
    try:
        pk, programme = map(int, facts.split("-"))
        feed = Feed.objects.select_related("agent__organisation").filter(pk=pk, agent__is_active=True).get()
        _signer().unsign(f"{pk}-{programme}-{feed.nonce}.{signature}")
    except (ValueError, OverflowError, BadSignature, Feed.DoesNotExist):
        return None
    return feed, programme


def own_sessions(agent: Agent, *, at: datetime) -> list[Shown]:
    """What the person comes to or leads, and the seats that still wait for a word, soonest first.

    Neither ranks in a list nor cancelled sessions: those are no appointment.
    """
    going = Registration.objects.filter(
        agent=agent,
        state__in=Registration.HOLDS_A_SEAT,
        session__ends_at__gt=at - PAST,
        session__cancelled_at=None,
    )
    seats = {row.session_id: row for row in going}
    hosts = Host.objects.filter(
        agent=agent,
        session__ends_at__gt=at - PAST,
        session__cancelled_at=None,
        session__published_at__isnull=False,
    )
    led = set(hosts.values_list("session", flat=True))
    return [
        _own(session, seats.get(session.pk), leads=session.pk in led)
        for session in sessions_to_show({*seats, *led})
    ]


def _own(session: Session, seat: Registration | None, *, leads: bool) -> Shown:
    is_sure = leads or (seat is not None and seat.state == State.CONFIRMED)
    moved_at = seat.changed_at if seat else None
    return Shown(session, _changed_at(session, moved_at), with_link=is_sure, is_tentative=not is_sure)


def programme_of_feed(agent: Agent, programme: int) -> Programme | None:
    """A programme that the owner of the address may read."""
    mine = Programme.objects.filter(organisation=agent.organisation_id, pk=programme)
    return mine.select_related("organisation").first()


def programmes_to_follow(agent: Agent) -> list[Programme]:
    """Those of one's employer, by name."""
    return list(Programme.objects.filter(organisation=agent.organisation_id).order_by(InFrench("name"), "pk"))


def programme_sessions(programme: Programme, *, at: datetime) -> list[Shown]:
    """What the programme has published and not cancelled, soonest first, without any link."""
    published = Session.objects.filter(
        programme=programme, published_at__isnull=False, cancelled_at=None, ends_at__gt=at - PAST
    )
    return [
        Shown(session, _changed_at(session), with_link=False)
        for session in sessions_to_show(published.values_list("pk", flat=True))
    ]


def _changed_at(session: Session, moved_at: datetime | None = None) -> datetime:
    known = [moment for moment in (session.published_at, session.edited_at, moved_at) if moment]
    return max(known, default=session.starts_at)
