"""Every change to a programme that has a rule."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Organisation
from essaim.programmes import files
from essaim.programmes.models import Format, Programme, Season, default_words
from essaim.programmes.queries import forget_site
from essaim.programmes.signals import format_changed
from essaim.ui.words import gettext as _

FIRST_FORMATS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Atelier", {"icon": Format.Icon.SCREEN, "colour": Format.Colour.F1, "usual_minutes": 90}),
    ("Conférence", {"icon": Format.Icon.MIC, "colour": Format.Colour.F2, "usual_minutes": 60}),
)


class NameTaken(Refused):
    """Another programme of the installation has this short name."""


class FormatInUse(Refused):
    """Sessions belong to this format."""


class NotAColleague(Refused):
    """A role in a programme is given to somebody at work in its organisation."""


class LastCoordinator(Refused):
    """A programme is not left without anybody to run it."""


@transaction.atomic
def create_programme(*, organisation: Organisation, name: str, slug: str = "", **settings: Any) -> Programme:
    """Open a programme; called again with the same short name, it finds the first one."""
    slug = slug or free_slug(organisation, name)
    programme, is_new = Programme.objects.get_or_create(
        slug=slug, defaults={"organisation": organisation, "name": name, **settings}
    )
    if not is_new and programme.organisation_id != organisation.pk:
        raise NameTaken(_("Un autre dispositif porte déjà ce nom court."))
    forget_site(organisation.pk)
    return programme


def free_slug(organisation: Organisation, name: str) -> str:
    slug = slugify(name)[:40] or organisation.slug
    taken = Programme.objects.filter(slug=slug).exclude(organisation=organisation).exists()
    return f"{slug}-{organisation.slug}"[:50] if taken else slug


@transaction.atomic
def open_first_programme(*, organisation: Organisation, name: str) -> Programme:
    """What an administrator does on an empty installation: a programme and two formats, ready to plan."""
    programme = create_programme(organisation=organisation, name=name, formats_to_read=True)
    for rank, (title, fields) in enumerate(FIRST_FORMATS):
        create_format(programme=programme, name=title, rank=rank, **fields)
    return programme


def create_format(*, programme: Programme, name: str, slug: str = "", **fields: Any) -> Format:
    """Add a way to meet; called again, it finds the first one."""
    found, _is_new = Format.objects.get_or_create(
        programme=programme, slug=slug or slugify(name)[:50], defaults={"name": name, **fields}
    )
    return found


def create_season(*, programme: Programme, name: str, starts_on: date, ends_on: date) -> Season:
    """Name a period; called again with the same name, it moves its days."""
    season, _is_new = Season.objects.update_or_create(
        programme=programme, name=name, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    forget_site(programme.organisation_id)
    return season


def note_formats_read(programme: int) -> None:
    """Somebody has looked at the first formats; changing one of them says so too."""
    Programme.objects.filter(pk=programme, formats_to_read=True).update(formats_to_read=False)


@transaction.atomic
def add_format(*, programme: Programme, name: str, **fields: Any) -> Format:
    """Add a way to meet after the others; refuses a name that one of them has."""
    if Format.objects.filter(programme=programme, name__iexact=name.strip()).exists():
        raise NameTaken(_("Un format porte déjà ce nom."))
    slug = base = slugify(name)[:45] or "format"
    taken = set(Format.objects.filter(programme=programme).values_list("slug", flat=True))
    number = 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    last = Format.objects.filter(programme=programme).aggregate(last=Max("rank"))["last"]
    rank = 0 if last is None else last + 1
    note_formats_read(programme.pk)
    return Format.objects.create(programme=programme, name=name.strip(), slug=slug, rank=rank, **fields)


@transaction.atomic
def change_format(*, format: Format, **fields: Any) -> None:
    """Change what is usual for a format; sessions already planned keep what they have.

    Who keeps things of this format hears of it before it stands, and may refuse in words.
    """
    for name, value in fields.items():
        setattr(format, name, value)
    format.save(update_fields=list(fields))
    note_formats_read(format.programme_id)
    format_changed.send(sender=Format, format=format)


@transaction.atomic
def move_format(*, format: Format, up: bool) -> None:
    """Put a format one place higher or lower; at the end of the list nothing moves."""
    siblings = list(Format.objects.filter(programme=format.programme_id).order_by("rank", "pk"))
    here = siblings.index(format)
    there = max(here - 1, 0) if up else min(here + 1, len(siblings) - 1)
    siblings.insert(there, siblings.pop(here))
    for rank, one in enumerate(siblings):
        one.rank = rank
    Format.objects.bulk_update(siblings, ["rank"])
    note_formats_read(format.programme_id)


@transaction.atomic
def remove_format(*, format: Format) -> None:
    """Remove a format that never served."""
    note_formats_read(format.programme_id)
    try:
        format.delete()
    except ProtectedError as error:
        raise FormatInUse(_("Ce format a déjà des séances : il reste, et les chiffres avec lui.")) from error


def change_season(*, season: Season, name: str, starts_on: date, ends_on: date) -> None:
    """Rename a period or move its days."""
    season.name, season.starts_on, season.ends_on = name, starts_on, ends_on
    season.save(update_fields=["name", "starts_on", "ends_on"])
    forget_site(season.programme.organisation_id)


def remove_season(*, season: Season) -> None:
    """Forget the name of a period; its sessions and figures stay."""
    season.delete()
    forget_site(season.programme.organisation_id)


@transaction.atomic
def appoint_coordinator(*, programme: Programme, agent: Agent) -> None:
    """Give the programme to run to a colleague, who learns the role at the next page."""
    if agent.organisation_id != programme.organisation_id or not agent.is_active:
        raise NotAColleague(_("Choisissez une personne en poste dans votre organisation."))
    programme.coordinators.add(agent)
    remember_role(agent)


@transaction.atomic
def dismiss_coordinator(*, programme: Programme, agent: Agent) -> None:
    """Take the role back; the last one stays until somebody else is named."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    others = programme.coordinators.exclude(pk=agent.pk).filter(is_active=True)
    if not others.exists():
        raise LastCoordinator(_("C’est la seule personne qui coordonne. Nommez quelqu’un d’autre avant."))
    programme.coordinators.remove(agent)
    remember_role(agent)


