"""Employers and their sites, as the settings show them."""

from django.db.models import Count, Q

from essaim.people.models import Organisation, Site


def sites_of(organisation: Organisation) -> list[Site]:
    return list(Site.objects.filter(organisation=organisation).order_by("name", "pk"))


def organisations_with_staff() -> list[Organisation]:
    """Every employer of the installation, each with `staff`, how many work there."""
    at_work = Count("agents", filter=Q(agents__is_active=True))
    return list(Organisation.objects.annotate(staff=at_work).order_by("name", "pk"))
