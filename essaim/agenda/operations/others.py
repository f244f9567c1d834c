"""Registering several people in one go, on their behalf, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations.registering import register, withdraw
from essaim.agenda.operations.seats import rank_of
from essaim.agenda.queries.others import allowed, registered_by
from essaim.agenda.rules import useful_until
from essaim.kernel.errors import Refused
from essaim.kernel.language import speaking
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent


@dataclass(frozen=True)
class Outcome:
    """What became of one person: a seat, a rank, or a refusal with its sentence."""

    agent: Agent
    state: str = ""
    rank: int | None = None
    refusal: str = ""


def register_others(*, session: Session, agents: Sequence[Agent], at: datetime, by: Agent) -> list[Outcome]:
    """Register each through the same door as anybody, one after the other; the ledger says whose hand it was.

    A refusal of one leaves the others registered. The person reads in the letter who registered them, and may
    withdraw like anybody. Refuses as a whole when somebody is not for `by` to register.
    """
    mine = {agent.pk for agent in allowed(by, session, [agent.pk for agent in agents])}
    foreign = [agent.full_name for agent in agents if agent.pk not in mine]
    if foreign:
        names = ", ".join(foreign)
        raise Refused(_("Vous ne pouvez pas inscrire %(names)s : hors de votre équipe.") % {"names": names})
    return [_register_one(session, agent, at=at, by=by) for agent in agents]


def _register_one(session: Session, agent: Agent, *, at: datetime, by: Agent) -> Outcome:
    try:
        with transaction.atomic():
            registration = register(session=session, agent=agent, at=at, by=by)
            with speaking(agent.language):
                letters.introduce(cause=session.cause, agent=agent, at=at, text=emails.registered_by(by))
    except Refused as refused:
        return Outcome(agent, refusal=str(refused))
    waits = registration.state == Registration.State.WAITING
    return Outcome(agent, registration.state, rank_of(registration) if waits else None)


@transaction.atomic
def unregister_others(
    *, session: Session, agents: Sequence[Agent], at: datetime, by: Agent
) -> list[Registration]:
    """Take back what `by` did for these people; who never read of it is not written to. Twice is harmless."""
    wanted = {agent.pk for agent in agents}
    mine = [row for row in registered_by(by, session) if row.agent_id in wanted]
    for registration in mine:
        agent = registration.agent
        nothing_left = letters.cancel(cause=session.cause, at=at, agent=agent)
        withdraw(session=session, agent=agent, at=at, by=by)
        letters.cancel(cause=session.cause, at=at, agent=agent)
        if not nothing_left:
            wording = emails.unregistered(session, by)
            letters.post(
                agent=agent,
                kind=Letter.Kind.WITHDRAWN,
                cause=session.cause,
                version=f"{registration.pk}-{at.isoformat()}",
                wording=wording,
                at=at,
                expires_at=useful_until(session, at),
            )
    return mine
