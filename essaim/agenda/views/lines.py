"""The line of a session in a list; its HTML is kept per version of the session, format and viewer's state."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from essaim.agenda.models import Registration, Session
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.cards import CardState, state_of
from essaim.agenda.queries.sessions import LineKey
from essaim.programmes.models import Format

KEPT_SECONDS = 300
"""A colleague's new name or service, which no version tells, is seen after so long at most."""

Kept = tuple[object, ...]


def stamp_of(look: Format) -> tuple[object, ...]:
    """What a chip shows of a format."""
    return (look.pk, look.name, look.icon, look.colour)


def key_of(line: LineKey, look: Format, registration: Registration | None) -> Kept:
    """Everything that the HTML of a line depends on."""
    mine = (
        (registration.state, registration.rank, registration.offered_until, registration.last_reason)  # type: ignore[attr-defined]
        if registration
        else None
    )
    return ("line", line.pk, line.version, stamp_of(look), get_language(), mine)


def rendered_lines(
    lines: Sequence[LineKey],
    formats: Iterable[Format],
    registrations: dict[int, Registration],
    *,
    at: datetime,
) -> dict[int, SafeString]:
    """The HTML of each line by session: kept ones are looked up, the others are read and rendered together."""
    looks = {look.pk: look for look in formats}
    keys = {line.pk: key_of(line, looks[line.format_id], registrations.get(line.pk)) for line in lines}
    kept: dict[Kept, SafeString] = caches["pages"].get_many(keys.values())
    found = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = [pk for pk in keys if pk not in found]
    for session in queries.sessions_to_show(missing) if missing else []:
        found[session.pk] = render_line(session, registrations.get(session.pk), at=at)
        version = LineKey(session.pk, session.version, session.format_id, session.starts_at)
        key = key_of(version, session.format, registrations.get(session.pk))
        caches["pages"].set(
            key, found[session.pk], seconds_to_keep(session, registrations.get(session.pk), at=at)
        )
    return found


def seconds_to_keep(session: Session, registration: Registration | None, *, at: datetime) -> float:
    turn = queries.next_change(session, registration, at=at)
    return min(KEPT_SECONDS, (turn - at).total_seconds()) if turn else KEPT_SECONDS


def card_of(session: Session, registration: Registration | None, *, at: datetime) -> CardState:
    """The card, with what the reading of the registration added to it."""
    return state_of(
        session,
        registration,
        at,
        last_reason=getattr(registration, "last_reason", "") or "",
        rank=getattr(registration, "rank", None),
    )


def line_context(session: Session, registration: Registration | None, *, at: datetime) -> dict[str, Any]:
    sittings = list(session.sittings.all())
    shown = next((sitting for sitting in sittings if sitting.ends_at > at), sittings[-1])
    hosts = [
        (host.agent.full_name, host.agent.unit.name if host.agent.unit else "")
        if host.agent
        else (host.speaker, "")
        for host in session.hosts.all()
    ]
    return {
        "session": session,
        "format": session.format,
        "card": card_of(session, registration, at=at),
        "sitting": shown,
        "place": queries.place_of(shown),
        "other_dates": len(sittings) - 1,
        "hosts": hosts,
        "refusal": "",
        "reason": "",
    }


def render_line(
    session: Session, registration: Registration | None, *, at: datetime, refusal: str = ""
) -> SafeString:
    context = line_context(session, registration, at=at) | {"refusal": refusal}
    with timezone.override(session.programme.organisation.zone):
        return mark_safe(render_to_string("agenda/_line.html", context).strip())  # noqa: S308 -- our own template
