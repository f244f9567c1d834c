"""What the parts below ask of the agenda."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.dispatch import receiver

from essaim.agenda.models import Entry
from essaim.agenda.operations.entries import entry_for
from essaim.agenda.origins import ApprovalOrigin, NoteOrigin, SessionOrigin
from essaim.agenda.queries.halves import Half, taken_halves
from essaim.catalogue.signals import half_days_asked
from essaim.letters import origins
from essaim.letters.enclosures import Enclosure, encloses, travelled_with
from essaim.letters.models import Letter
from essaim.people.models import Agent

CALENDAR = "text/calendar; method={}"


@receiver(half_days_asked)
def say_what_is_taken(agent: Agent, days: list[date], **kwargs: Any) -> dict[Half, str]:
    return taken_halves(agent, days)


@encloses("session")
def calendar_of(letter: Letter) -> Iterator[Enclosure]:
    """The entry for the addressee's calendar; where some dates stay and others go, the latter in a file apart."""
    yield from _files_of(entry_for(letter))


@travelled_with("session")
def calendar_sent(letter: Letter) -> Iterator[Enclosure]:
    yield from _files_of(Entry.objects.filter(letter=letter).first())


def _files_of(entry: Entry | None) -> Iterator[Enclosure]:
    if entry is None:
        return
    if entry.request:
        yield Enclosure(entry.request, CALENDAR.format("REQUEST"), name="rendez-vous.ics", offered=True)
    if entry.cancel:
        kind = CALENDAR.format("CANCEL")
        yield Enclosure(entry.cancel, kind, name="dates-annulees.ics", offered=not entry.request)


origins.register("session", SessionOrigin())
origins.register("note", NoteOrigin())
origins.register("approval", ApprovalOrigin())
origins.register("team", origins.OfEmployer())
origins.register("conflict", origins.OfEmployer())
