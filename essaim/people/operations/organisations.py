"""Employers and their sites: opening one, changing what is said of it."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Organisation, Posting, Site
from essaim.ui.words import gettext as _

RESERVED = {"nouvelle", "nouveau"}


class LoginTaken(Refused):
    """Somebody of the installation signs in with this identifier."""


class NameTaken(Refused):
    """Two places of one employer do not share a name."""


class SiteInUse(Refused):
    """Sessions or postings take place there."""


@transaction.atomic
def open_organisation(
    *,
    name: str,
    administrator: str,
    login: str,
    email: str,
    on: date,
    slug: str = "",
    **details: Any,
) -> Organisation:
    """Open an employer with its first administrator, who signs in by a link sent to that address.

    `details`: branch, siret, time_zone, holidays_of. Refuses an identifier or an address that somebody already has.
    """
    if Agent.objects.filter(login__iexact=login).exists():
        raise LoginTaken(
            _("L’identifiant « %(login)s » est déjà pris : choisissez-en un autre.") % {"login": login}
        )
    if Agent.objects.filter(email__iexact=email).exists():
        raise LoginTaken(_("Une personne a déjà l’adresse %(email)s.") % {"email": email})
    organisation = Organisation.objects.create(name=name, slug=free_slug(slug or name), **details)
    first_name, _space, last_name = administrator.strip().rpartition(" ")
    agent = Agent.objects.create_user(
        login,
        organisation=organisation,
        first_name=first_name,
        last_name=last_name,
        email=email,
        is_administrator=True,
    )
    Posting.objects.create(agent=agent, unit=None, starts_on=on)
    return organisation


def free_slug(name: str) -> str:
    """A short name that no employer of the installation has."""
    base = slugify(name)[:40].strip("-") or "organisation"
    taken = {*RESERVED, *Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def change_organisation(*, organisation: Organisation, **fields: Any) -> None:
    """Set the name, branch, SIRET or time zone of an employer."""
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))


def name_site(*, organisation: Organisation, name: str, address: str, site: Site | None = None) -> Site:
    """Add a place where people work and meet, or give another name or address to one."""
    site = site or Site(organisation=organisation)
    site.name, site.address = name.strip(), address.strip()
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        raise NameTaken(_("Un lieu porte déjà ce nom.")) from error
    return site


def remove_site(*, site: Site) -> None:
    """Remove a place that nothing speaks of."""
    try:
        site.delete()
    except ProtectedError as error:
        raise SiteInUse(
            _("« %(site)s » sert à des séances ou à des affectations : renommez-le plutôt.")
            % {"site": site.name}
        ) from error
