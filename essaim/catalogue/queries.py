"""Reading topics, for agents, for authors and for those who run a programme."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.db.models import Case, IntegerField, Max, Prefetch, QuerySet, Value, When
from django.utils.translation import gettext as _

from essaim.catalogue.models import Document, Topic, TopicHost, TopicMove
from essaim.catalogue.signals import half_days_asked
from essaim.kernel.prepared import SeldomForMany
from essaim.kernel.sorting import InFrench, by_name
from essaim.kernel.worktime import WorkCalendar
from essaim.people.models import Agent, Leave
from essaim.people.queries.days import school_days
from essaim.programmes.models import Format, Programme
from essaim.ui.dates import day_of_month, days_between, short_day_name

WEEKS = 3
Taken = Mapping[tuple[date, str], str]
HALVES = ("am", "pm")
HALF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})-(am|pm)")
STATES = (
    Topic.State.PROPOSED,
    Topic.State.DRAFT,
    Topic.State.PUBLISHED,
    Topic.State.DECLINED,
    Topic.State.ARCHIVED,
)
_stem = lru_cache(maxsize=4096)(snowballstemmer.stemmer("french").stemWord)


@dataclass(frozen=True)
class HalfDay:
    """One morning or afternoon that may be tapped."""

    value: str
    half: str
    is_chosen: bool
    why_not: str = ""


@dataclass(frozen=True)
class Day:
    """A day with its two halves, or why it cannot be chosen."""

    day: date
    halves: tuple[HalfDay, ...]
    why_not: str = ""


@dataclass(frozen=True)
class Week:
    """Monday to Friday, under « Du 7 au 11 juin »."""

    title: str
    days: list[Day]
    note: str = ""
    """Which of its days fall in school holidays."""


def topic_to_read(agent: Agent, slug: str) -> Topic | None:
    """The topic at an address with all that its sheet says, if the agent may see it."""
    found = Topic.objects.visible_to(agent).filter(slug=slug)
    return found.select_related("programme__organisation", "format", "author").first()


def topics_to_manage(agent: Agent, *, state: str = "", format_slug: str = "") -> QuerySet[Topic]:
    """Those of the programmes that the agent runs: proposals first, then drafts, then the catalogue."""
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(STATES)),
        output_field=IntegerField(),
    )
    topics = Topic.objects.piloted_by(agent).select_related("format", "author", "programme")
    if state in STATES:
        topics = topics.filter(state=state)
    if format_slug:
        topics = topics.filter(format__slug=format_slug)
    return topics.order_by(rank, InFrench("title"), "pk")


def formats_to_manage(agent: Agent) -> list[Format]:
    mine = Format.objects.filter(programme__in=Programme.objects.piloted_by(agent))
    return list(mine.select_related("programme__organisation").order_by("programme", "rank", "pk"))


def formats_to_propose(agent: Agent) -> list[Format]:
    """What somebody may propose something for: the formats of their organisation's programmes."""
    mine = Format.objects.filter(programme__organisation=agent.organisation_id)
    return list(mine.select_related("programme__organisation").order_by("programme", "rank", "pk"))


def hosts_of(topic: Topic) -> list[Agent]:
    """Who said they can give it and still works here, by name."""
    offers = TopicHost.objects.filter(topic=topic, agent__is_active=True).select_related("agent__unit")
    return [offer.agent for offer in offers.order_by(*by_name("agent__"), "pk")]


def documents_of(topic: Topic) -> list[Document]:
    """Without their content."""
    return list(Document.objects.filter(topic=topic).defer("content").order_by(InFrench("name"), "pk"))


def history_of(topic: Topic) -> list[TopicMove]:
    """The latest first."""
    return list(TopicMove.objects.filter(topic=topic).select_related("by").order_by("-pk"))


def sketch_of(agent: Agent) -> Topic | None:
    return (
        Topic.objects.filter(author=agent, state=Topic.State.SKETCH)
        .select_related("format__programme")
        .first()
    )


def proposals_of(agent: Agent) -> list[Topic]:
    """What somebody proposed, the latest first, each with its `last` word from those who decide."""
    said = TopicMove.objects.exclude(words="").select_related("by").order_by("-pk")
    mine = Topic.objects.filter(author=agent).exclude(state=Topic.State.SKETCH).select_related("format")
    return list(mine.prefetch_related(Prefetch("moves", said, to_attr="said")).order_by("-pk"))


