"""Reading topics, for agents, for authors and for those who run a programme."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import snowballstemmer
from django.db.models import Case, IntegerField, Max, Prefetch, QuerySet, Value, When
from django.utils.translation import gettext as _

from essaim.catalogue.models import Document, Topic, TopicHost, TopicMove
from essaim.kernel.prepared import PreparedForMany
from essaim.kernel.worktime import is_working_day
from essaim.people.models import Agent, Leave
from essaim.programmes.models import Format, Programme
from essaim.ui.dates import MONTHS

WEEKS = 3
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
    return topics.order_by(rank, "title", "pk")


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
    return [offer.agent for offer in offers.order_by("agent__last_name", "agent__first_name", "pk")]


def documents_of(topic: Topic) -> list[Document]:
    """Without their content."""
    return list(Document.objects.filter(topic=topic).defer("content").order_by("name", "pk"))


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


proposals_waiting = PreparedForMany(undecided)


def close_topics(programme: Programme, title: str) -> list[Topic]:
    """Published topics that share a telling word with a title, the closest first; three at most."""
    wanted = stems_of(title)
    if not wanted:
        return []
    shown = Topic.objects.filter(programme=programme, state=Topic.State.PUBLISHED)
    scored = [(len(wanted & stems_of(topic.title)), topic) for topic in shown.order_by("title", "pk")]
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
    reasons = why_not(agent, days, programme)
    known = set(chosen)
    return [
        Week(
            week_title(first),
            [day_to_choose(day, known, reasons.get(day, "")) for day in days[place : place + 5]],
        )
        for place, first in zip(range(0, len(days), 5), mondays, strict=True)
    ]


def why_not(agent: Agent, days: list[date], programme: Programme | None) -> dict[date, str]:
    """Days on which nobody gives a session, or not this person: holidays, own absences, the time after the season."""
    last = programme.seasons.aggregate(last=Max("ends_on"))["last"] if programme else None
    away = Leave.objects.filter(agent=agent, starts_on__lte=days[-1], ends_on__gte=days[0])
    absences = list(away.values_list("starts_on", "ends_on"))
    reasons = {}
    for day in days:
        if not is_working_day(day, agent.organisation.holidays):
            reasons[day] = _("jour férié")
        elif any(first <= day <= end for first, end in absences):
            reasons[day] = _("votre absence")
        elif last and day > last:
            reasons[day] = _("saison terminée")
    return reasons


def day_to_choose(day: date, chosen: set[str], reason: str) -> Day:
    if reason:
        return Day(day, (), reason)
    return Day(day, tuple(HalfDay(f"{day}-{half}", half, f"{day}-{half}" in chosen) for half in HALVES))


def week_title(monday: date) -> str:
    friday = monday + timedelta(days=4)
    start = "1er" if monday.day == 1 else str(monday.day)
    if monday.month != friday.month:
        start += f" {MONTHS[monday.month - 1]}"
    end = "1er" if friday.day == 1 else str(friday.day)
    return f"Du {start} au {end} {MONTHS[friday.month - 1]}"


def half_days_in_words(values: list[str]) -> list[tuple[date, str]]:
    """Each half-day as its date and its half, in order; what cannot be read is left out."""
    found = (HALF_DAY.fullmatch(str(value)) for value in values)
    return sorted((date.fromisoformat(one[1]), one[2]) for one in found if one)
