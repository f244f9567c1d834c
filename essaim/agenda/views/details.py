"""What the page of a session says: what it promises, who leads and comes, where the viewer stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from essaim.agenda import rules
from essaim.agenda.models import Approval, Registration, Session, Sitting
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.approvals import last_approval, other_dates
from essaim.agenda.queries.cards import with_approval
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.pools import Kept, kept_for
from essaim.agenda.queries.room import readable_code
from essaim.agenda.queries.sessions import Colleagues, HostName, Standing
from essaim.agenda.views.lines import KEPT_SECONDS, card_of, moves_of, stamp_of
from essaim.kernel.language import spoken
from essaim.people.models import Agent

SHOWS_SEATS = frozenset({"open", "full", "withdrawn"})
"""The cards that say how many seats are taken and how many people wait."""
STILL_TO_COME = {"open", "full", "confirmed", "waiting", "offered", "withdrawn", "pending"}


class Article(NamedTuple):
    """What the page says to everybody, its dates, and the agents who lead the session."""

    html: SafeString
    sittings: list[Sitting]
    leaders: frozenset[int]


@dataclass(frozen=True)
class Facts:
    """What the card says of a session; plain values, so that its HTML can be kept for those who see the same."""

    slug: str
    title: str
    seats: int | None
    taken: int
    waiting: int


@dataclass(frozen=True)
class OtherDate:
    """When the same is given again."""

    slug: str
    title: str
    starts_at: datetime


def date_of(session: Session) -> OtherDate:
    return OtherDate(session.slug, session.title, session.starts_at)


def facts_of(session: Session, *, counted: bool = False) -> Facts:
    """Without its counts it stays the same while a crowd moves, and so does what is kept of it."""
    counts = (session.taken, session.waiting) if counted else (0, 0)
    return Facts(session.slug, session.title, session.seats, *counts)


def page_context(agent: Agent, session: Session, standing: Standing, *, at: datetime) -> dict[str, Any]:
    """All that `session_detail.html` names."""
    guest_of = queries.invited_by(session, agent)
    is_over = session.cancelled_at is not None or session.closed_at is not None or at >= session.ends_at
    article = kept_article(session, for_guests=bool(guest_of), is_over=is_over)
    approval = approval_of(standing.registration)
    kept = kept_of(agent, session, at=at)
    leads = agent.pk in article.leaders
    card = with_approval(card_of(session, standing.registration, at=at, kept=kept, leads=leads), approval)
    had_a_seat = (
        standing.registration is not None and standing.registration.state == Registration.State.CONFIRMED
    )
    moves = moves_of(session, card)
    others = standing.others if card.name in STILL_TO_COME else []
    conflicts = queries.meeting_at_the_same_hours(others, article.sittings)
    return {
        "session": facts_of(session, counted=card.name in SHOWS_SEATS),
        "card": card,
        "moves": moves,
        "article": article.html,
        "invited_by": guest_of,
        "code": readable_code(session),
        "others": tuple(map(date_of, other_dates(session, reader=agent, at=at)))
        if card.name == "refused"
        else (),
        "conflicts": tuple(map(facts_of, conflicts)),
        "sheet": published_sheet(session) if not guest_of else "",
        "is_draft": session.published_at is None,
        "is_leader": leads,
        "may_pilot": agent.may_pilot and rules.can_pilot(agent, session.programme),
        "may_enrol": rules.can_register_others(agent, session)
        and rules.is_open_for_registration(session, at),
        "may_answer": had_a_seat and session.closed_at is not None,
        "shows_seats": card.name in SHOWS_SEATS,
        "almost_full": session.seats - 1 if session.seats else 0,
        "sticky_action": bool(card.action or moves.door),
        "tone": "warn" if card.name == "cancelled" else "info",
        "refusal": "",
        "oob": False,
    }


def published_sheet(session: Session) -> str:
    """The address of the published sheet that the session gives."""
    topic = session.topic
    return topic.slug or "" if topic and topic.state == topic.State.PUBLISHED else ""


def approval_of(registration: Registration | None) -> Approval | None:
    """The question to the line manager, asked for only where the card speaks of it."""
    speaks_of_it = {Registration.State.PENDING, Registration.State.REFUSED}
    if registration is None or registration.state not in speaks_of_it:
        return None
    return last_approval(registration.pk)


def kept_of(agent: Agent, session: Session, *, at: datetime) -> Kept | None:
    """What the session keeps, as the agent reads it; no query when it keeps nothing."""
    return kept_for(agent, [session.pk], at=at).get(session.pk, Kept(0, 0, "")) if session.kept else None


def kept_article(session: Session, *, for_guests: bool, is_over: bool = False) -> Article:
    """The part that is the same for everybody, kept per version of the session and look of its format.

    Guests of another organisation read who leads by name, and nothing of our services. Nobody "is coming" to what
    is cancelled or past.
    """
    look = stamp_of(session.format)
    key = ("article", session.pk, session.version, look, for_guests, is_over, spoken())
    kept: Article | None = caches["pages"].get(key)
    if kept is None:
        kept = article_of(session, for_guests=for_guests, is_over=is_over)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def article_of(session: Session, *, for_guests: bool, is_over: bool) -> Article:
    """Read again when the version has moved; drawn again only when something that it says has."""
    sittings = queries.dates_of(session)
    hosts, colleagues = queries.people_of(session)
    if for_guests:
        hosts = [replace(host, unit="") for host in hosts]
    if for_guests or is_over:
        colleagues = []
    host_organisation = session.programme.organisation
    invitation = host_organisation.name if for_guests else ""
    said = (session.title, session.promise, session.outcomes, session.audience, stamp_of(session.format))
    dates = tuple(said_of(sitting) for sitting in sittings)
    key = (
        "article said",
        said,
        dates,
        tuple(hosts),
        tuple(colleagues),
        invitation,
        host_organisation.time_zone,
        spoken(),
    )
    html: SafeString | None = caches["pages"].get(key)
    if html is None:
        html = drawn_article(session, sittings, hosts, colleagues, for_guests=for_guests)
        caches["pages"].set(key, html, KEPT_SECONDS)
    return Article(html, sittings, frozenset(host.agent_id for host in hosts if host.agent_id))


def said_of(sitting: Sitting) -> tuple[object, ...]:
    site = (sitting.site.name, sitting.site.address) if sitting.site else ()
    return (sitting.starts_at, sitting.ends_at, sitting.room, sitting.link, site)


def drawn_article(
    session: Session,
    sittings: list[Sitting],
    hosts: list[HostName],
    colleagues: list[Colleagues],
    *,
    for_guests: bool,
) -> SafeString:
    context = {
        "session": session,
        "format": session.format,
        "dates": [(sitting, place_of(sitting)) for sitting in sittings],
        "hosts": hosts,
        "for_guests": for_guests,
        "colleagues": colleagues,
        "coming": sum(pile.count for pile in colleagues),
        "outcomes": [line.strip(" -•\t") for line in session.outcomes.splitlines() if line.strip(" -•\t")],
        "addresses": sorted(
            {s.site for s in sittings if s.site and s.site.address}, key=lambda site: site.pk
        ),
        "links": [sitting for sitting in sittings if sitting.link],
    }
    with timezone.override(session.programme.organisation.zone):
        return render_to_string("agenda/_session_article.html", context)
