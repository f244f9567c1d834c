"""What tells, in one cheap query, whether anything that the cockpit shows has changed.

Finding what needs a person takes dozens of milliseconds; learning that nothing moved takes a fraction of one.
Sessions count every change in their `version` (seats, hosts, dates, presences, answers of managers), and whoever
joins their queue in `last_ticket`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, Model, OuterRef, QuerySet, Subquery, Sum, Value

from essaim.agenda.models import Approval, Attendance, Host, Session
from essaim.catalogue.models import Topic
from essaim.feedback.models import Answer, Questionnaire, Word
from essaim.home.models import SeasonCount, Snooze
from essaim.kernel.prepared import Prepared
from essaim.people.models import Leave, Partnership
from essaim.programmes.models import Programme, Season

Pulse = tuple[tuple[Any, ...], ...]
ONE_SESSION = 1_000_000
"""Added for each session, so that one more is not taken for a change of another."""


def of_programme(model: type[Model], value: Any, programme: str = "programme", **where: Any) -> Subquery:
    """A count or a sum over what belongs to the programme of the row."""
    mine: QuerySet[Any] = QuerySet(model).filter(**{programme: OuterRef("pk")}, **where).order_by()
    return Subquery(mine.values(programme).annotate(value=value).values("value"))


def of_all(model: type[Model], value: Any, **where: Any) -> Subquery:
    """The same over the whole table: databases keep what it takes, or nearly."""
    rows: QuerySet[Any] = QuerySet(model).filter(**where).order_by().annotate(all=Value(1)).values("all")
    return Subquery(rows.annotate(value=value).values("value"))


OPEN = {"session__closed_at": None, "session__cancelled_at": None}
BEATS: dict[str, Subquery] = {
    "sessions": of_programme(Session, Sum(F("version") + F("last_ticket") + ONE_SESSION), closed_at=None),
    "hosts": of_programme(Host, Count("pk"), "session__programme", **OPEN),
    "aside": of_programme(Snooze, Count("pk")),
    "aside_until": of_programme(Snooze, Max("until")),
    "counted": of_programme(SeasonCount, Max("counted_at")),
    "carriers": of_programme(Programme.coordinators.through, Count("pk")),
    "seasons": of_programme(Season, Count("pk")),
    "leaves": of_all(Leave, Count("*")),
    "last_leave": of_all(Leave, Max("pk")),
    "asked": of_all(Approval, Count("*"), state="asked"),
    "last_asked": of_all(Approval, Max("pk")),
    "partners": of_all(Partnership, Count("*"), state="proposed"),
    "last_partner": of_all(Partnership, Max("pk")),
    "reminded": of_all(Questionnaire, Max("reminded_at")),
    "topics": of_programme(Topic, Sum(F("version") + ONE_SESSION)),
    "words": of_all(Word, Count("*"), state="waiting"),
}
FIGURES: dict[str, Subquery] = {
    "open": of_programme(Session, Count("pk"), closed_at=None),
    "attendances": of_all(Attendance, Count("*")),
    "last_attendance": of_all(Attendance, Max("pk")),
    "questionnaires": of_all(Questionnaire, Max("pk")),
    "answers": of_all(Answer, Count("*")),
}


def beats(**programmes: int) -> QuerySet[Programme, tuple[Any, ...]]:
    read = {f"pulse_{name}": value for name, value in (BEATS | FIGURES).items()}
    found = Programme.objects.filter(pk__in=programmes.values()).annotate(**read)
    return found.order_by("pk").values_list("pk", "host_ceiling", *read)


@lru_cache
def prepared_for(count: int) -> Prepared:
    """One for each number of programmes."""
    return Prepared(beats, **dict.fromkeys((f"programme_{place}" for place in range(count)), int))


def pulse_of(programmes: Sequence[Programme]) -> Pulse:
    """The same as long as nothing moved."""
    given = {f"programme_{place}": programme.pk for place, programme in enumerate(programmes)}
    return tuple(prepared_for(len(given))(**given)) if given else ()


def figures_pulse(pulse: Pulse) -> Pulse:
    """What of it the season's figures depend on."""
    return tuple((row[0], *row[-len(FIGURES) :]) for row in pulse)
