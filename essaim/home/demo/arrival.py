"""How the staff comes in."""

from collections.abc import Sequence
from datetime import datetime

from essaim.home.demo.staff import Person
from essaim.people.models import Agent, Occupation, Organisation, Posting, Site, Unit
from essaim.people.operations.postings import open_posting

STATUS = {label: value for value, label in Posting.Status.choices}


def bring_in(organisation: Organisation, people: Sequence[Person], *, at: datetime) -> dict[str, Agent]:
    """Every agent of the HR file, by HR number."""
    agents = {
        person.number: Agent.objects.create(
            organisation=organisation,
            login=person.email or f"{organisation.slug}-{person.number}",
            hr_number=person.number,
            first_name=person.name.first,
            last_name=person.name.last,
            email=person.email,
            password="!",  # noqa: S106
        )
        for person in people
    }
    units = {unit.name: unit for unit in Unit.objects.filter(organisation=organisation).order_by("pk")}
    sites = {site.name: site for site in Site.objects.filter(organisation=organisation).order_by("pk")}
    works = {work.name: work for work in Occupation.objects.filter(organisation=organisation).order_by("pk")}
    for person in people:
        open_posting(
            agent=agents[person.number],
            unit=units[person.service],
            starts_on=person.entered_on,
            category=person.category,
            status=STATUS[person.status],
            sex=person.name.sex,
            site=sites.get(person.site),
            occupation=works.get(person.work),
            line_manager=agents.get(person.boss),
        )
    return agents
