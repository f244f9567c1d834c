"""What the host sees in the room: who is expected, who is there, whom one could still add."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance, Presence, Registration, Session, Sitting
from essaim.agenda.rules import Half, half_days, minutes_attended
from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Organisation
from essaim.people.queries.agents import plain
from essaim.ui.dates import duration

FOLDED_FROM = 15
"""Beyond so many people, those who are there fold away."""


@dataclass(frozen=True)
class RollRow:
    """One person of the roll; `status` is empty while nothing is known."""

    agent_id: int
    first_name: str
    name: str
    unit: str
    status: str
    is_registered: bool
    time_text: str = ""
    """Hours of the half-days where the person was present so far; only told when there are several."""


@dataclass(frozen=True)
class Roll:
    """The people of one date, and how many are where."""

    rows: list[RollRow]
    free_seats: int | None

    def _count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def present(self) -> int:
        return self._count(Presence.Status.PRESENT)

    @property
    def excused(self) -> int:
        return self._count(Presence.Status.EXCUSED)

    @property
    def absent(self) -> int:
        return self._count(Presence.Status.ABSENT)

    @property
    def expected(self) -> int:
        return self._count("")

    def _words(self) -> dict[str, str]:
        """Each count in words, where there is something to count."""
        said = {
            "present": (self.present, ngettext("%(n)s présence", "%(n)s présences", self.present)),
            "excused": (self.excused, ngettext("%(n)s excuse", "%(n)s excuses", self.excused)),
            "absent": (self.absent, ngettext("%(n)s absence", "%(n)s absences", self.absent)),
            "expected": (
                self.expected,
                ngettext("%(n)s personne attendue", "%(n)s personnes attendues", self.expected),
            ),
        }
        return {name: text % {"n": count} for name, (count, text) in said.items() if count}

    @property
    def summary(self) -> str:
        """« 6 présences, 1 excuse, 2 personnes attendues »."""
        return ", ".join(self._words().values()) or _("Aucune présence")

    @property
    def hint(self) -> str:
        """What the large figure of the room leaves out: « 1 excuse, 2 personnes attendues, 3 places libres »."""
        words = [text for name, text in self._words().items() if name != "present"]
        if self.free_seats is not None:
            count = self.free_seats
            words.append(ngettext("%(n)s place libre", "%(n)s places libres", count) % {"n": count})
        return ", ".join(words)

    @property
    def is_full(self) -> bool:
        return self.free_seats == 0

    @property
    def is_folded(self) -> bool:
        return self.total > FOLDED_FROM

    @property
    def shown(self) -> list[RollRow]:
        """Everybody on a short roll; on a long one, those about whom something is left to say."""
        return [row for row in self.rows if not (self.is_folded and row.status == Presence.Status.PRESENT)]

    @property
    def folded(self) -> list[RollRow]:
        return [row for row in self.rows if self.is_folded and row.status == Presence.Status.PRESENT]

    def status_of(self, agent_id: int) -> str:
        row = self.row_of(agent_id)
        return row.status if row else ""

    def row_of(self, agent_id: int) -> RollRow | None:
        return next((row for row in self.rows if row.agent_id == agent_id), None)


def sittings_of(session: Session) -> list[Sitting]:
    """The dates of a session in order, each with its site."""
    return list(session.sittings.select_related("site").order_by("starts_at", "pk"))


def halves_of_session(session: Session) -> list[Half]:
    """Every half-day that somebody may sign for, in order."""
    return half_days(sittings_of(session), session.programme.organisation.zone)


def half_at(halves: Sequence[Half], *, at: datetime, wanted: str = "", number: str = "") -> Half:
    """The half-day asked for, else the first one that is not over, else the last one."""
    of_date = [half for half in halves if str(half.sitting.pk) == wanted]
    for half in of_date:
        if str(half.number) == number:
            return half
    waiting = of_date or list(halves)
    return next((half for half in waiting if half.ends_at >= at), waiting[-1])


def roll_of(session: Session, half: Half, halves: Sequence[Half]) -> Roll:
    """Those who hold a seat, agreed to or not yet, and those noted on some half-day, by name, with what was noted."""
    noted: dict[int, dict[tuple[int, int], str]] = {}
    marks = Presence.objects.filter(sitting__session=session).order_by("pk")
    for agent_id, sitting, number, status in marks.values_list("agent_id", "sitting_id", "half", "status"):
        noted.setdefault(agent_id, {})[(sitting, number)] = status
    seated = (Registration.State.CONFIRMED, Registration.State.PENDING)
    confirmed = Registration.objects.filter(session=session, state__in=seated)
    registered = set(confirmed.order_by("pk").values_list("agent_id", flat=True))
    on_this = {pk for pk, marks in noted.items() if half.key in marks}
    people = Agent.objects.filter(pk__in=registered | on_this).select_related("unit", "organisation")
    rows = [
        RollRow(
            agent_id=agent.pk,
            first_name=agent.first_name or agent.last_name,
            name=agent.full_name,
            unit=service_of(agent, session),
            status=noted.get(agent.pk, {}).get(half.key, ""),
            is_registered=agent.pk in registered,
            time_text=_time_text(halves, noted.get(agent.pk, {})),
        )
        for agent in sorted(people, key=lambda agent: (plain(agent.full_name), agent.pk))
    ]
    free = None if session.seats is None else max(session.seats - session.taken, 0)
    return Roll(rows=rows, free_seats=free)


def _time_text(halves: Sequence[Half], marks: dict[tuple[int, int], str]) -> str:
    """« 6 h, 2 demi-journées sur 3 »."""
    there = [half for half in halves if marks.get(half.key) == Presence.Status.PRESENT]
    if len(halves) < 2 or not there:
        return ""
    minutes = minutes_attended(halves, [half.key for half in there])
    return ngettext(
        "%(time)s, %(n)s demi-journée sur %(of)s", "%(time)s, %(n)s demi-journées sur %(of)s", len(there)
    ) % {"time": duration(minutes), "n": len(there), "of": len(halves)}


def service_of(agent: Agent, session: Session) -> str:
    """Where a colleague works; of somebody from elsewhere, the organisation."""
    if agent.organisation_id != session.programme.organisation_id:
        return agent.organisation.name
    return agent.unit.name if agent.unit else ""


def agents_named(
    organisation: Organisation, text: str, *, but: Collection[int] = (), limit: int = 8
) -> list[Agent]:
    """Agents in post whose name holds each word of the text, accents forgiven; none below two letters."""
    words = plain(text).split()
    if len("".join(words)) < 2:
        return []
    names = (
        Agent.objects.filter(organisation=organisation, is_active=True)
        .order_by(*by_name(), "pk")
        .values_list("pk", "first_name", "last_name")
    )
    found = [
        pk
        for pk, first_name, last_name in names
        if pk not in but and all(word in plain(f"{first_name} {last_name}") for word in words)
    ]
    people = Agent.objects.filter(pk__in=found[:limit]).select_related("unit")
    return list(people.order_by(*by_name(), "pk"))


def is_named(agent: Agent, text: str) -> bool:
    """Whether the agent's name holds each word of the text, accents forgiven."""
    return all(word in plain(agent.full_name) for word in plain(text).split())


