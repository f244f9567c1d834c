"""A manager's note about somebody's session: a word to those who run the programme, never a veto."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import Registration
from essaim.agenda.queries.approvals import coordination_of
from essaim.agenda.queries.conflicts import at_those_hours
from essaim.agenda.queries.sessions import dates_of
from essaim.agenda.rules import useful_until
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent

LONGEST = 500


@transaction.atomic
def report_conflict(*, registration: Registration, by: Agent, words: str, at: datetime) -> int:
    """Write to those who run the programme; how many were written to.

    Once for a person and two sessions at the same hours, whoever of the team says it and about whichever of the two.
    """
    words = words.strip()[:LONGEST]
    if not words:
        raise Refused(_("Écrivez en quelques mots ce qui gêne : l’équipe du programme le lira."))
    cause = cause_of(registration)
    if letters.was_posted(cause=cause, kinds=[Letter.Kind.CONFLICT]):
        name = registration.session.programme.name
        raise Refused(_("Ce conflit est déjà signalé à l’équipe de %(programme)s.") % {"programme": name})
    wording = emails.conflict(registration, by, words)
    people = coordination_of(registration.session.programme)
    for agent in people:
        letters.post(
            agent=agent,
            kind=Letter.Kind.CONFLICT,
            cause=cause,
            wording=wording,
            at=at,
            about=registration.session.starts_at,
            expires_at=useful_until(registration.session, at),
        )
    return len(people)


def cause_of(registration: Registration) -> str:
    """The person and the two sessions, in one order; the session alone when the conflict is with something else."""
    session = registration.session
    others = Registration.objects.filter(
        at_those_hours(dates_of(session), "session__sittings__"),
        agent=registration.agent_id,
        state__in=Registration.LIVE,
        session__cancelled_at=None,
    ).exclude(session=session)
    other = others.order_by("session").values_list("session", flat=True).first()
    pair = sorted({session.pk, other or session.pk})
    return f"conflict:{registration.agent_id}:{'-'.join(map(str, pair))}"
