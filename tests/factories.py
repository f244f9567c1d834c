"""Build objects with sensible defaults; a test states only what matters to it."""

from datetime import UTC, date, datetime, timedelta

import factory

from essaim.agenda.models import Session, Sitting
from essaim.people.models import Agent, Organisation, Posting, Unit
from essaim.programmes.models import Format, Programme

NOW = datetime(2030, 2, 1, 9, tzinfo=UTC)  # a Friday, 10 h in Paris


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    name = "Ville de Caluire-et-Cuire"
    slug = "caluire"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Service {n}")


class AgentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agent

    organisation = factory.SubFactory(OrganisationFactory)
    login = factory.Sequence(lambda n: f"agent{n}")
    hr_number = factory.Sequence(lambda n: f"{n:06}")
    first_name = "Nadia"
    last_name = factory.Sequence(lambda n: f"Benali {n}")
    email = factory.LazyAttribute(lambda a: f"{a.login}@caluire.example")


class PostingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Posting

    agent = factory.SubFactory(AgentFactory)
    unit = factory.SubFactory(UnitFactory)
    category = "C"
    starts_on = date(2020, 1, 1)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme
        django_get_or_create = ("slug",)

    organisation = factory.SubFactory(OrganisationFactory)
    name = "TRUC²"
    slug = "truc2"


class FormatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Format
        django_get_or_create = ("programme", "slug")

    programme = factory.SubFactory(ProgrammeFactory)
    name = "Un truc² en +"
    slug = "un-truc-en-plus"


class SessionFactory(factory.django.DjangoModelFactory):
    """A published session four weeks away, with one sitting of two hours."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    format = factory.SubFactory(FormatFactory)
    programme = factory.SelfAttribute("format.programme")
    title = factory.Sequence(lambda n: f"Atelier {n}")
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    code = factory.Sequence(lambda n: f"{n:05}")
    seats = 12
    starts_at = NOW + timedelta(days=28)
    ends_at = factory.LazyAttribute(lambda s: s.starts_at + timedelta(hours=2))
    published_at = NOW - timedelta(days=10)

    @factory.post_generation
    def sitting(self, create, extracted, **kwargs):
        Sitting.objects.create(session=self, starts_at=self.starts_at, ends_at=self.ends_at, **kwargs)
