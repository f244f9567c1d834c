"""Naming who answers for a manager."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Deputy

LONGEST = timedelta(days=366)


class NotADeputy(Refused):
    """Neither this person nor this period will do."""


@transaction.atomic
def name_deputy(*, manager: Agent, agent: Agent, starts_on: date, ends_on: date, today: date) -> Deputy:
    """Let a colleague answer from one day to another; the same again moves the last day."""
    if agent.pk == manager.pk:
        raise NotADeputy(_("Choisissez une autre personne que vous."))
    if agent.organisation_id != manager.organisation_id or not agent.is_active:
        raise NotADeputy(_("Choisissez une personne en poste dans votre organisation."))
    if ends_on < starts_on or ends_on < today:
        raise NotADeputy(_("La suppléance finit avant de commencer : corrigez le dernier jour."))
    if ends_on - starts_on > LONGEST:
        raise NotADeputy(_("Une suppléance dure un an au plus : rapprochez le dernier jour."))
    deputy, _is_new = Deputy.objects.update_or_create(
        manager=manager, agent=agent, starts_on=starts_on, defaults={"ends_on": ends_on}
    )
    return deputy


@transaction.atomic
def end_deputy(*, deputy: Deputy) -> None:
    """The colleague answers no more; what was answered stays."""
    Deputy.objects.filter(pk=deputy.pk).delete()
