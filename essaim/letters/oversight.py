"""Reading letters for those who run a programme: what will leave, what left, what did not, and the life of each."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import Resolver404, resolve

from essaim.kernel.numbers import sent_number
from essaim.kernel.sorting import InFrench, bare
from essaim.letters import emails, origins
from essaim.letters.models import Letter, Stop
from essaim.letters.origins import About
from essaim.letters.seals import UNTOLD, is_open
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.dates import NBSP
from essaim.ui.words import gettext as _
from essaim.ui.words import gettext_lazy, ngettext, said

State = Letter.State
FEW = 5
LONGEST = 100
BOXES = {
    "a-venir": Q(state=State.TO_SEND, held_at=None),
    "retenues": Q(state=State.TO_SEND, held_at__isnull=False),
    "parties": Q(state=State.SENT),
    "a-reprendre": Q(state__in=(State.FAILED, State.BOUNCED)),
    "annulees": Q(state=State.CANCELLED),
}
BOX_NAMES = {
    "a-venir": gettext_lazy("À venir"),
    "retenues": gettext_lazy("Retenues"),
    "parties": gettext_lazy("Parties"),
    "a-reprendre": gettext_lazy("À reprendre"),
    "annulees": gettext_lazy("Annulées"),
}
ALWAYS_SHOWN = ("a-venir", "parties", "a-reprendre")


@dataclass(frozen=True)
class Asked:
    """What a page of letters is asked to show; what makes no sense asks for nothing."""

    box: str = ""
    kind: str = ""
    cause: str = ""
    person: int = 0
    search: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        """From the address of the page."""
        texts = {name: given.get(name, "").replace("\x00", "")[:LONGEST].strip() for name in given}
        box, kind = texts.get("etat", ""), texts.get("nature", "")
        return cls(
            box=box if box in BOXES else "",
            kind=kind if kind in Letter.Kind.values else "",
            cause=texts.get("sur", ""),
            person=sent_number(texts.get("personne", "")),
            search=texts.get("q", ""),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is asked for."""
        return self != Asked(box=self.box)


def letters_seen_by(agent: Agent) -> QuerySet[Letter]:
    """Letters of the programmes that the agent runs, and of no programme to people of the same employer.

    Reminders of questionnaires are not among them: who gets one has not answered.
    """
    letters = Letter.objects.exclude(kind__in=UNTOLD).select_related("agent__organisation", "held_by")
    if agent.is_platform_administrator:
        return letters
    programmes = Programme.objects.piloted_by(agent)
    return letters.filter(origins.within(programmes, [agent.organisation_id]))


def narrowed(letters: QuerySet[Letter], asked: Asked) -> QuerySet[Letter]:
    """Those that the page asks for, in any state."""
    if asked.kind:
        letters = letters.filter(kind=asked.kind)
    if asked.person:
        letters = letters.filter(agent=asked.person)
    if asked.cause:
        letters = letters.filter(origins.about(asked.cause))
    words = bare(asked.search.casefold()).split()
    if words:
        full_name = InFrench(Concat("agent__first_name", Value(" "), "agent__last_name"))
        letters = letters.annotate(full_name=full_name)
        of_person = Q()
        for word in words:
            of_person &= Q(full_name__contains=word)
        letters = letters.filter(of_person | origins.named(words))
    return letters


def in_order(letters: QuerySet[Letter], box: str) -> QuerySet[Letter]:
    """What is to come, the soonest first; all the rest, the latest first."""
    if box:
        letters = letters.filter(BOXES[box])
    if box in {"a-venir", "retenues"}:
        return letters.order_by("due_at", "pk")
    return letters.order_by(Coalesce("sent_at", "due_at").desc(), "-pk")


@dataclass(frozen=True)
class Tab:
    box: str
    name: str
    count: int


@dataclass(frozen=True)
class Counts:
    """How many letters each tab holds."""

    tabs: tuple[Tab, ...]
    total: int

    @property
    def stuck(self) -> int:
        return self.of("a-reprendre")

    def of(self, box: str) -> int:
        return next((tab.count for tab in self.tabs if tab.box == box), 0)


