"""What a search shows to one person: loaded again through what that person may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.agenda.models.sessions import open_to
from essaim.agenda.operations.indexing import SESSION
from essaim.agenda.queries.cards import free_seats
from essaim.agenda.queries.pools import kept_for
from essaim.agenda.queries.sessions import invited_by
from essaim.catalogue.models import Topic
from essaim.catalogue.operations.indexing import TOPIC
from essaim.people.models import Agent
from essaim.people.operations.directory import AGENT
from essaim.people.queries.directory import colleagues_found, occupation_of
from essaim.search.queries import Found, Piece, pieces, search

OF_A_KIND = 12
AROUND = 90
"""Signs of a text shown before the first word that was found."""
EXCERPT = 220


@dataclass(frozen=True)
class Hit:
    """One line of the results: its name and an excerpt, cut at the words found."""

    thing: Any
    title: list[Piece]
    excerpt: list[Piece]
    note: str = ""
    page: str = ""


@dataclass(frozen=True)
class Results:
    """All that was found, by kind."""

    sessions: list[Hit] = field(default_factory=list)
    topics: list[Hit] = field(default_factory=list)
    colleagues: list[Hit] = field(default_factory=list)
    is_whole: bool = True

    @property
    def count(self) -> int:
        return len(self.sessions) + len(self.topics) + len(self.colleagues)


def results_for(agent: Agent, text: str, *, at: datetime) -> Results:
    """Sessions, topics and colleagues that hold the words; of other organisations what they opened, no draft."""
    found = search(text, organisation=agent.organisation_id, at=at, most=OF_A_KIND)
    sessions = _sessions(agent, found, at=at)
    shown = {hit.thing.topic_id for hit in sessions}
    return Results(
        sessions=sessions,
        topics=[hit for hit in _topics(agent, found) if hit.thing.pk not in shown],
        colleagues=_colleagues(agent, found),
        is_whole=found.is_whole,
    )


def _sessions(agent: Agent, found: Found, *, at: datetime) -> list[Hit]:
    """Those to come, then the latest of each title that was given before and does not come again."""
    keys = found.keys.get(SESSION, [])
    if not keys:
        return []
    shown = open_sessions(agent).filter(pk__in=keys)
    by_key = {session.pk: session for session in shown.order_by("pk")}
    hits, titles = [], set()
    for session in (by_key[key] for key in keys if key in by_key):
        if session.ends_at >= at or session.title not in titles:
            page = reverse("agenda:session_detail", args=[session.slug])
            by = invited_by(session, agent)
            hits.append(_hit(session, session.title, _said(session), found, note=by, page=page))
        titles.add(session.title)
    return hits


def open_sessions(agent: Agent) -> QuerySet[Session]:
    """Announced by one's own organisation, or opened to it by another, whoever one is."""
    shown = Session.objects.visible_to(agent).filter(
        open_to(agent.organisation_id), published_at__isnull=False, cancelled_at=None
    )
    return shown.select_related("programme__organisation")


def _said(thing: Any) -> str:
    """The promise, then what one will know, on one line."""
    outcomes = " ; ".join(line.strip() for line in thing.outcomes.splitlines() if line.strip())
    return " ".join(f"{thing.promise} {outcomes}".split())


def _topics(agent: Agent, found: Found) -> list[Hit]:
    """Published topics of one's own organisation, in the order found."""
    keys = found.keys.get(TOPIC, [])
    if not keys:
        return []
    shown = Topic.objects.visible_to(agent).filter(
        pk__in=keys, state=Topic.State.PUBLISHED, programme__organisation=agent.organisation_id
    )
    by_key = {topic.pk: topic for topic in shown.order_by("pk")}
    topics = [by_key[key] for key in keys if key in by_key]
    return [
        _hit(topic, topic.title, _said(topic), found, page=reverse("catalogue:topic", args=[topic.slug]))
        for topic in topics
    ]


def _colleagues(agent: Agent, found: Found) -> list[Hit]:
    keys = found.keys.get(AGENT, [])
    if not keys:
        return []
    return [
        _hit(colleague, colleague.full_name, colleague.know_how, found, note=_place(colleague))
        for colleague in colleagues_found(agent, keys)
    ]


def _place(colleague: Agent) -> str:
    """« Chargée d’accueil, Accueil »."""
    unit = colleague.unit.name if colleague.unit else ""
    return ", ".join(part for part in (occupation_of(colleague), unit) if part)


def _hit(thing: Any, title: str, text: str, found: Found, *, note: str = "", page: str = "") -> Hit:
    return Hit(thing, pieces(title, found), excerpt(pieces(text, found)), note, page)


def excerpt(cut: Sequence[Piece]) -> list[Piece]:
    """The beginning of a text, or what stands around the first word found when that comes late."""
    before = cut[0].text if cut and not cut[0].is_hit else ""
    shown = list(cut)
    if len(shown) > 1 and len(before) > AROUND:
        _head, _space, tail = before[-AROUND:].partition(" ")
        shown[0] = Piece(f"… {tail}", is_hit=False)
    kept, left = [], EXCERPT
    for piece in shown:
        if left <= 0:
            break
        text = piece.text if len(piece.text) <= left else f"{piece.text[:left].rsplit(' ', 1)[0]} …"
        kept.append(Piece(text, piece.is_hit))
        left -= len(piece.text)
    return kept


def coming_near(agent: Agent, *, at: datetime, most: int = 3) -> list[Session]:
    """What one may join soon, for when nothing was found."""
    sessions = open_sessions(agent).filter(closed_at=None, starts_at__gt=at)
    rows = list(sessions.order_by("starts_at", "pk")[:20])
    kept = kept_for(agent, [session.pk for session in rows if session.kept], at=at)
    return [session for session in rows if free_seats(session, kept.get(session.pk)) != 0][:most]
