"""Where people work: opening a posting, closing an account. The past is never rewritten."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Occupation, Posting, Site, Unit
from essaim.people.operations.directory import forget_agents

DAY = timedelta(days=1)


class PostingTooEarly(Refused):
    """The new posting would begin before the one it follows."""


@transaction.atomic
def open_posting(
    *,
    agent: Agent,
    unit: Unit | None,
    starts_on: date,
    category: str = "",
    status: str = "",
    sex: str = "",
    site: Site | None = None,
    occupation: Occupation | None = None,
    line_manager: Agent | None = None,
) -> Posting:
    """Post the agent somewhere from a day on; what came before ends the day before.

    The same posting again changes nothing; another one for the very same first day corrects it.
    """
    place = {
        "unit": unit,
        "category": category,
        "status": status,
        "sex": sex,
        "site": site,
        "occupation": occupation,
        "line_manager": line_manager,
    }
    current = agent.postings.filter(ends_on=None).first()
    if current is not None and all(getattr(current, name) == value for name, value in place.items()):
        return current
    posting = _posting_from(agent, starts_on, current)
    for name, value in place.items():
        setattr(posting, name, value)
    posting.save()
    agent.unit = unit
    agent.save(update_fields=["unit"])
    return posting


def _posting_from(agent: Agent, starts_on: date, current: Posting | None) -> Posting:
    """The posting to write: a new one once the current one has ended, or the current one from its first day."""
    if current is None or starts_on > current.starts_on:
        agent.postings.filter(ends_on=None).update(ends_on=starts_on - DAY)
        return Posting(agent=agent, starts_on=starts_on)
    if starts_on < current.starts_on:
        raise PostingTooEarly(
            _("Cette affectation commencerait avant la précédente, ouverte le %(day)s.")
            % {"day": f"{current.starts_on:%d/%m/%Y}"}
        )
    return current


@transaction.atomic
def close_agent(*, agent: Agent, on: date) -> None:
    """The agent leaves after this day: nothing is deleted, the account opens no more."""
    if not agent.is_active:
        return
    agent.postings.filter(ends_on=None, starts_on__gt=on).delete()
    agent.postings.filter(ends_on=None).update(ends_on=on)
    agent.is_active, agent.closed_on = False, on
    agent.save(update_fields=["is_active", "closed_on"])
    forget_agents([agent.pk])
