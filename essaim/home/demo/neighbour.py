"""The neighbour: a hospital, its thirty agents, its own small programme and one session."""

from datetime import datetime, time, timedelta
from random import Random

from essaim.agenda import operations as agenda
from essaim.home.demo import accounts, season
from essaim.home.demo.arrival import bring_in
from essaim.home.demo.names import Name, made_up, plain
from essaim.home.demo.staff import Person
from essaim.home.demo.stage import SIREN_OF_HOSPITAL, grow_units, siret
from essaim.letters.operations import muted
from essaim.people.models import Agent, Occupation, Organisation, Site
from essaim.programmes import operations as programmes
from essaim.programmes.models import Format

WORK = {
    "Urgences": "Infirmière ou infirmier",
    "Gériatrie": "Aide-soignante ou aide-soignant",
    "Accueil": "Secrétaire",
}
STREAM = {"Urgences": "soignante", "Gériatrie": "soignante", "Accueil": "administrative"}
SITE, MAIL_DOMAIN, STAFF = "Pavillon des Tilleuls", "hopital-saone.example", 30


def create_hospital(*, password: str, now: datetime, rng: Random) -> Organisation:
    """Everything about the neighbour; its rows do not exist for the town hall."""
    organisation = Organisation.objects.create(
        name="Hôpital de la Saône",
        slug="hopital-saone",
        siret=siret(SIREN_OF_HOSPITAL),
        branch=Organisation.Branch.HOSPITAL,
    )
    grow_units(organisation, ((name, "Soins et accueil") for name in WORK))
    site = Site.objects.create(organisation=organisation, name=SITE, address="2, allée des Tilleuls")
    Occupation.objects.bulk_create(
        Occupation(organisation=organisation, name=work, stream=STREAM[service])
        for service, work in WORK.items()
    )
    agents = bring_in(organisation, hospital_staff(rng), at=now)
    visitor, head, *others = agents.values()
    accounts.lend(visitor, login=accounts.NEIGHBOUR.login, password=password)
    hold_one_session(organisation, site, [head, visitor, *others[:6]], now=now)
    return organisation


def hospital_staff(rng: Random) -> list[Person]:
    names = [Name("Mathilde", "Caron", "F"), *made_up(STAFF - 1, rng=rng)]
    people = []
    for rank, name in enumerate(names):
        service = list(WORK)[rank % len(WORK)]
        people.append(
            Person(
                number=f"{2001 + 7 * rank:06}",
                name=name,
                service=service,
                category="A" if rank == 1 else rng.choice("BBCCC"),
                work=WORK[service],
                site=SITE,
                status="titulaire",
                entered_on=season.workday(datetime(2019, 9, 2).date(), -30 * rank),  # noqa: DTZ001
                email=f"{plain(name.first)}.{plain(name.last)}@{MAIL_DOMAIN}",
                boss="" if rank == 1 else f"{2001 + 7:06}",
            )
        )
    return people


def hold_one_session(organisation: Organisation, site: Site, agents: list[Agent], *, now: datetime) -> None:
    """One programme, one format, one session to come, with a few people in it."""
    head, *others = agents
    programme = programmes.create_programme(
        organisation=organisation, name="La Passerelle", slug="passerelle", colour="#4b2e5a"
    )
    programmes.appoint_coordinator(programme=programme, agent=head)
    format_ = programmes.create_format(
        programme=programme,
        name="Rencontre",
        slug="rencontre",
        icon=Format.Icon.NETWORK,
        colour=Format.Colour.F2,
    )
    starts_at = datetime.combine(season.workday(now.date(), 9), time(14), tzinfo=now.tzinfo)
    with muted():
        session = agenda.plan_session(
            programme=programme,
            format=format_,
            title="Transmettre au changement d’équipe",
            promise="Dix minutes pour tout dire, rien oublier, et rentrer l’esprit léger.",
            sittings=[
                agenda.SittingPlan(
                    starts_at, starts_at + timedelta(minutes=90), site=site, room="Salle de repos"
                )
            ],
            hosts=[head],
            seats=12,
            at=now - timedelta(days=12),
            by=head,
        )
        session = agenda.publish(session=session, at=now - timedelta(days=12), by=head)
        for rank, agent in enumerate(others):
            agenda.register(session=session, agent=agent, at=now - timedelta(days=9 - rank, minutes=1))
