"""Keeping seats for some people: saving the pools of a session."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from essaim.agenda.models import Pool, Registration, Session
from essaim.agenda.operations.granting import open_due, seat_next
from essaim.agenda.operations.indexing import index_session
from essaim.agenda.operations.inviting import reword_invitations, take_back_invitations, tell_partners
from essaim.agenda.operations.seats import Reason, lock
from essaim.agenda.queries import pools as queries
from essaim.agenda.queries.proposals import PoolPlan, Proposal, lacking_text, proposal, refusal_of, target_of
from essaim.agenda.reserved import Seat
from essaim.kernel.errors import Refused
from essaim.people.models import Agent


@transaction.atomic
def set_pools(*, session: Session, plans: Sequence[PoolPlan], at: datetime, by: Agent | None) -> Session:
    """Keep these seats from now on, in place of those kept before.

    Nobody loses a seat: those who hold one count in the first pool that suits them, or as open. Then those who wait
    are called, in order. What happens is what `proposal` says, for it is what decides. Saving the same twice changes
    nothing. Pools already open to everybody stay as they are, unless the plan keeps seats for the same people again.
    """
    fresh = lock(session)
    open_due(fresh, at=at)
    if text := refusal_of(fresh, plans, at=at):
        raise Refused(text)
    found = proposal(fresh, plans, at=at)
    if text := lacking_text(fresh, found.settlement):
        raise Refused(text)
    rows = _write_pools(fresh, plans)
    _write_counts(fresh, found, rows)
    for person, seat in found.settlement.called:
        given = Seat(None if seat.pool is None else rows[seat.pool].pk)
        seat_next(fresh, found.registrations[person], given, at=at, reason=Reason.SEATS_OPENED)
    fresh.refresh_from_db(fields=["taken", "waiting", "kept"])
    index_session(fresh)
    take_back_invitations(fresh, at=at)
    reword_invitations(fresh, at=at)
    tell_partners(fresh, at=at)
    return fresh


def _write_pools(session: Session, plans: Sequence[PoolPlan]) -> list[Pool]:
    """The rows in the order of the plans; what is not kept any more goes, and its holders keep open seats."""
    wanted = {plan.target for plan in plans}
    Registration.objects.filter(session=session).exclude(pool=None).update(pool=None)
    gone = [pool.pk for pool in queries.unreleased(session) if target_of(pool) not in wanted]
    Pool.objects.filter(pk__in=gone).delete()
    known = {target_of(pool): pool for pool in session.pools.order_by("pk")}
    rows = []
    for rank, plan in enumerate(plans):
        row = known.get(plan.target) or plan.pool(session)
        row.rank, row.seats, row.releases_on, row.released_at, row.taken = (
            rank,
            plan.seats,
            plan.releases_on,
            None,
            0,
        )
        row.save()
        rows.append(row)
    return rows


def _write_counts(session: Session, found: Proposal, rows: list[Pool]) -> None:
    """Where each seat held counts, and how many kept ones are left, before anybody is called."""
    for place, row in enumerate(rows):
        people = [person for person, pool in found.settlement.held.items() if pool == place]
        Registration.objects.filter(session=session, agent__in=people).update(pool=row)
        Pool.objects.filter(pk=row.pk).update(taken=len(people))
        row.taken = len(people)
    free = sum(row.seats - row.taken for row in rows)
    Session.objects.filter(pk=session.pk).update(kept=free)
