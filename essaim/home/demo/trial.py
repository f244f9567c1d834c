"""Organisations to try something on: one with a crowd before a door, one that is empty."""

from datetime import date, datetime, timedelta

from essaim.agenda import operations as agenda
from essaim.people.models import Agent, Organisation, Posting, Unit
from essaim.programmes.models import Format, Programme
from essaim.programmes.operations import open_first_programme

SLUG = "essai"


def create_trial() -> tuple[Organisation, Programme, Format]:
    organisation = Organisation.objects.create(name="Collectivité d’essai", slug=SLUG)
    programme = open_first_programme(organisation=organisation, name="Essai")
    return organisation, programme, programme.formats.order_by("rank", "pk")[0]


def create_crowd(*, agents: int, password: str, now: datetime) -> None:
    """So many agents who can sign in, and one open session of twenty seats."""
    organisation, programme, format_ = create_trial()
    unit = Unit.objects.create(organisation=organisation, name="Service d’essai")
    people = Agent.objects.bulk_create(
        (
            Agent(
                organisation=organisation,
                login=f"agent{rank:04}",
                hr_number=f"{rank:04}",
                first_name="Agent",
                last_name=f"Numéro {rank}",
                email=f"agent{rank:04}@essai.example",
                unit=unit,
                password=password,
            )
            for rank in range(1, agents + 1)
        ),
        batch_size=500,
    )
    Posting.objects.bulk_create(
        (Posting(agent=agent, unit=unit, category="C", starts_on=date(2020, 1, 1)) for agent in people),
        batch_size=500,
    )
    starts_at = (now + timedelta(days=30)).replace(hour=9, minute=0, second=0, microsecond=0)
    session = agenda.plan_session(
        programme=programme,
        format=format_,
        title="Bousculade",
        sittings=[agenda.SittingPlan(starts_at, starts_at + timedelta(hours=2), room="Grande salle")],
        seats=20,
        at=now,
        by=None,
    )
    agenda.publish(session=session, at=now)


def create_empty(*, login: str, password: str) -> None:
    """The organisation and its administrator, nobody else."""
    organisation, _programme, _format = create_trial()
    Agent.objects.create(
        organisation=organisation,
        login=login,
        first_name="Sophie",
        last_name="Laurent",
        email="administratrice@essai.example",
        password=password,
        is_administrator=True,
    )
