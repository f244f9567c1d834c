"""What the page of a session says: what it promises, who leads and comes, where the viewer stands."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from essaim.agenda import rules
from essaim.agenda.models import Registration, Session, Sitting
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.room import readable_code
from essaim.agenda.views.lines import KEPT_SECONDS, card_of, moves_of, stamp_of
from essaim.people.models import Agent

STILL_TO_COME = {"open", "full", "confirmed", "waiting", "offered", "withdrawn", "pending"}


class Article(NamedTuple):
    """What the page says to everybody, its dates, and the agents who lead the session."""

    html: SafeString
    sittings: list[Sitting]
    leaders: frozenset[int]


def page_context(agent: Agent, session: Session, *, at: datetime) -> dict[str, Any]:
    """All that `session_detail.html` names."""
    article = kept_article(session)
    standing = queries.standing_of(agent, session, article.sittings)
    card = card_of(session, standing.registration, at=at)
    had_a_seat = (
        standing.registration is not None and standing.registration.state == Registration.State.CONFIRMED
    )
    return {
        "session": session,
        "card": card,
        "moves": moves_of(session, card),
        "article": article.html,
        "code": readable_code(session),
        "conflicts": standing.conflicts if card.name in STILL_TO_COME else [],
        "is_draft": session.published_at is None,
        "is_leader": agent.pk in article.leaders,
        "may_pilot": agent.may_pilot and rules.can_pilot(agent, session.programme),
        "may_enrol": rules.can_register_others(agent, session)
        and rules.is_open_for_registration(session, at),
        "may_answer": had_a_seat and session.closed_at is not None,
        "shows_seats": card.name in {"open", "full", "withdrawn"},
        "almost_full": session.seats - 1 if session.seats else 0,
        "sticky_action": bool(card.action),
        "refusal": "",
        "oob": False,
    }


def kept_article(session: Session) -> Article:
    """The part that is the same for everybody, kept per version of the session and look of its format."""
    key = ("article", session.pk, session.version, stamp_of(session.format), get_language())
    kept: Article | None = caches["pages"].get(key)
    if kept is None:
        kept = article_of(session)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def article_of(session: Session) -> Article:
    sittings = queries.dates_of(session)
    hosts, colleagues = queries.people_of(session)
    context = {
        "session": session,
        "format": session.format,
        "dates": [(sitting, queries.place_of(sitting)) for sitting in sittings],
        "hosts": hosts,
        "colleagues": colleagues,
        "coming": sum(pile.count for pile in colleagues),
        "outcomes": [line.strip(" -•\t") for line in session.outcomes.splitlines() if line.strip(" -•\t")],
        "addresses": sorted(
            {s.site for s in sittings if s.site and s.site.address}, key=lambda site: site.pk
        ),
        "links": [sitting for sitting in sittings if sitting.link],
    }
    with timezone.override(session.programme.organisation.zone):
        html = render_to_string("agenda/_session_article.html", context)
    return Article(html, sittings, frozenset(host.agent_id for host in hosts if host.agent_id))
