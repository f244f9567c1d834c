"""Proposing a partnership, answering, ending it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Organisation, Partnership
from essaim.people.signals import partnership_moved

State = Partnership.State


@transaction.atomic
def propose_partnership(
    *, organisation: Organisation, partner: Organisation, at: datetime, by: Agent
) -> Partnership:
    """Propose to share sessions; proposing what the other already proposed accepts it. Twice is harmless."""
    if organisation == partner:
        raise Refused(_("C’est votre propre organisation : choisissez-en une autre."))
    found = _live_between(organisation, partner)
    if found is not None:
        if found.state == State.PROPOSED and found.partner == organisation:
            return answer_partnership(partnership=found, accepts=True, at=at, by=by)
        return found
    try:
        with transaction.atomic():
            row = Partnership.objects.create(
                proposer=organisation, partner=partner, proposed_at=at, proposed_by=by
            )
    except IntegrityError:  # the two proposed in the same moment
        raise Refused(_("Un partenariat vient d’être proposé : rechargez la page.")) from None
    partnership_moved.send(sender=Partnership, partnership=row, by=by, at=at)
    return row


def _live_between(one: Organisation, other: Organisation) -> Partnership | None:
    rows = Partnership.objects.of(one.pk).of(other.pk).filter(state__in=Partnership.LIVE)
    return rows.select_related("proposer", "partner").order_by("pk").first()


@transaction.atomic
def answer_partnership(*, partnership: Partnership, accepts: bool, at: datetime, by: Agent) -> Partnership:
    """Accept or decline what was proposed to one's organisation, once; the same answer again is harmless."""
    if by.organisation_id != partnership.partner_id:
        raise Refused(_("C’est à l’autre organisation de répondre."))
    state = State.ACCEPTED if accepts else State.DECLINED
    return _move(partnership, State.PROPOSED, state, at=at, by=by, answered_at=at, answered_by=by)


@transaction.atomic
def end_partnership(*, partnership: Partnership, at: datetime, by: Agent) -> Partnership:
    """No session is opened any more; those already open stay so. A proposal is withdrawn the same way."""
    if by.organisation_id not in {partnership.proposer_id, partnership.partner_id}:
        raise Refused(_("Ce partenariat n’est pas celui de votre organisation."))
    before = State(partnership.state)
    if before not in Partnership.LIVE:
        return partnership
    return _move(partnership, before, State.ENDED, at=at, by=by, ended_at=at, ended_by=by)


def _move(
    partnership: Partnership, before: State, after: State, *, at: datetime, by: Agent, **fields: object
) -> Partnership:
    """One conditional statement decides between two administrators who answer at once."""
    moved = Partnership.objects.filter(pk=partnership.pk, state=before).update(state=after, **fields)
    partnership.refresh_from_db()
    if not moved and partnership.state != after:
        raise Refused(_("Quelqu’un a déjà répondu : voyez ce qui a été décidé."))
    if moved:
        partnership_moved.send(sender=Partnership, partnership=partnership, by=by, at=at)
    return partnership
