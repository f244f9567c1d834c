"""Writing what an import plan says, in bulk: places, people, postings. Called inside a transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.utils.text import slugify

from essaim.people.hrfile import HrRow
from essaim.people.models import Agent, Occupation, Posting, Site, Unit
from essaim.people.operations.directory import forget_agents
from essaim.people.queries.agents import plain
from essaim.people.queries.imports import PERSON, Entry, ImportPlan
from essaim.people.queries.staff import Staff, logins_taken

DAY = timedelta(days=1)
BATCH = 200
PLACE = ("unit_id", "category", "status", "sex", "site_id", "occupation_id", "line_manager_id")


def batches(keys: list[int]) -> Iterator[list[int]]:
    """As many keys at a time as one statement takes well."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def write_plan(plan: ImportPlan, *, day: date) -> dict[int, Agent]:
    """Bring the database to what the plan says. Leavers are closed, never deleted; the past is not rewritten.

    Gives the new people, by line of the file.
    """
    rows = [entry.row for entry in (*plan.created, *plan.changed)]
    create_places(rows, plan.staff, day=day)
    free_addresses(plan.changed)
    people = create_agents(plan)
    change_agents(plan.changed)
    write_postings(plan, people, day=day)
    close_agents(plan.closed, day=day)
    return people


def create_places(rows: Iterable[HrRow], staff: Staff, *, day: date) -> None:
    """Units, sites and occupations that the file names and nobody knew, once each."""
    paths = sorted({row.unit for row in rows if row.unit}, key=lambda path: (-len(path), path))
    first_day = day if staff.units.units else None
    for path in paths:
        create_unit(path, staff, first_day=first_day)
    sites = {plain(row.site): row.site for row in rows if row.site and plain(row.site) not in staff.sites}
    for key, name in sites.items():
        staff.sites[key] = Site.objects.create(organisation=staff.organisation, name=name)
    for row in rows:
        keep_occupation(row, staff)


def create_unit(path: tuple[str, ...], staff: Staff, *, first_day: date | None) -> None:
    """The unit at the end of the path, and those above it, when they are unknown."""
    if staff.units.find(path) is not None:
        return
    parent: Unit | None = None
    for depth, name in enumerate(path, 1):
        unit = staff.units.at(path[:depth])
        if unit is None:
            unit = Unit.objects.create(
                organisation=staff.organisation, parent=parent, name=name, valid_from=first_day
            )
            staff.units.add(unit)
        parent = unit


def keep_occupation(row: HrRow, staff: Staff) -> None:
    """The occupation of a row; its line of work is completed, not replaced."""
    if not row.occupation:
        return
    known = staff.occupations.get(plain(row.occupation))
    if known is None:
        staff.occupations[plain(row.occupation)] = Occupation.objects.create(
            organisation=staff.organisation, name=row.occupation, stream=row.stream
        )
    elif row.stream and not known.stream:
        known.stream = row.stream
        known.save(update_fields=["stream"])


def create_agents(plan: ImportPlan) -> dict[int, Agent]:
    """New people, without a password: they come in by a link, or when they are given one. By line of the file."""
    logins = new_logins(plan)
    agents = {}
    for entry, login in zip(plan.created, logins, strict=True):
        agent = Agent(organisation=plan.staff.organisation, login=login)
        for name in PERSON:
            setattr(agent, name, getattr(entry.row, name))
        agent.set_unusable_password()
        unit = plan.staff.units.find(entry.row.unit) if entry.row.unit else None
        agent.unit = unit
        agents[entry.row.line] = agent
    Agent.objects.bulk_create(agents.values(), batch_size=BATCH)
    return agents


def new_logins(plan: ImportPlan) -> list[str]:
    """An identifier for each new person, unique in the installation: the e-mail, else organisation and number."""
    slug = plan.staff.organisation.slug
    wanted = [login_choices(entry.row, slug) for entry in plan.created]
    taken = logins_taken(login for choices in wanted for login in choices)
    logins = []
    for choices in wanted:
        free = (choice for choice in choices if choice not in taken)
        login = next(free, "") or numbered(choices[-1], taken)
        taken.add(login)
        logins.append(login)
    return logins


def numbered(login: str, taken: set[str]) -> str:
    """The same identifier with the first number that nobody has."""
    choices = (f"{login}-{number}" for number in count(2))
    return next(choice for choice in choices if choice not in taken and not logins_taken([choice]))


def login_choices(row: HrRow, slug: str) -> list[str]:
    """What the identifier may be, the best first, all in lower case and short enough."""
    by_number = f"{slug}-{row.hr_number or slugify(row.name)}".lower()[:140]
    email = row.email.lower()
    return [email, by_number] if email and len(email) <= 150 else [by_number]


