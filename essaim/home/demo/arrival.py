"""How the staff comes in: by its HR file, through the import of real use."""

from collections.abc import Sequence
from datetime import datetime

from essaim.home.demo.staff import Person, hr_file
from essaim.people.hrfile import read
from essaim.people.models import Agent, Organisation
from essaim.people.operations.imports import import_table


def bring_in(organisation: Organisation, people: Sequence[Person], *, at: datetime) -> dict[str, Agent]:
    """Every agent of the HR file, by HR number, in the order of the file."""
    plan = import_table(
        organisation=organisation,
        table=read(hr_file(people)),
        file_name=f"agents-{organisation.slug}.csv",
        allow_closing=False,
        at=at,
    )
    if plan.rejected or plan.doubts:
        raise ValueError(f"the demo's own HR file has bad rows: {[*plan.rejected, *plan.doubts][:3]}")
    agents = {
        agent.hr_number: agent for agent in Agent.objects.filter(organisation=organisation).order_by("pk")
    }
    return {person.number: agents[person.number] for person in people}
