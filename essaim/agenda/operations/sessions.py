"""Planning, changing, publishing and cancelling a session."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import EllipsisType
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from essaim.agenda import emails
from essaim.agenda.models import Host, Move, Registration, Session, Sitting
from essaim.agenda.operations import approvals
from essaim.agenda.operations.changing import tell_change
from essaim.agenda.operations.indexing import index_session
from essaim.agenda.operations.inviting import reword_invitations, tell_partners
from essaim.agenda.operations.leading import give_own_seats_back
from essaim.agenda.operations.seats import Reason, State, lock, tell
from essaim.agenda.operations.sittings import change_sittings
from essaim.agenda.queries.changes import entries_of
from essaim.agenda.queries.codes import LENGTH, likely_codes
from essaim.catalogue.models import Topic
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format, Programme
from essaim.ui.words import gettext as _

CODE_SIGNS = "23456789ACEFHJKMNPQRTVXY"
"""No two of these look alike (`queries.codes.ALIKE`): five of them cannot be confused."""


USUAL_SEATS = 12
"""What the table gives to a session of which no number of seats is said."""


class SessionNotReady(Refused):
    """Something is missing before the session may be shown."""


class EditedMeanwhile(Refused):
    """Somebody else has changed the session since it was read."""


@dataclass(frozen=True)
class SittingPlan:
    """One date to be: aware moments, a site with a room, or a link."""

    starts_at: datetime
    ends_at: datetime
    site: Site | None = None
    room: str = ""
    link: str = ""


@transaction.atomic
def plan_session(
    *,
    programme: Programme,
    format: Format,
    title: str,
    sittings: Sequence[SittingPlan],
    at: datetime,
    by: Agent | None,
    hosts: Sequence[Agent] = (),
    speakers: Sequence[str] = (),
    **details: Any,
) -> Session:
    """Write a draft with its dates and hosts; nobody but those who run the programme sees it.

    `details`: seats, minimum, promise, outcomes, audience, topic, modality, registration_opens_at,
    registration_closes_at.
    """
    check_sittings(sittings)
    check_minimum(details.get("minimum"), details.get("seats", USUAL_SEATS))
    session = Session.objects.create(
        programme=programme,
        format=format,
        title=title,
        slug=free_slug(title, sittings[0].starts_at),
        code=free_code(),
        starts_at=min(sitting.starts_at for sitting in sittings),
        ends_at=max(sitting.ends_at for sitting in sittings),
        **details,
    )
    write_sittings(session, sittings)
    write_hosts(session, hosts=hosts, speakers=speakers)
    return session


def check_sittings(sittings: Sequence[SittingPlan]) -> None:
    if not sittings:
        raise SessionNotReady(_("Il manque une date : indiquez au moins un jour et ses heures."))
    ordered = sorted(sittings, key=lambda sitting: sitting.starts_at)
    if any(sitting.ends_at <= sitting.starts_at for sitting in ordered):
        raise SessionNotReady(_("La fin doit suivre le début."))
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(ordered)):
        raise SessionNotReady(_("Deux dates de la séance se chevauchent."))


def check_minimum(minimum: int | None, seats: int | None) -> None:
    if minimum is not None and seats is not None and minimum > seats:
        raise SessionNotReady(
            _("Le minimum de %(minimum)s dépasse les %(seats)s places : baissez l’un ou montez l’autre.")
            % {"minimum": minimum, "seats": seats}
        )


def write_sittings(session: Session, sittings: Sequence[SittingPlan]) -> None:
    Sitting.objects.bulk_create(
        Sitting(
            session=session,
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            site=sitting.site,
            room=sitting.room,
            link=sitting.link,
        )
        for sitting in sorted(sittings, key=lambda sitting: sitting.starts_at)
    )


def write_hosts(session: Session, *, hosts: Sequence[Agent], speakers: Sequence[str]) -> None:
    Host.objects.bulk_create(
        [Host(session=session, agent=agent) for agent in dict.fromkeys(hosts)]
        + [Host(session=session, speaker=name.strip()) for name in dict.fromkeys(speakers) if name.strip()]
    )


def free_slug(title: str, starts_at: datetime) -> str:
    """A readable address, with the day when the title was already given, with a number when that was too."""
    base = slugify(title)[:60].strip("-") or "seance"
    candidates = [base, f"{base}-{starts_at:%d-%m-%Y}"]
    taken = {"nouvelle", *Session.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    for slug in candidates:
        if slug not in taken:
            return slug
    number = 2
    while f"{candidates[1]}-{number}" in taken:
        number += 1
    return f"{candidates[1]}-{number}"


def free_code() -> str:
    """A code that no other could be read for."""
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(LENGTH))
        if not Session.objects.filter(code__in=likely_codes(code)).exists():
            return code


@transaction.atomic
def edit_session(
    *,
    session: Session,
    at: datetime,
    by: Agent,
    sittings: Sequence[SittingPlan] | None = None,
    hosts: Sequence[Agent] | None = None,
    speakers: Sequence[str] = (),
    unless_edited_since: datetime | EllipsisType | None = ...,
    **fields: Any,
) -> Session:
    """Change what a session says, its dates or its hosts, who give their own seats back; for seats see `resize`.

    Moving a date of a published session tells those concerned. `unless_edited_since` is the `edited_at` that the
    caller has read: somebody else's change since then is not overwritten.
    """
    if "seats" in fields:
        raise TypeError("seats are changed by resize()")
    fresh = _editable(session, unless_edited_since)
    check_minimum(fields.get("minimum"), fresh.seats)
    before = entries_of(fresh)
    fresh.edited_at, fresh.edited_by = at, by
    for name, value in fields.items():
        setattr(fresh, name, value)
    if sittings is not None:
        _move_dates(fresh, sittings)
    if hosts is not None:
        _change_hosts(fresh, hosts, speakers, at=at, by=by)
    fresh.save(update_fields=[*fields, "starts_at", "ends_at", "edited_at", "edited_by"])
    index_session(fresh)
    if sittings is not None and fresh.published_at:
        tell_change(fresh, before, at=at, by=by)
    reword_invitations(fresh, at=at)
    return fresh


def _move_dates(session: Session, sittings: Sequence[SittingPlan]) -> None:
    """The dates, what the session repeats of them, and offers that would outlast its beginning."""
    check_sittings(sittings)
    change_sittings(session, sittings)
    session.starts_at = min(sitting.starts_at for sitting in sittings)
    session.ends_at = max(sitting.ends_at for sitting in sittings)
    offers = session.registrations.filter(state=State.OFFERED, offered_until__gt=session.starts_at)
    offers.update(offered_until=session.starts_at)


def _change_hosts(
    session: Session, hosts: Sequence[Agent], speakers: Sequence[str], *, at: datetime, by: Agent
) -> None:
    """Others lead it: they give their own seats back, and who leads no more is not sent who comes."""
    for old in Agent.objects.filter(hosted__session=session).exclude(pk__in=[host.pk for host in hosts]):
        letters.cancel(cause=session.cause, at=at, agent=old, kinds=[Letter.Kind.HOST_BRIEF])
    session.hosts.all().delete()
    write_hosts(session, hosts=hosts, speakers=speakers)
    give_own_seats_back(session, at=at, by=by)


def _editable(session: Session, unless_edited_since: datetime | EllipsisType | None) -> Session:
    """The session held for a change, unless it is over or somebody else was faster."""
    fresh = lock(session)
    if fresh.closed_at or fresh.cancelled_at:
        raise Refused(_("Une séance terminée ou annulée ne se modifie plus."))
    if unless_edited_since is not ... and fresh.edited_at != unless_edited_since:
        raise EditedMeanwhile(
            _("Une autre personne vient de modifier cette séance. Relisez ses changements.")
        )
    return fresh


@transaction.atomic
def publish(*, session: Session, at: datetime, by: Agent | None = None) -> Session:
    """Show the session to everyone; publishing twice keeps the first moment."""
    if session.cancelled_at:
        raise SessionNotReady(_("Une séance annulée ne se publie plus."))
    if not session.title.strip():
        raise SessionNotReady(_("Il manque un titre."))
    if session.topic and session.topic.is_training and session.topic.state != Topic.State.PUBLISHED:
        raise SessionNotReady(
            _("La fiche « %(topic)s » n’est pas publiée (blocs écrits : %(filled)s/6). Publiez-la d’abord.")
            % {"topic": session.topic.title, "filled": session.topic.filled}
        )
    if session.published_at is None and session.starts_at <= at:
        raise SessionNotReady(_("Sa première date est passée : changez-la dans Modifier, puis publiez."))
    Session.objects.filter(pk=session.pk, published_at=None).update(published_at=at, version=F("version") + 1)
    session.refresh_from_db()
    index_session(session)
    tell_partners(session, at=at)
    return session


def end_registrations(session: Session, *, at: datetime, by: Agent) -> list[Move]:
    """Cancel, with the session, every registration that still counted, and say so in each one’s history."""
    ended = list(
        session.registrations.filter(state__in=Registration.LIVE)
        .select_related("agent__organisation")
        .order_by("pk")
    )
    session.registrations.filter(pk__in=[registration.pk for registration in ended]).update(
        state=State.CANCELLED, offered_until=None, pool=None, changed_at=at
    )
    approvals.drop_all(session, at=at)
    for registration in ended:
        registration.state = State.CANCELLED
    return Move.objects.bulk_create(
        Move(
            registration=r,
            state=State.CANCELLED,
            ticket=r.ticket,
            reason=Reason.SESSION_CANCELLED,
            by=by,
            at=at,
        )
        for r in ended
    )


@transaction.atomic
def cancel_session(*, session: Session, reason: str, at: datetime, by: Agent) -> Session:
    """End the session and every registration, with its reason; tell all who had a seat, an offer or a rank."""
    if not reason.strip():
        raise Refused(_("Écrivez la raison : elle sera lue par les personnes inscrites."))
    fresh = lock(session)
    if fresh.cancelled_at:
        return fresh
    if fresh.closed_at:
        raise Refused(_("La séance a eu lieu : elle ne s’annule plus."))
    fresh.cancelled_at, fresh.cancel_reason = at, reason.strip()
    fresh.taken = fresh.waiting = fresh.kept = 0
    fresh.save(update_fields=["cancelled_at", "cancel_reason", "taken", "waiting", "kept"])
    fresh.pools.filter(released_at=None).update(released_at=at)
    index_session(fresh)
    moves = end_registrations(fresh, at=at, by=by)
    letters.cancel(cause=fresh.cause, at=at, kinds=[Letter.Kind.OPENED, Letter.Kind.HOST_BRIEF])
    letters.cancel(cause=fresh.note_cause, at=at)
    wording = emails.cancelled(fresh)
    for move in moves:
        tell(move, fresh, Letter.Kind.CANCELLED, wording)
    return fresh
