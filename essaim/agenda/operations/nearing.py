"""What leaves by itself before a session: a reminder to those who come, the list to those who lead.

Nothing is written ahead: each turn of the worker looks for what is due, so that a seat given back, or a session
cancelled or moved, needs nobody to remember its reminders. A letter that has not left disappears with its reason.
"""

from datetime import datetime

from django.db import transaction

from essaim.agenda import emails
from essaim.agenda.models import Registration, Session
from essaim.agenda.queries import nearing
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import PLACE_OF, Letter
from essaim.people.models import Agent


def tell_of_nearing_sessions(*, at: datetime) -> int:
    """Write the reminders and the lists whose moment has come, each once; how many letters."""
    found = list(nearing.nearing_sessions(at))
    due = [(session, nearing.due_reminder(session, at)) for session in found]
    return sum(_tell(session, kind, at=at) for session, kind in due if kind)


@transaction.atomic
def _tell(session: Session, kind: Letter.Kind, *, at: datetime) -> int:
    """The row is held: nobody gives a seat back, cancels or moves it between the reading and the letter."""
    fresh = nearing.nearing_sessions(at).select_for_update(of=("self",)).filter(pk=session.pk).first()
    if fresh is None or nearing.due_reminder(fresh, at) != kind:
        return 0
    reminded = nearing.to_remind(fresh, kind)
    hosts = nearing.hosts_of(fresh) if reminded else []
    for registration in reminded:
        _remind(fresh, registration, kind, hosts=hosts, at=at)
    briefed = nearing.to_brief(fresh) if kind == Letter.Kind.DAY_BEFORE else []
    come = nearing.those_who_come(fresh) if briefed else []
    for host in briefed:
        _post(fresh, host, Letter.Kind.HOST_BRIEF, emails.host_brief(fresh, come), at=at)
    return len(reminded) + len(briefed)


def _remind(
    session: Session, registration: Registration, kind: Letter.Kind, *, hosts: list[str], at: datetime
) -> None:
    _post(session, registration.agent, kind, emails.reminder(session, registration, hosts, at=at), at=at)


def _post(session: Session, agent: Agent, kind: Letter.Kind, wording: Draft, *, at: datetime) -> None:
    """One for a person, a kind and a date of the session; it no longer leaves once the session has begun."""
    letters.post(
        agent=agent,
        kind=kind,
        cause=session.cause,
        version=nearing.version_of(session),
        occasion=nearing.version_of(session) if kind in PLACE_OF else None,
        wording=wording,
        at=at,
        expires_at=session.starts_at,
        about=session.starts_at,
    )