def people_to_note(session: Session) -> QuerySet[Agent]:
    """Agents of the organisation, and those of partners who registered."""
    registered = Registration.objects.filter(session=session).values("agent")
    ours = Q(organisation=session.programme.organisation_id)
    people: QuerySet[Agent] = Agent.objects.filter(ours | Q(pk__in=registered))
    return people


def rows_named(roll: Roll, text: str) -> list[RollRow]:
    """Those of the roll whose name holds each word of the text."""
    words = plain(text).split()
    return [row for row in roll.rows if words and all(word in plain(row.name) for word in words)]


def readable_code(session: Session) -> str:
    """« TCD-48 »: easier to say aloud and to type than five signs in a row."""
    return f"{session.code[:3]}-{session.code[3:]}"


def presence_count(session: Session) -> int:
    """How many people the closed session keeps as having attended."""
    return Attendance.objects.filter(session=session).count()


def rooms_visible_to(agent: Agent) -> QuerySet[Session]:
    """Sessions whose room the agent may ask for, with what every page of the room names."""
    return Session.objects.visible_to(agent).select_related("programme__organisation", "format")


def person_of_badge(session: Session, text: str) -> Agent | None:
    """Who has exactly this HR number or identifier, among those one may note; nobody when it could be a name."""
    number = text.strip()
    if not number or agents_named(session.programme.organisation, number, limit=1):
        return None
    exact = Q(organisation=session.programme.organisation_id, hr_number=number) | Q(login__iexact=number)
    found = list(people_to_note(session).filter(exact, is_active=True).order_by("pk").distinct()[:2])
    return found[0] if len(found) == 1 else None


def stamp_of(session: Session, *, at: datetime) -> str:
    """What a browser says it has seen: every mark and every step moves the version; a timer moves each minute."""
    return f"{session.version}-{int(at.timestamp()) // 60}"