def remember_role(agent: Agent) -> None:
    """Keep on the agent what lower parts need to know without asking this one."""
    agent.is_coordinator = Programme.objects.filter(coordinators=agent).exists()
    agent.save(update_fields=["is_coordinator"])


def change_appearance(
    *,
    programme: Programme,
    name: str,
    tagline: str,
    colour: str,
    phone: str | None = None,
    logo: bytes | None = None,
    drop_logo: bool = False,
) -> None:
    """Give the programme its name, welcoming sentence, phone, colour and, if one is sent, its logo."""
    programme.name, programme.tagline, programme.colour = name, tagline, colour.lower()
    if phone is not None:
        programme.phone = phone
    if logo is not None:
        programme.logo = files.logo_uri(logo)
    elif drop_logo:
        programme.logo = ""
    programme.save(update_fields=["name", "tagline", "phone", "colour", "logo"])
    forget_site(programme.organisation_id)


@transaction.atomic
def change_words(
    *, programme: Programme, words: Mapping[str, str], formats: Mapping[int, str] | None = None
) -> None:
    """Write the house's own words; an empty one takes back Essaim's. Formats keep their address."""
    known = default_words()
    programme.words = {key: words.get(key, "").strip() or known[key] for key in known}
    programme.save(update_fields=["words"])
    for pk, name in (formats or {}).items():
        Format.objects.filter(programme=programme, pk=pk).update(name=name)
    forget_site(programme.organisation_id)


def change_format_colours(*, programme: Programme, colours: Mapping[int, str]) -> None:
    """Choose among the pairs that were measured, never freely."""
    for pk, colour in colours.items():
        if colour in Format.Colour.values:
            Format.objects.filter(programme=programme, pk=pk).update(colour=colour)


RULES = ("offer_working_hours", "direct_hours", "promotion_cutoff", "host_ceiling", "survey_days")


def change_rules(*, programme: Programme, **rules: Any) -> None:
    """Set some of the rules of a programme (`RULES`), for what happens from now on."""
    unknown = rules.keys() - set(RULES)
    if unknown:
        raise TypeError(f"not rules of a programme: {sorted(unknown)}")
    for name, value in rules.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(rules))


@transaction.atomic
def change_manager_rule(
    *,
    programme: Programme,
    manager_rule: str,
    approval_days: int,
    on_silence: str,
    formats: Mapping[int, str] | None = None,
) -> None:
    """Say whether line managers are informed or asked, and what silence means, for what is asked from now on.

    `formats` gives some formats a rule of their own; an empty one follows the programme.
    """
    programme.manager_rule, programme.approval_days = manager_rule, approval_days
    programme.on_silence = on_silence
    programme.save(update_fields=["manager_rule", "approval_days", "on_silence"])
    for pk, rule in (formats or {}).items():
        Format.objects.filter(programme=programme, pk=pk).update(manager_rule=rule)


def change_signature(*, programme: Programme, signer_name: str, signer_role: str) -> None:
    """Say who signs the certificates issued from now on; those already given keep their name."""
    programme.signer_name, programme.signer_role = signer_name.strip(), signer_role.strip()
    programme.save(update_fields=["signer_name", "signer_role"])


def change_threshold(*, organisation: Organisation, threshold: int) -> None:
    """Say from how many answers on a result is shown, never fewer than three."""
    organisation.privacy_threshold = threshold
    organisation.save(update_fields=["privacy_threshold"])
