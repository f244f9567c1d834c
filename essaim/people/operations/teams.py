"""Naming who acts for a unit; noting who is away."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Leave, Relay, Unit

LONGEST_LEAVE = timedelta(days=3 * 366)


def appoint_relay(*, agent: Agent, unit: Unit, at: datetime, by: Agent) -> Relay:
    """Let the agent act for a unit and those below it; naming the same person twice is harmless."""
    if not agent.is_active or agent.organisation_id != unit.organisation_id:
        raise Refused(
            _("Un relais travaille dans la même organisation que le service. Choisissez-en un autre.")
        )
    relay, _is_new = Relay.objects.get_or_create(agent=agent, unit=unit, defaults={"by": by, "since": at})
    return relay


def dismiss_relay(*, relay: Relay) -> None:
    """The person acts for this unit no more; what they did stays."""
    Relay.objects.filter(pk=relay.pk).delete()


@transaction.atomic
def note_leave(*, agent: Agent, starts_on: date, ends_on: date, by: Agent) -> Leave:
    """Keep the days on which somebody is away, without a motive; the same days twice are one absence."""
    if ends_on < starts_on:
        raise Refused(_("Le dernier jour vient avant le premier : échangez-les."))
    if ends_on - starts_on > LONGEST_LEAVE:
        raise Refused(_("Une absence dure trois ans au plus. Vérifiez l’année du dernier jour."))
    origin = Leave.Origin.OWN if by.pk == agent.pk else Leave.Origin.COLLEAGUE
    leave, _is_new = Leave.objects.get_or_create(
        agent=agent, starts_on=starts_on, ends_on=ends_on, defaults={"origin": origin}
    )
    return leave


def forget_leave(*, leave: Leave) -> None:
    """The person is there after all; forgetting twice is harmless."""
    Leave.objects.filter(pk=leave.pk).delete()