def undecided(programmes: list[int]) -> QuerySet[Topic]:
    """Proposals that nobody has decided and whose author is not asked anything, the oldest first."""
    waiting = Topic.objects.filter(programme__in=programmes, state=Topic.State.PROPOSED, is_asked=False)
    return waiting.select_related("format", "author__unit").order_by("changed_at", "pk")


proposals_waiting = SeldomForMany(undecided)


def close_topics(programme: Programme, title: str) -> list[Topic]:
    """Published topics that share a telling word with a title, the closest first; three at most."""
    wanted = stems_of(title)
    if not wanted:
        return []
    shown = Topic.objects.filter(programme=programme, state=Topic.State.PUBLISHED)
    scored = [
        (len(wanted & stems_of(topic.title)), topic) for topic in shown.order_by(InFrench("title"), "pk")
    ]
    close = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [topic for _score, topic in close[:3]]


def stems_of(text: str) -> set[str]:
    """The telling words of a text, without accent, plural or feminine."""
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return {_stem(word) for word in re.findall(r"[a-z]{4,}", letters)}


def weeks_to_choose(
    agent: Agent, chosen: list[str], *, at: datetime, programme: Programme | None = None
) -> list[Week]:
    """The half-days of the three weeks to come, those already tapped marked; a day that cannot be says why."""
    today = at.astimezone(agent.organisation.zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    mondays = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    days = [first + timedelta(days=shift) for first in mondays for shift in range(5)]
    school = school_days(agent.organisation, days)
    reasons = why_not(agent, days, programme)
    taken = taken_halves(agent, [day for day in days if day not in reasons])
    known = set(chosen)
    return [
        Week(
            week_title(first),
            [day_to_choose(day, known, reasons.get(day, ""), taken) for day in days[place : place + 5]],
            school_note([day for day in days[place : place + 5] if day in school]),
        )
        for place, first in zip(range(0, len(days), 5), mondays, strict=True)
    ]


def why_not(agent: Agent, days: list[date], programme: Programme | None) -> dict[date, str]:
    """Days on which nobody gives a session, or not this person: days off, own absences, the time after the season."""
    calendar = agent.organisation.calendar
    last = programme.seasons.aggregate(last=Max("ends_on"))["last"] if programme else None
    away = Leave.objects.filter(agent=agent, starts_on__lte=days[-1], ends_on__gte=days[0])
    absences = list(away.values_list("starts_on", "ends_on"))
    reasons = {}
    for day in days:
        if not calendar.works_on(day):
            reasons[day] = day_off(calendar, day)
        elif any(first <= day <= end for first, end in absences):
            reasons[day] = _("votre absence")
        elif last and day > last:
            reasons[day] = _("saison terminée")
    return reasons


def day_off(calendar: WorkCalendar, day: date) -> str:
    """Why nobody works that day."""
    if day in calendar.holidays:
        return _("jour férié")
    return _("jour fermé") if day in calendar.closed else _("jour non travaillé")


def taken_halves(agent: Agent, days: list[date]) -> Taken:
    """Half-days that higher parts know to be impossible, each with its reason."""
    answers: Any = half_days_asked.send(sender=Topic, agent=agent, days=days) if days else []
    return {half: reason for _receiver, found in answers for half, reason in found.items()}


def day_to_choose(day: date, chosen: set[str], reason: str, taken: Taken) -> Day:
    if reason:
        return Day(day, (), reason)
    values = {half: f"{day}-{half}" for half in HALVES}
    return Day(
        day,
        tuple(
            HalfDay(value, half, value in chosen, taken.get((day, half), ""))
            for half, value in values.items()
        ),
    )


def school_note(days: list[date]) -> str:
    """« Vacances scolaires : lun. 7, mar. 8. »; days on which one may teach, but fewer come."""
    if not days:
        return ""
    names = ", ".join(f"{short_day_name(day)} {day_of_month(day)}" for day in days)
    return _("Vacances scolaires : %(days)s.") % {"days": names}


def week_title(monday: date) -> str:
    friday = monday + timedelta(days=4)
    return days_between(monday, friday)


def half_days_in_words(values: list[str]) -> list[tuple[date, str]]:
    """Each half-day as its date and its half, in order; what cannot be read is left out."""
    found = (HALF_DAY.fullmatch(str(value)) for value in values)
    return sorted((date.fromisoformat(one[1]), one[2]) for one in found if one)
