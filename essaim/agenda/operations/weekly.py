"""The programme of the week: one letter a week to who asked for it, when something is open to them."""

from datetime import datetime

from django.db import transaction

from essaim.agenda import emails
from essaim.agenda.queries import weekly
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.letters.rules import week_ends, week_to_tell
from essaim.people.models import Agent, Organisation


def tell_the_week(*, at: datetime) -> int:
    """Write the programme on the first working morning of the week; how many letters. Nothing open, no letter."""
    written = 0
    for organisation in Organisation.objects.order_by("pk"):
        week = week_to_tell(organisation, at)
        people = weekly.to_tell(organisation, week) if week else ()
        written += sum(_tell(agent, week, at=at) for agent in people)
    return written


@transaction.atomic
def _tell(agent: Agent, week: str, *, at: datetime) -> bool:
    found = weekly.week_for(agent, at=at)
    if not found.open:
        return False
    letter = letters.post(
        agent=agent,
        kind=Letter.Kind.PROGRAMME_WEEK,
        cause=f"programme_week:{agent.pk}",
        version=week,
        wording=emails.programme_week(found.open[0].programme, found),
        at=at,
        expires_at=week_ends(agent.organisation, at),
    )
    return bool(letter and letter.pk)
