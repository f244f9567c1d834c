"""The staff of an organisation as an import compares it: people, postings, units, sites, in a few queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q
from django.db.models.functions import Lower

from essaim.people.hrfile import HrRow
from essaim.people.models import Agent, Occupation, Organisation, Posting, Site, Unit
from essaim.people.queries.agents import plain

CHUNK = 1000
Path = tuple[str, ...]


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """The values by the thousand, as databases take them."""
    iterator = iter(values)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


class UnitTree:
    """Open units of an organisation, found by name or by path, accents and case forgiven."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.pk: unit for unit in units}
        self._by_path: dict[Path, Unit] = {}
        self._by_name: dict[str, Unit] = {}
        for unit in sorted(self.units.values(), key=lambda unit: (len(self._path(unit)), unit.pk)):
            self._by_path.setdefault(self._path(unit), unit)
            self._by_name.setdefault(plain(unit.name), unit)

    def _path(self, unit: Unit) -> Path:
        steps = [plain(unit.name)]
        seen = {unit.pk}
        while unit.parent_id in self.units and unit.parent_id not in seen:
            unit = self.units[unit.parent_id]
            seen.add(unit.pk)
            steps.insert(0, plain(unit.name))
        return tuple(steps)

    def at(self, path: Path) -> Unit | None:
        """The unit at this whole path, from the top down."""
        return self._by_path.get(tuple(plain(step) for step in path))

    def find(self, path: Path) -> Unit | None:
        """A whole path; a single name also deeper in the tree, the nearest to the top first."""
        found = self.at(path)
        return self._by_name.get(plain(path[0])) if found is None and len(path) == 1 else found

    def add(self, unit: Unit) -> None:
        self.units[unit.pk] = unit
        self._by_path.setdefault(self._path(unit), unit)
        self._by_name.setdefault(plain(unit.name), unit)


@dataclass
class Staff:
    """What is known before the import."""

    organisation: Organisation
    agents: list[Agent]
    postings: dict[int, Posting]
    """The open posting of each, or the one that a closing ends today or later."""
    units: UnitTree
    sites: dict[str, Site]
    occupations: dict[str, Occupation]
    taken_elsewhere: set[str]
    """E-mails of the file, in lower case, that belong to other organisations."""

    def __post_init__(self) -> None:
        self.by_pk = {agent.pk: agent for agent in self.agents}
        self.by_number = {agent.hr_number: agent for agent in self.agents if agent.hr_number}
        self.by_email = {agent.email.lower(): agent for agent in self.agents if agent.email}


def load_staff(organisation: Organisation, rows: Iterable[HrRow], *, day: date) -> Staff:
    """Everything that the file is compared with; the number of queries does not follow that of the rows."""
    agents = list(Agent.objects.filter(organisation=organisation).order_by("pk"))
    return Staff(
        organisation=organisation,
        agents=agents,
        postings=current_postings(organisation, day=day),
        units=UnitTree(open_units(organisation, day=day)),
        sites={plain(site.name): site for site in Site.objects.filter(organisation=organisation)},
        occupations={plain(job.name): job for job in Occupation.objects.filter(organisation=organisation)},
        taken_elsewhere=emails_elsewhere(organisation, {row.email.lower() for row in rows if row.email}),
    )


def current_postings(organisation: Organisation, *, day: date) -> dict[int, Posting]:
    found = Posting.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), agent__organisation=organisation)
    postings: dict[int, Posting] = {}
    for posting in found.order_by("starts_on", "pk"):
        known = postings.get(posting.agent_id)
        if known is None or known.ends_on is not None:
            postings[posting.agent_id] = posting
    return postings


def open_units(organisation: Organisation, *, day: date) -> list[Unit]:
    still_open = Q(valid_to=None) | Q(valid_to__gte=day)
    return list(Unit.objects.filter(still_open, organisation=organisation).order_by("pk"))


def emails_elsewhere(organisation: Organisation, emails: set[str]) -> set[str]:
    others = Agent.objects.exclude(organisation=organisation).annotate(lower_email=Lower("email"))
    return {
        email
        for chunk in chunks(sorted(emails))
        for email in others.filter(lower_email__in=chunk).values_list("lower_email", flat=True)
    }


def logins_taken(logins: Iterable[str]) -> set[str]:
    """Those of the sign-in identifiers, in lower case, that somebody of the installation already has."""
    agents = Agent.objects.annotate(lower_login=Lower("login"))
    return {
        login
        for chunk in chunks(sorted(set(logins)))
        for login in agents.filter(lower_login__in=chunk).values_list("lower_login", flat=True)
    }
