"""A manager's note about somebody's session: a word to those who run the programme, never a veto."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda import emails
from essaim.agenda.models import Registration
from essaim.agenda.queries.approvals import coordination_of
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent

LONGEST = 500


@transaction.atomic
def report_conflict(*, registration: Registration, by: Agent, words: str, at: datetime) -> int:
    """Write to those who run the programme, once for the same words; how many were written to."""
    words = words.strip()[:LONGEST]
    if not words:
        raise Refused(_("Écrivez en quelques mots ce qui gêne : l’équipe du programme le lira."))
    wording = emails.conflict(registration, by, words)
    people = coordination_of(registration.session.programme)
    for agent in people:
        letters.post(
            agent=agent,
            kind=Letter.Kind.CONFLICT,
            cause=f"registration:{registration.pk}",
            version=f"{by.pk}-{sha256(words.encode()).hexdigest()[:12]}",
            wording=wording,
            at=at,
        )
    return len(people)