def counts_of(letters: QuerySet[Letter], asked: Asked) -> Counts:
    """In one query; a tab that is rarely needed is shown when it holds something."""
    wanted = {f"n_{number}": Count("pk", filter=which) for number, which in enumerate(BOXES.values())}
    found = letters.order_by().aggregate(total=Count("pk"), **wanted)
    tabs = [Tab(box, str(BOX_NAMES[box]), found[f"n_{number}"]) for number, box in enumerate(BOXES)]
    shown = [tab for tab in tabs if tab.count or tab.box in ALWAYS_SHOWN or tab.box == asked.box]
    return Counts(tuple(shown), found["total"])


@dataclass(frozen=True)
class Chip:
    """A state, in a word, a colour and a sign."""

    label: str
    tone: str
    sign: str


def chip_of(letter: Letter) -> Chip:
    """What became of a letter."""
    if letter.is_held:
        return Chip(_("Retenue"), "warn", "clock")
    return {
        State.TO_SEND: Chip(_("À venir").replace(" ", NBSP), "info", "clock"),
        State.SENT: Chip(_("Partie"), "ok", "check"),
        State.CANCELLED: Chip(_("Annulée"), "", "close"),
        State.FAILED: Chip(_("En échec"), "danger", "warning"),
        State.BOUNCED: Chip(_("Non distribuée"), "danger", "warning"),
    }[State(letter.state)]


def kind_of(letter: Letter) -> str:
    """« Place réservée », in the words of the programme that speaks."""
    label = said(str(letter.get_kind_display()))
    return label[:1].upper() + label[1:]


@dataclass(frozen=True)
class Line:
    """A letter in a list: its fact when it may be read, else its kind alone."""

    letter: Letter
    about: About | None

    @property
    def is_open(self) -> bool:
        return is_open(self.letter.kind)

    @property
    def title(self) -> str:
        return self.letter.subject if self.is_open else kind_of(self.letter)

    @property
    def chip(self) -> Chip:
        return chip_of(self.letter)

    @property
    def moment(self) -> datetime:
        return self.letter.sent_at or self.letter.due_at

    @property
    def may_be_held(self) -> bool:
        return self.is_open and self.letter.state == State.TO_SEND and not self.letter.is_held


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """With what each is about, in one query for each sort of thing."""
    found = list(letters)
    abouts = origins.abouts_of(letter.cause for letter in found)
    return [Line(letter, abouts.get(letter.cause)) for letter in found]


@dataclass(frozen=True)
class Overview:
    """The first page: what did not arrive, what leaves next, what left last."""

    stuck: list[Line]
    coming: list[Line]
    left: list[Line]


def overview_of(letters: QuerySet[Letter]) -> Overview:
    boxes = [list(in_order(letters, box)[:FEW]) for box in ("a-reprendre", "a-venir", "parties")]
    lines = iter(lines_of(letter for box in boxes for letter in box))
    stuck, coming, left = ([next(lines) for _letter in box] for box in boxes)
    return Overview(stuck, coming, left)


def narrowing_of(letters: QuerySet[Letter], asked: Asked) -> str:
    """The session or the person that the list is narrowed to, by name; empty when none is, or no letter tells."""
    if asked.cause and letters.exists():
        about = origins.abouts_of([asked.cause]).get(asked.cause)
        return about.title if about else ""
    if asked.person:
        first = letters.order_by("pk").first()
        return first.agent.full_name if first else ""
    return ""


def kinds_to_ask_for() -> list[tuple[str, str]]:
    """Every kind that may be listed, by its name."""
    names = [(kind.value, said(str(kind.label))) for kind in Letter.Kind if kind not in UNTOLD]
    return sorted(names, key=lambda pair: bare(pair[1]))


def headline(counts: Counts) -> str:
    """What the page says first."""
    if counts.stuck:
        said_so = ngettext(
            "%(count)s lettre n’est pas arrivée", "%(count)s lettres ne sont pas arrivées", counts.stuck
        )
        return said_so % {"count": counts.stuck}
    return _("Aucune lettre n’est revenue") if counts.of("parties") else _("Messages")


