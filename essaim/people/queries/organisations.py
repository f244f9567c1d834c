"""Employers and their sites, as the settings show them."""

from django.db.models import Count, Q

from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent, Organisation, Site


def sites_of(organisation: Organisation) -> list[Site]:
    return list(Site.objects.filter(organisation=organisation).order_by(InFrench("name"), "pk"))


def organisations_with_staff() -> list[Organisation]:
    """Every employer of the installation, each with `staff`, how many work there."""
    at_work = Count("agents", filter=Q(agents__is_active=True))
    return list(Organisation.objects.annotate(staff=at_work).order_by(InFrench("name"), "pk"))


def declaring_organisation(agent: Agent | None) -> Organisation | None:
    """Whose statement of accessibility a page shows: one's employer's, or that of the only one there is."""
    if agent:
        return agent.organisation
    first_two = list(Organisation.objects.order_by("pk")[:2])
    return first_two[0] if len(first_two) == 1 else None
