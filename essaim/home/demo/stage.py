"""The stage: the organisation with its units, sites and occupations, the programme with its formats and topics."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from essaim.catalogue import operations as catalogue
from essaim.catalogue.models import Topic
from essaim.home.demo import town
from essaim.home.demo.gatherings import GATHERINGS
from essaim.home.demo.topics import EXAMS, GREEN, MANAGERS, PLUS, TALKS, WORKSHOPS, TopicText
from essaim.people.models import Agent, Occupation, Organisation, Site, Unit
from essaim.programmes import operations as programmes
from essaim.programmes.models import Format, Programme

TEXTS: dict[str, TopicText] = {text.key: text for text in WORKSHOPS + GATHERINGS}
SIREN_OF_TOWN, SIREN_OF_HOSPITAL = "99942690", "99969700"


@dataclass
class Stage:
    """Everything that a scene needs at hand."""

    organisation: Organisation
    programme: Programme
    rng: Random
    formats: dict[str, Format] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)
    """Every agent by HR number, and the known ones by key too."""

    def cast(self, keys: Iterable[str]) -> list[Agent]:
        return [self.agents[key] for key in keys]


def siret(siren: str, *, establishment: str = "0001") -> str:
    """A number that nobody bears, right in both its sums: from the first eight digits of a SIREN."""
    return with_check_digit(with_check_digit(siren) + establishment)


def with_check_digit(body: str) -> str:
    """The digits and the one that makes their Luhn sum a multiple of ten."""
    doubled = sum(sum(divmod(int(sign) * 2, 10)) for sign in body[::-2])
    return body + str(-(doubled + sum(int(sign) for sign in body[-2::-2])) % 10)


def create_town() -> Organisation:
    """The town hall with its directions and services, its sites, its occupations."""
    organisation = Organisation.objects.create(
        name="Ville de Caluire-et-Cuire",
        slug="caluire",
        siret=siret(SIREN_OF_TOWN),
        branch=Organisation.Branch.LOCAL,
        access_contact="Mission handicap, mission.handicap@caluire.example",
    )
    grow_units(organisation, ((service.name, service.above) for service in town.SERVICES))
    Site.objects.bulk_create(
        Site(organisation=organisation, name=name, address=address) for name, address in town.SITES.items()
    )
    works = {
        work: town.stream_of(work, service.name)
        for service in town.SERVICES
        for names in service.work.values()
        for work in names
    }
    works |= {known.work: town.stream_of(known.work, known.service) for known in town.KNOWN}
    Occupation.objects.bulk_create(
        Occupation(organisation=organisation, name=work, stream=stream) for work, stream in works.items()
    )
    return organisation


def grow_units(organisation: Organisation, pairs: Iterable[tuple[str, str]]) -> dict[str, Unit]:
    """The tree of units from pairs of a service and what is above it; all of it there since 2015."""
    since = date(2015, 1, 1)
    top = Unit.objects.create(organisation=organisation, name=town.TOP, valid_from=since)
    units = {town.TOP: top}
    for name, above in pairs:
        if above not in units:
            units[above] = Unit.objects.create(
                organisation=organisation, parent=top, name=above, valid_from=since
            )
        units[name] = Unit.objects.create(
            organisation=organisation, parent=units[above], name=name, valid_from=since
        )
    return units


FORMATS: Mapping[str, dict[str, Any]] = {
    PLUS: {
        "name": "Un truc² en +", "slug": "un-truc-en-plus", "icon": Format.Icon.SCREEN, "colour": Format.Colour.F1,
        "usual_minutes": 90, "usual_seats": 10, "nature": Format.Nature.IMPROVEMENT,
    },
    TALKS: {
        "name": "Ac’Truc²", "slug": "ac-truc", "icon": Format.Icon.MIC, "colour": Format.Colour.F2,
        "usual_minutes": 60, "usual_seats": 40, "nature": Format.Nature.PROFESSIONALISATION,
    },
    EXAMS: {
        "name": "Prépa’Truc²", "slug": "prepa-truc", "icon": Format.Icon.CAP, "colour": Format.Colour.F3,
        "usual_minutes": 120, "usual_seats": 12, "nature": Format.Nature.EXAMS,
    },
    GREEN: {
        "name": "Eco’Truc²", "slug": "eco-truc", "icon": Format.Icon.LEAF, "colour": Format.Colour.F4,
        "usual_minutes": 60, "usual_seats": 30, "nature": Format.Nature.NOT_TRAINING,
    },
    MANAGERS: {
        "name": "Communauté des managers", "slug": "managers", "icon": Format.Icon.NETWORK,
        "colour": Format.Colour.F5, "usual_minutes": 120, "usual_seats": 15,
        "nature": Format.Nature.PROFESSIONALISATION,
    },
}  # fmt: skip


def create_programme(organisation: Organisation, *, today: date) -> Programme:
    """TRUC² with its words and its seasons, up to the one that runs."""
    programme = programmes.create_programme(
        organisation=organisation,
        name="TRUC²",
        slug="truc2",
        phone="poste 4812",
        signer_name="Claire Morel",
        signer_role="coordinatrice de TRUC²",
        tagline="L’école des agents, par les agents. Deux couloirs plus loin, quelqu’un sait déjà faire ce que "
        "vous cherchez.",
        words={
            "participant": "apprenti",
            "participants": "apprentis",
            "session": "séance",
            "sessions": "séances",
        },
    )
    year = today.year if today.month >= 9 else today.year - 1
    for name, starts_on, ends_on in (
        ("Année 2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("Janvier à mai 2021", date(2021, 1, 1), date(2021, 5, 31)),
        (f"Saison {year}-{year + 1}", date(year, 9, 1), date(year + 1, 8, 31)),
    ):
        programmes.create_season(programme=programme, name=name, starts_on=starts_on, ends_on=ends_on)
    return programme


def create_formats(programme: Programme) -> dict[str, Format]:
    return {
        key: programmes.create_format(programme=programme, rank=rank, **details)
        for rank, (key, details) in enumerate(FORMATS.items())
    }


METHODS = {
    PLUS: "En salle, chacun à son poste. Démonstration, puis pratique sur ses propres fichiers, à deux.",
    TALKS: "Exposé d’une demi-heure, puis vos questions. Le support est envoyé le lendemain.",
    EXAMS: "En petit groupe, sur des sujets des années passées. Chacun passe, chacun écoute.",
    GREEN: "Dehors ou autour d’une table, les mains dedans.",
    MANAGERS: "Entre pairs : un cas apporté par l’un, travaillé par tous, avec une méthode d’entraide.",
}


def sheet_of(text: TopicText) -> dict[str, Any]:
    """The six blocks of a topic, from what is announced of it and from how its format works."""
    points = text.outcomes.splitlines()
    return {
        "promise": text.promise,
        "outcomes": text.outcomes,
        "aims": "Être capable de :\n" + "\n".join(f"– {point}" for point in points),
        "audience": text.audience,
        "methods": METHODS[text.format],
        "steps": "\n".join(
            f"{rank}. {point[0].upper()}{point[1:]}" for rank, point in enumerate(points, start=1)
        ),
        "timing": f"{text.minutes} minutes, en une fois. Les dates sont au programme.",
        "proof": "Présence notée par qui anime, par demi-journée.",
        "minutes": text.minutes,
    }


def create_topics(programme: Programme, formats: Mapping[str, Format], *, at: datetime) -> dict[str, Topic]:
    """The catalogue as the working group published it, each sheet complete."""
    topics = {}
    for text in TEXTS.values():
        topic = catalogue.write_topic(
            programme=programme,
            format=formats[text.format],
            title=text.title,
            by=None,
            at=at,
            **sheet_of(text),
        )
        topics[text.key] = catalogue.publish_topic(topic=topic, by=None, at=at)
    return topics