def is_personal(path: str) -> bool:
    """Whether who has this address acts in the addressee's name: it opens without signing in and bears a secret."""
    try:
        match = resolve(urlsplit(path).path)
    except (Resolver404, ValueError):  # no page, or no address at all
        return True
    return bool(match.kwargs) and not getattr(match.func, "login_required", True)


@dataclass(frozen=True)
class Shown:
    """An open letter as somebody else may read it: nothing in it acts in its addressee's name."""

    subject: str
    paragraphs: list[str]
    action_label: str
    action_path: str
    """Empty when there is no button, or when the button is the addressee's alone."""
    is_masked: bool


def masked(letter: Letter) -> Letter:
    """The letter without its addressee's own links, for a reading that is not kept."""
    site = re.escape(settings.SITE_URL.rstrip("/"))
    addresses = re.compile(rf"{site}(/[^\s<>»]*)" if site else r"(?!)")
    told = copy(letter)
    told.body = addresses.sub(
        lambda found: _("[lien personnel]") if is_personal(found[1]) else found[0], letter.body
    )
    if letter.action_path and is_personal(letter.action_path):
        told.action_path = ""
    return told


def shown(letter: Letter) -> Shown:
    """What the page of an open letter shows of it."""
    told = masked(letter)
    return Shown(
        subject=emails.subject_of(told),
        paragraphs=emails.paragraphs(told),
        action_label=told.action_label,
        action_path=told.action_path,
        is_masked=bool(letter.action_path) and not told.action_path,
    )


@dataclass(frozen=True)
class Step:
    """A moment in the life of a letter."""

    name: str
    moment: datetime | None = None
    text: str = ""
    css: str = ""


def life_of(letter: Letter, *, at: datetime) -> list[Step]:
    """What happened to the letter, in order, and what comes next."""
    steps = [Step(_("Écrite"), letter.created_at, css="is-past")]
    if letter.attempts and letter.state != State.SENT:
        tries = ngettext("%(count)s essai sans succès", "%(count)s essais sans succès", letter.attempts)
        steps.append(Step(tries % {"count": letter.attempts}, text=letter.error, css="is-past"))
    return [*steps, _last_step(letter, at=at)]


def _last_step(letter: Letter, *, at: datetime) -> Step:
    if letter.is_held:
        by = letter.held_by.full_name if letter.held_by else ""
        return Step(_("Retenue"), letter.held_at, text=_("Par %(name)s.") % {"name": by} if by else "")
    if letter.state == State.SENT:
        return Step(_("Partie"), letter.sent_at, text=_how_it_left(letter))
    if letter.state == State.CANCELLED:
        return Step(_("Annulée"), text=_("Sa raison a disparu avant son départ."))
    if letter.state == State.TO_SEND:
        later = letter.leased_until if letter.leased_until and letter.error else None
        return Step(_("Prochain essai") if later else _("Départ"), later or letter.due_at, css="is-next")
    if letter.state == State.BOUNCED:
        return Step(_("Non distribuée"), text=_("Le serveur ne connaît pas cette adresse."))
    return Step(_("En échec"), text=_("Elle ne repartira pas d’elle-même."))


def _how_it_left(letter: Letter) -> str:
    stopped = letter.family and Stop.objects.filter(agent=letter.agent, family=letter.family).exists()
    if settings.EMAIL_IS_KEPT or stopped or not letter.agent.email:
        return _("Dans Mes messages, où cette personne la lit.")
    if letter.attempts > 1:
        tries = ngettext("Au bout de %(count)s essai.", "Au bout de %(count)s essais.", letter.attempts)
        return tries % {"count": letter.attempts}
    return _("Reçue par le serveur de courriel au premier essai.")


def copy_of(letter: Letter) -> Letter | None:
    """The version that was sent after this one, if any leaves or left."""
    return Letter.objects.filter(key=letter.next_key).exclude(state=State.CANCELLED).first()
