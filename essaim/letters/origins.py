"""Where letters come from: what higher parts say of the causes that they write letters about.

The cause of a letter begins with a word (`session` in `session:12`). Whoever owns the rows behind that word registers
an `Origin`, which tells to which programmes they belong, how they are called, and why a letter was written. A letter
whose cause nobody registered is shown to nobody but its addressee.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from essaim.letters.models import Letter
from essaim.programmes.models import Programme

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class About:
    """What a letter is about, for a list: its name, the page that shows it, and the cause to filter by."""

    title: str
    path: str
    cause: str


class Origin:
    """Rows that letters are written about; one query at most for each answer, whatever the number of causes."""

    of_employer = False
    """Its letters belong to no programme: those who run one at the addressee's employer see them."""

    def causes_in(self, programmes: QuerySet[Programme]) -> Iterable[QuerySet[Any, Any]]:
        """The causes of the rows that belong to these programmes, as queries of one column."""
        return ()

    def causes_named(self, words: Collection[str]) -> Iterable[QuerySet[Any, Any]]:
        """The causes of the rows whose name holds every one of these words, without case or accents."""
        return ()

    def causes_about(self, cause: str) -> Iterable[QuerySet[Any, Any]]:
        """Its causes that concern the row of this one, which may be of another origin."""
        return ()

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        """What these causes are about; one that is about nothing worth a link is left out."""
        return {}

    def why(self, letter: Letter) -> str:
        """The reason of one letter, in a sentence; empty when its row is gone."""
        return ""

    def why_untrue(self, letter: Letter, *, at: datetime) -> str:
        """Why what the letter says holds no more, in words; empty while it holds."""
        return ""

    def settle(self, letter: Letter) -> None:
        """Hold the row behind the letter until the transaction ends, so that its reason does not go meanwhile."""

    def attached(self, letter: Letter) -> list[str]:
        """What travelled with the letter, or will, in words; reading it writes nothing."""
        return []


ORIGINS: dict[str, Origin] = {}


def register(word: str, origin: Origin) -> None:
    """Say what stands behind the causes that begin with this word."""
    ORIGINS[word] = origin


def origin_of(cause: str) -> Origin:
    """Of a cause that nobody registered, an origin that says nothing."""
    return ORIGINS.get(cause.partition(":")[0], NOWHERE)


NOWHERE = Origin()


def causes_of(rows: QuerySet[Any], prefix: str, suffix: str = "") -> QuerySet[Any, Any]:
    """Rows as the causes of their letters, `session:12` for the twelfth session, inside the database."""
    named = Concat(
        Value(f"{prefix}:"), Cast("pk", CharField()), Value(suffix), output_field=CharField(max_length=100)
    )
    causes: QuerySet[Any, Any] = rows.annotate(letters_cause=named).order_by().values("letters_cause")
    return causes


def number_in(cause: str) -> int:
    """12 in `session:12`; 0, which no row bears, when there is none."""
    number = cause.split(":")[1] if ":" in cause else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0


def rows_behind(causes: Collection[str], rows: QuerySet[Row]) -> dict[str, Row]:
    """The row that each of these causes names, in one query."""
    numbers = {cause: number_in(cause) for cause in causes}
    found = rows.in_bulk(set(numbers.values()))
    return {cause: found[number] for cause, number in numbers.items() if number in found}


def within(programmes: QuerySet[Programme], organisations: Collection[int]) -> Q:
    """Letters about what belongs to these programmes, and those of no programme to people of these employers."""
    wanted = Q(pk__in=[])
    for word, origin in ORIGINS.items():
        if origin.of_employer:
            wanted |= Q(cause__startswith=f"{word}:", agent__organisation__in=organisations)
        for causes in origin.causes_in(programmes):
            wanted |= Q(cause__in=causes)
    return wanted


def named(words: Collection[str]) -> Q:
    """Letters about what bears a name with every one of these words."""
    wanted = Q(pk__in=[])
    for origin in ORIGINS.values():
        for causes in origin.causes_named(words):
            wanted |= Q(cause__in=causes)
    return wanted


def about(cause: str) -> Q:
    """Letters that concern this row, whatever wrote them."""
    wanted = Q(cause=cause)
    for origin in ORIGINS.values():
        for causes in origin.causes_about(cause):
            wanted |= Q(cause__in=causes)
    return wanted


def abouts_of(causes: Iterable[str]) -> dict[str, About]:
    """What each of these causes is about; one query for each origin among them."""
    by_word: dict[str, set[str]] = defaultdict(set)
    for cause in causes:
        by_word[cause.partition(":")[0]].add(cause)
    found: dict[str, About] = {}
    for word, mine in sorted(by_word.items()):
        found |= ORIGINS.get(word, NOWHERE).abouts(mine)
    return found


class OfEmployer(Origin):
    """Letters that belong to no programme: those who run one at the addressee's employer see that they exist."""

    of_employer = True


def why_untrue(letter: Letter, *, at: datetime) -> str:
    return origin_of(letter.cause).why_untrue(letter, at=at)