def free_addresses(entries: list[Entry]) -> None:
    """Addresses that change hands are freed first: two people may swap them, a new one may take an old one's."""
    freed = [
        entry.agent.pk
        for entry in entries
        if entry.agent and any(change.field == "email" for change in entry.changes)
    ]
    for keys in batches(freed):
        Agent.objects.filter(pk__in=keys).update(email="")


def change_agents(entries: list[Entry]) -> None:
    """Names, numbers and addresses."""
    touched: list[Agent] = []
    for entry in entries:
        agent = entry.agent
        if agent is None:
            continue
        for change in entry.changes:
            if change.field in PERSON:
                setattr(agent, change.field, change.after)
        if entry.is_back:
            agent.is_active, agent.closed_on = True, None
        if entry.is_back or any(change.field in PERSON for change in entry.changes):
            touched.append(agent)
    Agent.objects.bulk_update(touched, [*PERSON, "is_active", "closed_on"], batch_size=BATCH)


@dataclass
class _Moves:
    """Postings to write, by what happens to them."""

    corrected: list[Posting] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    opened: list[Posting] = field(default_factory=list)
    moved: dict[int | None, list[int]] = field(default_factory=dict)
    """Agents by the unit that becomes theirs."""


def write_postings(plan: ImportPlan, people: dict[int, Agent], *, day: date) -> None:
    """A first posting for who is new; for who moved, the old one ends the day before and another begins."""
    moves = _Moves()
    managers = {-line: agent.pk for line, agent in people.items()}
    for entry in plan.created:
        agent = people[entry.row.line]
        fresh = Posting(agent=agent, starts_on=entry.row.entry_on or day)
        moves.opened.append(placed(fresh, entry, plan.staff, managers))
    for entry in plan.changed:
        move(entry, plan.staff, managers, moves, day=day)
    for keys in batches(moves.ended):
        Posting.objects.filter(pk__in=keys).update(ends_on=day - DAY)
    Posting.objects.bulk_update(
        moves.corrected, [name.removesuffix("_id") for name in PLACE] + ["ends_on"], batch_size=BATCH
    )
    Posting.objects.bulk_create(moves.opened, batch_size=BATCH)
    for unit, agents in moves.moved.items():
        for keys in batches(agents):
            Agent.objects.filter(pk__in=keys).update(unit=unit)


def move(entry: Entry, staff: Staff, managers: dict[int, int], moves: _Moves, *, day: date) -> None:
    """What happens to the posting of somebody who was known: nothing, corrected on its first day, or ended."""
    posting, agent = entry.posting, entry.agent
    if agent is None or not (entry.moves or entry.is_back):
        return
    if posting is None:
        posting = placed(Posting(agent=agent, starts_on=day), entry, staff, managers)
        moves.opened.append(posting)
    elif not entry.moves or posting.starts_on >= day:
        posting.ends_on = None
        moves.corrected.append(placed(posting, entry, staff, managers))
    else:
        fresh = Posting(agent=agent, starts_on=day)
        for name in PLACE:
            setattr(fresh, name, getattr(posting, name))
        moves.ended.append(posting.pk)
        posting = placed(fresh, entry, staff, managers)
        moves.opened.append(posting)
    if agent.unit_id != posting.unit_id:
        agent.unit_id = posting.unit_id
        moves.moved.setdefault(posting.unit_id, []).append(agent.pk)


def placed(posting: Posting, entry: Entry, staff: Staff, managers: dict[int, int]) -> Posting:
    """The posting with what the row says; an empty cell leaves what is known."""
    row = entry.row
    for name in ("category", "status", "sex"):
        setattr(posting, name, getattr(row, name) or getattr(posting, name))
    if row.unit:
        posting.unit = staff.units.find(row.unit)
    if row.site:
        posting.site = staff.sites[plain(row.site)]
    if row.occupation:
        posting.occupation = staff.occupations[plain(row.occupation)]
    if entry.manager is not None:
        posting.line_manager_id = managers.get(entry.manager, entry.manager)
    return posting


def close_agents(agents: list[Agent], *, day: date) -> None:
    """Those who left after this day: nothing is deleted but what had not begun, the account opens no more."""
    for keys in batches([agent.pk for agent in agents]):
        Posting.objects.filter(agent__in=keys, ends_on=None, starts_on__gt=day).delete()
        Posting.objects.filter(agent__in=keys, ends_on=None).update(ends_on=day)
        Agent.objects.filter(pk__in=keys).update(is_active=False, closed_on=day)
        forget_agents(keys)
