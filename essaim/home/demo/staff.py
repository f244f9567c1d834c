"""The staff of the town, made up from a seed, and the HR file that says it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from essaim.home.demo import town
from essaim.home.demo.names import Name, made_up, plain
from essaim.home.demo.town import KNOWN, SERVICES, Known, Service

SHARE_A, SHARE_B, SHARE_C_WITHOUT_MAIL = 0.12, 0.21, 1 / 3
SMALLEST = 60
STATUSES = ("titulaire", "contractuel", "vacataire", "alternant")
BEFORE_THE_SCHOOL = date(2019, 9, 1)
COLUMNS = (
    "Matricule",
    "Nom",
    "Prénom",
    "Courriel",
    "Sexe",
    "Service",
    "Catégorie",
    "Statut",
    "Site",
    "Métier",
    "Responsable",
    "Date d’entrée",
)


@dataclass
class Person:
    """One line of the HR file; `key` is the colleague that the pages know, else empty."""

    number: str
    name: Name
    service: str
    category: str
    work: str
    site: str
    status: str
    entered_on: date
    key: str = ""
    email: str = ""
    boss: str = ""
    leads: bool = False


def town_staff(number: int, *, rng: Random) -> list[Person]:
    """So many agents in the services of the town: known colleagues first, then heads, then everybody."""
    people = [known_person(known, rank) for rank, known in enumerate(KNOWN)]
    places = free_places(number - len(people), people)
    names = iter(made_up(number + len(KNOWN), rng=rng))
    taken = {(person.name.first, person.name.last) for person in people}
    categories = shared_out(places, number, people, rng=rng)
    for place, category in zip(places, categories, strict=True):
        name = next(name for name in names if (name.first, name.last) not in taken)
        people.append(newcomer(place, category, name, rank=len(people), rng=rng))
    name_leaders(people)
    give_addresses(people, rng=rng)
    return people


def known_person(known: Known, rank: int) -> Person:
    site = next((service.site for service in SERVICES if service.name == known.service), town.TOWN_HALL)
    return Person(
        number=f"{2001 + 7 * rank:06}",
        name=Name(known.first, known.last, known.sex),
        service=known.service,
        category=known.category,
        work=known.work,
        site=site,
        status=STATUSES[0],
        entered_on=BEFORE_THE_SCHOOL - timedelta(days=400 + 97 * rank),
        key=known.key,
        leads=known.leads,
    )


def newcomer(service: Service, category: str, name: Name, *, rank: int, rng: Random) -> Person:
    """Somebody invented; nine in ten were there before the school, the others came since."""
    status = rng.choices(STATUSES, (70, 22, 5, 3))[0]
    since = date(2021, 9, 1) if rng.random() < 0.1 else date(1996, 9, 1)
    span = 1400 if since.year == 2021 else (BEFORE_THE_SCHOOL - since).days
    return Person(
        number=f"{2001 + 7 * rank:06}",
        name=name,
        service=service.name,
        category=category,
        work=rng.choice(service.work[category]),
        site=service.site,
        status=status,
        entered_on=since + timedelta(days=rng.randrange(span)),
    )


def free_places(number: int, people: list[Person]) -> list[Service]:
    """The services of those still to be named, each as large beside the others as in the town."""
    whole = sum(service.size for service in SERVICES)
    places: list[Service] = []
    for service in SERVICES:
        there = sum(person.service == service.name for person in people)
        places += [service] * max(1, round((number + len(people)) * service.size / whole) - there)
    largest = [service for service in SERVICES if service.size > 50]
    while len(places) < number:
        places.append(largest[len(places) % len(largest)])
    while len(places) > number:
        places.remove(max(SERVICES, key=places.count))
    return places


def shared_out(places: list[Service], number: int, people: list[Person], *, rng: Random) -> list[str]:
    """Categories so that the whole town has its shares of A, B and C; offices have more A, workshops more C."""
    known = [person.category for person in people]
    still_a = max(0, round(number * SHARE_A) - known.count("A"))
    still_b = max(0, round(number * SHARE_B) - known.count("B"))
    led = {person.service for person in people if person.leads}
    scores: list[tuple[float, int]] = []
    for rank, place in enumerate(places):
        is_head = place.name not in led
        led.add(place.name)
        leaning = (0 if place.has_mail else 0.35) + (0.3 if place.size > 60 else 0)
        scores.append((-1 if is_head else rng.random() + leaning, rank))
    categories = ["C"] * len(places)
    for order, (_score, rank) in enumerate(sorted(scores)):
        categories[rank] = "A" if order < still_a else "B" if order < still_a + still_b else "C"
    return categories


def name_leaders(people: list[Person]) -> None:
    """Each service has a head, who answers to the director general; the others answer to their head."""
    top = next(person for person in people if person.service == town.TOP)
    for service in SERVICES:
        team = [person for person in people if person.service == service.name]
        head = next((person for person in team if person.leads), None) or min(team, key=lambda p: p.category)
        head.leads, head.boss = True, top.number
        head.entered_on = min(head.entered_on, BEFORE_THE_SCHOOL)
        for person in team:
            if person is not head:
                person.boss = head.number


def give_addresses(people: list[Person], *, rng: Random) -> None:
    """An address for everybody but a third of category C, most of them far from a desk."""
    far = {service.name for service in SERVICES if not service.has_mail}
    third = [person for person in people if person.category == "C"]
    count = round(len(third) * SHARE_C_WITHOUT_MAIL)
    fixed = {known.key: known.has_mail for known in KNOWN}
    order = sorted(
        third,
        key=lambda p: (fixed.get(p.key, True), p.key != "", rng.random() - (0.8 if p.service in far else 0)),
    )
    without = {person.number for person in order[:count]}
    for person in people:
        if person.number not in without:
            person.email = f"{plain(person.name.first)}.{plain(person.name.last)}@{town.MAIL_DOMAIN}"


def hr_file(people: Iterable[Person]) -> bytes:
    """The file that HR would send: semicolons, French dates, accents, a line per agent."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for person in people:
        writer.writerow(
            (
                person.number,
                person.name.last,
                person.name.first,
                person.email,
                person.name.sex,
                person.service,
                person.category,
                person.status,
                person.site,
                person.work,
                person.boss,
                f"{person.entered_on:%d/%m/%Y}",
            )
        )
    return text.getvalue().encode("utf-8-sig")
