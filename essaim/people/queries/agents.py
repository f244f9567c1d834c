"""Reading people for pages and sign-in."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Card, Organisation, Posting, Unit
from essaim.ui.words import gettext_lazy

ACCENTS = re.compile("[\u0300-\u036f]+")
SPACED = str.maketrans("’'‐‑-", "     ")
CHECKS = ("sans-responsable", "sans-courriel", "sans-service")
DEMO_ROLES = {
    "agent": gettext_lazy("prend part aux séances"),
    "animatrice": gettext_lazy("anime des séances"),
    "responsable": gettext_lazy("dirige un service"),
    "coordinatrice": gettext_lazy("coordonne TRUC²"),
    "administratrice": gettext_lazy("administre l’organisation"),
    "voisine": gettext_lazy("travaille chez un autre employeur"),
}


@dataclass(frozen=True)
class DemoAccount:
    """An account that anybody may enter in a demo, and what it shows."""

    agent: Agent
    role: str


@dataclass(frozen=True)
class Check:
    """Something to look at in the list, and for how many people."""

    value: str
    label: str
    count: int


def agent_named(name: str) -> Agent | None:
    """The person with this identifier, else with this e-mail, whatever the case."""
    wanted = name.strip()
    if not wanted or "\x00" in wanted:
        return None
    found: Agent | None = Agent.objects.filter(login__iexact=wanted).order_by("pk").first()
    if found is None and "@" in wanted:
        found = Agent.objects.filter(email__iexact=wanted).order_by("pk").first()
    return found


def demo_accounts() -> list[DemoAccount]:
    """The accounts of a demo, in the order in which they are shown."""
    found = Agent.objects.filter(login__in=DEMO_ROLES, is_active=True).order_by("pk")
    agents = {agent.login: agent for agent in found}
    return [DemoAccount(agents[login], str(role)) for login, role in DEMO_ROLES.items() if login in agents]


def has_cards() -> bool:
    """Whether anybody holds a card: a way in that nobody has is not shown."""
    return Card.objects.filter(revoked_at=None).exists()


def plain(text: str) -> str:
    """Without case, accents, or apostrophes and hyphens that people type in several ways."""
    bare = text.casefold()
    if not bare.isascii():
        bare = ACCENTS.sub("", unicodedata.normalize("NFKD", bare))
    return " ".join(bare.translate(SPACED).split())


def directory(
    organisation: Organisation, *, search: str = "", unit: int | None = None, check: str = ""
) -> QuerySet[Agent]:
    """People at work in an organisation by name, with their open posting; filtered as the page asks."""
    agents = Agent.objects.filter(organisation=organisation, is_active=True)
    if unit is not None:
        agents = agents.filter(unit=unit)
    if check in CHECKS:
        agents = agents.filter(_to_check(check))
    if search.strip():
        agents = agents.filter(pk__in=_found(agents, plain(search)))
    return with_open_posting(agents).order_by(*by_name(), "pk")


def _to_check(check: str) -> Q:
    managed = Agent.objects.filter(postings__ends_on=None, postings__line_manager__isnull=False).values("pk")
    return {
        "sans-responsable": ~Q(pk__in=managed),
        "sans-courriel": Q(email=""),
        "sans-service": Q(unit=None),
    }[check]


def _found(agents: QuerySet[Agent], wanted: str) -> list[int]:
    """Those in whom every word is found: databases do not agree on accents, so Python compares."""
    words = wanted.split()
    columns = agents.values_list("pk", "first_name", "last_name", "hr_number", "login", "email", "unit__name")
    texts = ((pk, plain(" ".join(filter(None, found)))) for pk, *found in columns.order_by("pk"))
    return [pk for pk, text in texts if all(word in text for word in words)]


def with_open_posting(agents: QuerySet[Agent]) -> QuerySet[Agent]:
    """Each with `open_postings`: one posting or none, its manager and occupation at hand."""
    postings = Posting.objects.filter(ends_on=None).select_related("line_manager", "occupation", "site")
    postings = postings.order_by("pk")
    return agents.select_related("unit").prefetch_related(
        Prefetch("postings", queryset=postings, to_attr="open_postings")
    )


def units_with_people(organisation: Organisation) -> QuerySet[Unit]:
    """Services where somebody works, by name, each with `people`."""
    units = Unit.objects.filter(organisation=organisation, agents__is_active=True)
    return units.annotate(people=Count("agents")).order_by(InFrench("name"), "pk")


def count_to_check(organisation: Organisation) -> dict[str, int]:
    """How many people, and how many of each thing to check, in one query."""
    agents = Agent.objects.filter(organisation=organisation, is_active=True)
    counts: dict[str, int] = agents.aggregate(
        people=Count("pk"),
        units=Count("unit", distinct=True),
        without_manager=Count("pk", filter=_to_check("sans-responsable")),
        without_email=Count("pk", filter=_to_check("sans-courriel")),
        without_unit=Count("pk", filter=_to_check("sans-service")),
    )
    return counts


def checks(counts: dict[str, int]) -> list[Check]:
    """What may be wrong in the list, from `count_to_check`."""
    return [
        Check("sans-responsable", _("Sans responsable"), counts["without_manager"]),
        Check("sans-courriel", _("Sans courriel"), counts["without_email"]),
        Check("sans-service", _("Sans service"), counts["without_unit"]),
    ]


def agent_sheet(viewer: Agent, pk: int) -> QuerySet[Agent]:
    """One person that the viewer may see, left or not."""
    sheet: QuerySet[Agent] = Agent.objects.visible_to(viewer).filter(pk=pk)
    return sheet.select_related("organisation", "unit")


def postings_of(agent: Agent) -> QuerySet[Posting]:
    """Where the person works and worked, latest first."""
    postings = agent.postings.select_related("unit", "site", "occupation", "line_manager")
    return postings.order_by("-starts_on", "-pk")


def team_size(agent: Agent) -> int:
    """How many people name this one as their manager."""
    return Posting.objects.filter(line_manager=agent, ends_on=None, agent__is_active=True).count()


def roles_of(agent: Agent, *, team_size: int) -> list[str]:
    """What the person may do beyond taking part, in words."""
    roles = {
        _("Responsable de service"): team_size > 0,
        _("Coordonne un dispositif"): agent.is_coordinator,
        _("Administre l’organisation"): agent.is_administrator,
        _("Administre l’installation"): agent.is_platform_administrator,
    }
    return [role for role, is_held in roles.items() if is_held]
