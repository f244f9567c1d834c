"""Building each profile of the demonstration, all of it or nothing."""

from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction

from essaim.home.demo import (
    accounts,
    arrival,
    course,
    current,
    echoes,
    kept,
    neighbour,
    past,
    proofs,
    proposals,
    requests,
    scenes,
    season,
    seminar,
    staff,
    stage,
    trial,
)
from essaim.home.demo.stage import Stage
from essaim.home.demo.years import SPRING_2021, YEAR_2020
from essaim.letters.models import Wish
from essaim.letters.operations import muted, resume
from essaim.people.models import Agent, Organisation, Site
from essaim.programmes.operations import appoint_coordinator

PROFILES = ("truc2", "load", "empty")
USUAL_AGENTS = {"truc2": 600, "load": 500, "empty": 0}
ORGANISATIONS = {"truc2": ("caluire", "hopital-saone"), "load": (trial.SLUG,), "empty": (trial.SLUG,)}


def is_loaded(profile: str) -> bool:
    """Whether an organisation of the profile is there already."""
    return Organisation.objects.filter(slug__in=ORGANISATIONS[profile]).exists()


@transaction.atomic
def build(profile: str, *, agents: int, seed: int, now: datetime) -> None:
    """Load a profile. `now` is the moment around which the season of TRUC² is laid."""
    password = accounts.shared_hash()
    if profile == "truc2":
        build_town(agents=agents, seed=seed, now=now, password=password)
    elif profile == "load":
        trial.create_crowd(agents=agents, password=password, now=now)
    else:
        trial.create_empty(login="administratrice", password=password)


def build_town(*, agents: int, seed: int, now: datetime, password: str) -> None:
    """TRUC² as lived: the staff from its HR file, two years of sessions, the season that runs, the neighbour."""
    rng = Random(seed)  # noqa: S311 -- the same demonstration for the same seed
    people = staff.town_staff(agents, rng=rng)
    scene = raise_curtain(people, rng=rng, now=now, password=password)
    crowd = scenes.Crowd(
        [person for person in people if person.number != scene.agents["girard"].hr_number], rng=rng
    )
    here = now.astimezone(scene.organisation.zone)
    past.live_through(scene, crowd, [*YEAR_2020, *SPRING_2021])
    echoes.ask_two_months_later(scene)
    echoes.invite_words(scene, at=here - timedelta(days=90))
    past.live_through(scene, crowd, season.lately(here.date()))
    with muted():
        scenes.close_questionnaires(until=now)
    echoes.read_some_words()
    proofs.tell_preparations(scene, now=now)
    current.announce(scene, crowd, here)
    course.under_way(scene, here)
    proposals.wait_for_an_answer(scene, here)
    requests.leave_one_to_answer(scene, here)
    hospital = neighbour.create_hospital(password=password, now=here, rng=rng)
    kept.keep_seats(scene, hospital, now=here)
    resume(agent=scene.agents["benali"], family=Wish.What.PROGRAMME, at=now)
    seminar.gather(scene, people, here)


def raise_curtain(people: list[staff.Person], *, rng: Random, now: datetime, password: str) -> Stage:
    """The organisation, its staff, its programme, and the demo accounts."""
    organisation = stage.create_town()
    scene = Stage(
        organisation,
        stage.create_programme(organisation, today=now.astimezone(organisation.zone).date()),
        rng,
    )
    scene.formats = stage.create_formats(scene.programme)
    opened = datetime.combine(staff.BEFORE_THE_SCHOOL, time(9), tzinfo=organisation.zone)
    scene.topics = stage.create_topics(scene.programme, scene.formats, at=opened)
    scene.sites = {site.name: site for site in Site.objects.filter(organisation=organisation).order_by("pk")}
    scene.agents = bring_in_town(organisation, people, at=now)
    for account in accounts.ACCOUNTS:
        accounts.lend(
            scene.agents[account.key],
            login=account.login,
            password=password,
            is_administrator=account.login == "administratrice",
        )
    appoint_coordinator(programme=scene.programme, agent=scene.agents["morel"])
    return scene


def bring_in_town(
    organisation: Organisation, people: list[staff.Person], *, at: datetime
) -> dict[str, Agent]:
    """Agents by HR number, and those that the pages know by their key too."""
    agents = arrival.bring_in(organisation, people, at=at)
    return agents | {person.key: agents[person.number] for person in people if person.key}
