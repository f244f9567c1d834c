"""The line of a session in a list; its HTML is kept per version of the session, format and viewer's state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from essaim.agenda.models import Registration, Session
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.cards import CardState, hosting_card, state_of
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.pools import Kept, kept_for
from essaim.agenda.queries.sessions import LineKey
from essaim.kernel.language import spoken
from essaim.kernel.prepared import ROWS_KEPT
from essaim.people.models import Agent
from essaim.programmes.models import Format

KEPT_SECONDS = 300
"""A colleague's new name or service, which no version tells, is seen after so long at most."""

Stamp = tuple[object, ...]


def stamp_of(look: Format) -> tuple[object, ...]:
    """What a chip shows of a format."""
    return (look.pk, look.name, look.icon, look.colour)


def rendered_lines(
    lines: Sequence[LineKey],
    looks: dict[int, Stamp],
    mine: dict[int, Registration],
    *,
    viewer: Agent,
    at: datetime,
) -> dict[int, SafeString]:
    """The HTML of each line by session: kept ones are looked up, the others are read and rendered together.

    `looks` says what each format looks like, so that a line follows its format.
    """
    language = spoken()
    kept = kept_of(viewer, lines, at=at)
    keys: dict[int, Stamp] = {
        line.pk: (
            "line",
            line.pk,
            line.version,
            line.waiting,
            looks.get(line.format_id),
            state_key(mine.get(line.pk)),
            queries.is_guest(viewer, line.organisation),
            kept.get(line.pk),
            line.leads,
            language,
        )
        for line in lines
    }
    ready: dict[Stamp, SafeString] = caches["pages"].get_many(keys.values())
    found = {pk: ready[key] for pk, key in keys.items() if key in ready}
    missing = [pk for pk in keys if pk not in found]
    if missing:
        for session in queries.sessions_to_show(missing):
            own = mine.get(session.pk)
            found[session.pk] = render_line(session, own, viewer=viewer, at=at, kept=kept.get(session.pk))
            caches["pages"].set(keys[session.pk], found[session.pk], seconds_to_keep(session, own, at=at))
    return found


def kept_of(viewer: Agent, lines: Sequence[LineKey], *, at: datetime) -> dict[int, Kept]:
    """What these sessions keep, as the viewer reads it; no query where nothing is kept."""
    keeping = [line.pk for line in lines if line.kept]
    return kept_for(viewer, keeping, at=at) if keeping else {}


def state_key(own: Registration | None) -> Stamp | None:
    """The same for all who stand alike: their lines are the same."""
    if own is None:
        return None
    return (own.state, queries.rank_of(own), queries.last_reason_of(own), own.offered_until)


def seconds_to_keep(session: Session, registration: Registration | None, *, at: datetime) -> float:
    turn = queries.next_change(session, registration, at=at)
    return min(KEPT_SECONDS, (turn - at).total_seconds()) if turn else KEPT_SECONDS


def card_of(
    session: Session,
    registration: Registration | None,
    *,
    at: datetime,
    kept: Kept | None = None,
    leads: bool = False,
) -> CardState:
    """The card, with what the reading of the registration added to it; of who leads, the one of hosts."""
    if leads and (hosting := hosting_card(session, registration, at)):
        return hosting
    return state_of(
        session,
        registration,
        at,
        last_reason=queries.last_reason_of(registration),
        rank=queries.rank_of(registration),
        kept=kept,
    )


@dataclass(frozen=True)
class Moves:
    """Where the buttons of a card send: the main one, and a quiet one with its label; or the door of the room."""

    main: str = ""
    quiet: str = ""
    label: str = ""
    door: str = ""


@lru_cache(ROWS_KEPT)
def address(name: str, slug: str) -> str:
    """Where a button of a session sends; worked out once."""
    return reverse(name, args=[slug])


def moves_of(session: Session, card: CardState) -> Moves:
    """What may be done now, in one tap each."""
    slug = session.slug
    if card.name == "hosting":
        return Moves(door=address("agenda:room", slug))
    main = address("agenda:session_register", slug) if card.action in {"register", "accept"} else ""
    if card.can_undo:
        return Moves(main, address("agenda:session_undo", slug), _("Annuler mon désistement"))
    leave = address("agenda:session_withdraw", slug)
    if card.action == "withdraw":
        return Moves(quiet=leave, label=card.label)
    if card.action == "accept":
        return Moves(main, leave, _("Je laisse la place"))
    if card.name == "waiting":
        return Moves(main, leave, _("Je quitte l’attente"))
    return Moves(main)


def line_context(
    session: Session,
    registration: Registration | None,
    *,
    viewer: Agent,
    at: datetime,
    kept: Kept | None = None,
) -> dict[str, Any]:
    """All that a line names; of who leads, a guest learns the name and no service."""
    sittings = list(session.sittings.all())
    shown = next((sitting for sitting in sittings if sitting.ends_at > at), sittings[-1])
    host_organisation = queries.invited_by(session, viewer)
    hosts = [
        (host.agent.full_name, host.agent.unit.name if host.agent.unit and not host_organisation else "")
        if host.agent
        else (host.speaker, "")
        for host in session.hosts.all()
    ]
    leads = any(host.agent_id == viewer.pk for host in session.hosts.all())
    card = card_of(session, registration, at=at, kept=kept, leads=leads)
    return {
        "session": session,
        "format": session.format,
        "card": card,
        "moves": moves_of(session, card),
        "sitting": shown,
        "place": place_of(shown),
        "other_dates": len(sittings) - 1,
        "hosts": hosts,
        "invited_by": host_organisation,
        "refusal": "",
        "reason": "",
    }


def render_line(
    session: Session,
    registration: Registration | None,
    *,
    viewer: Agent,
    at: datetime,
    kept: Kept | None = None,
    refusal: str = "",
) -> SafeString:
    context = line_context(session, registration, viewer=viewer, at=at, kept=kept) | {"refusal": refusal}
    with timezone.override(session.programme.organisation.zone):
        return mark_safe(render_to_string("agenda/_line.html", context).strip())  # noqa: S308 -- our own template
