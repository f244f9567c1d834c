"""What the calculation says of rules that contradict each other, in words: which, by how much, what to change."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.text import capfirst

from essaim.people.models import Unit
from essaim.ties.counting import tables_for
from essaim.ties.models import Composition, Member
from essaim.ties.queries.names import round_name, table_name
from essaim.ui.words import gettext as _

Fact = Mapping[str, Any]


def conflicts_in_words(composition: Composition) -> list[str]:
    """One sentence per contradiction; what a page cannot say better is told as the rules that take part in it."""
    names = _Names(composition)
    said = (WORDS.get(fact["code"], _rules)(fact, names) for fact in composition.conflicts)
    return [capfirst(sentence) for sentence in said]


class _Names:
    """People, services and tables by the identifiers of the calculation; three queries."""

    def __init__(self, composition: Composition) -> None:
        facts: list[Fact] = composition.conflicts
        self._several = composition.rounds > 1
        coming = Member.objects.filter(composition=composition, is_away=False).count()
        self._tables = tables_for(coming, at_most=composition.table_size)
        keys = {key for fact in facts for key in _keys(fact)}
        members = Member.objects.filter(composition=composition, agent__in=keys).select_related("agent")
        self._people = {str(member.agent_id): member.agent.full_name for member in members.order_by("pk")}
        units = Unit.objects.filter(pk__in=keys).order_by("pk")
        self._units = {str(pk): name for pk, name in units.values_list("pk", "name")}

    def people(self, about: str) -> str:
        return ", ".join(self._people.get(key, "?") for key in about.split(", "))

    def unit(self, about: str) -> str:
        return f"« {self._units.get(about, '?')} »"

    def table(self, group: object) -> str:
        """Groups count from zero, tables from one."""
        return table_name(int(str(group)) + 1, of=self._tables)

    def when(self, fact: Fact) -> str:
        """« Tour 2, », where there are several."""
        turn = fact["values"].get("round")
        return f"{round_name(int(turn) + 1)}, " if self._several and turn is not None else ""


def _keys(fact: Fact) -> Iterable[int]:
    words = f"{fact['about']}, {fact['values'].get('other', '')}".split(", ")
    return (int(word) for word in words if word.isdigit())


def _unit_too_large(fact: Fact, names: _Names) -> str:
    return _(
        "%(unit)s : %(people)s personnes pour %(groups)s tables, à %(most)s au plus par table. "
        "Permettez-en davantage, ou faites des tables plus petites."
    ) % {"unit": names.unit(fact["about"]), **fact["values"]}


def _too_many_apart(fact: Fact, names: _Names) -> str:
    return _(
        "%(names)s ne peuvent pas s’asseoir ensemble : cela fait %(people)s tables, et il y en a %(groups)s. "
        "Faites des tables plus petites, ou laissez la hiérarchie s’asseoir ensemble."
    ) % {"names": names.people(fact["about"]), **fact["values"]}


def _pinned_beyond_size(fact: Fact, names: _Names) -> str:
    return _(
        "%(when)s%(table)s : %(pinned)s personnes épinglées pour %(most)s places. "
        "Retirez une épingle, ou agrandissez les tables."
    ) % {"when": names.when(fact), "table": names.table(fact["about"]), **fact["values"]}


def _pins_leave_too_few(fact: Fact, names: _Names) -> str:
    return _(
        "%(when)sles personnes épinglées remplissent trop certaines tables : il n’en reste plus assez pour les "
        "autres. Retirez quelques épingles."
    ) % {"when": names.when(fact)}


def _pinned_together(fact: Fact, names: _Names) -> str:
    return _(
        "%(when)sdeux épingles placent %(one)s et %(two)s à la même table, mais l’une de ces personnes est "
        "responsable de l’autre. "
        "Retirez une des deux épingles."
    ) % {
        "when": names.when(fact),
        "one": names.people(fact["about"]),
        "two": names.people(str(fact["values"]["other"])),
    }


def _pinned_beyond_unit(fact: Fact, names: _Names) -> str:
    return _(
        "%(when)s%(table)s : %(pinned)s personnes de %(unit)s sont épinglées, pour %(most)s au plus. "
        "Retirez une épingle, ou permettez-en davantage."
    ) % {
        "when": names.when(fact),
        "table": names.table(fact["values"]["group"]),
        "unit": names.unit(fact["about"]),
        "pinned": fact["values"]["pinned"],
        "most": fact["values"]["most"],
    }


def _not_in_time(fact: Fact, names: _Names) -> str:
    return _(
        "Aucune solution n’a été trouvée dans le temps donné : ces règles sont peut-être trop serrées. "
        "Enlevez-en une, ou retirez des épingles."
    )


def _rules(fact: Fact, names: _Names) -> str:
    """The rules that cannot be kept together; each one left out would make it possible."""
    words = {
        "sizes": _("la taille des tables"),
        "pinned": _("les personnes épinglées"),
        "apart": _("personne à la table de sa ou de son responsable"),
        "max_same_unit": _("le nombre de personnes d’un même service"),
    }
    found = [words[rule] for rule in fact["about"].split(", ") if rule in words] or [*words.values()]
    return _(
        "%(when)sces règles ne tiennent pas ensemble : %(rules)s. Enlevez-en une, ou changez la taille des tables."
    ) % {"when": names.when(fact), "rules": " ; ".join(found)}


WORDS: Mapping[str, Callable[[Fact, _Names], str]] = {
    "unit_too_large": _unit_too_large,
    "too_many_apart": _too_many_apart,
    "pinned_beyond_size": _pinned_beyond_size,
    "pins_leave_too_few": _pins_leave_too_few,
    "pinned_together_and_apart": _pinned_together,
    "pinned_beyond_unit": _pinned_beyond_unit,
    "not_found_in_time": _not_in_time,
}
