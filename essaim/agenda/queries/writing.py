"""Writing to the people of a session: whom one may write to, what was written, what has not left yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from essaim.agenda.models import Session
from essaim.agenda.queries.changes import concerned
from essaim.agenda.rules import NOTES_AFTER, may_write
from essaim.letters import oversight
from essaim.letters.models import Letter
from essaim.letters.queries import letters_of_version
from essaim.people.models import Agent
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

SEATED, WAITING, ALL = "inscrits", "attente", "tous"
MOST_NAMES = 3


@dataclass(frozen=True)
class Audience:
    """Some of the people of a session, to be written to."""

    slug: str
    label: str
    agents: list[Agent]

    @property
    def count(self) -> int:
        return len(self.agents)

    @property
    def said(self) -> str:
        """What the button promises: to whom, and to how many."""
        return f"{self.slug}:{self.count}"

    @property
    def on_paper(self) -> int:
        return sum(not agent.email for agent in self.agents)

    @property
    def hint(self) -> str:
        """« 8 par courriel, 2 sur papier »; nothing when everybody has an e-mail."""
        if not self.on_paper:
            return ""
        paper = ngettext("%(n)s sur papier", "%(n)s sur papier", self.on_paper) % {"n": self.on_paper}
        by_mail = self.count - self.on_paper
        mail = ngettext("%(n)s par courriel", "%(n)s par courriel", by_mail) % {"n": by_mail}
        return ", ".join(([mail] if by_mail else []) + [paper])


def audiences_of(session: Session, *, at: datetime) -> list[Audience]:
    """Those that hold somebody: people with a seat, people who wait while there is something to wait for, all."""
    people = concerned(session)
    seated = _active(row.agent for row in people.seated)
    waiting = [] if session.ends_at <= at else _active(row.agent for row in people.waiting)
    hosts = _active(people.hosts)
    is_over = session.ends_at <= at
    everybody = Audience(ALL, _label_of_all(hosts, others=bool(seated or waiting)), seated + waiting + hosts)
    found = [
        Audience(SEATED, _label_of_seated(len(seated), is_over=is_over), seated),
        Audience(
            WAITING,
            ngettext("À la personne qui attend", "Aux %(n)s qui attendent", len(waiting))
            % {"n": len(waiting)},
            waiting,
        ),
    ]
    if all(everybody.count > one.count for one in found):
        found.append(everybody)
    return [one for one in found if one.count]


def _active(agents: Iterable[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.is_active]


def _label_of_seated(count: int, *, is_over: bool) -> str:
    if is_over:
        return ngettext(
            "À la personne qui était inscrite", "Aux %(n)s personnes qui étaient inscrites", count
        ) % {"n": count}
    return ngettext("À la personne inscrite", "Aux %(n)s inscrits", count) % {"n": count}


def _label_of_all(hosts: Sequence[Agent], *, others: bool) -> str:
    names = _and(hosts)
    if not hosts:
        return _("À tous")
    if len(hosts) > MOST_NAMES:
        names = _("celles et ceux qui animent")
    return (_("À tous, et à %(names)s") if others else _("À %(names)s")) % {"names": names}


def _and(hosts: Sequence[Agent]) -> str:
    names = [host.full_name for host in hosts]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def why_not_write(session: Session, audiences: Sequence[Audience], *, at: datetime) -> str:
    """Why nobody can be written to now, and what is still possible; empty when one can write."""
    if session.published_at is None:
        return _("Cette séance est un brouillon. Touchez d’abord « Publier », puis écrivez.")
    if session.cancelled_at:
        return _(
            "Cette séance est annulée : chaque personne concernée a reçu une lettre avec votre raison. "
            "Pour ajouter un mot, écrivez-leur une par une, depuis votre messagerie."
        )
    if not may_write(session, at):
        return _(
            "Cette séance est terminée depuis plus de %(days)s jours : on n’écrit plus d’ici à ses participants. "
            "Les lettres parties restent à relire."
        ) % {"days": NOTES_AFTER.days}
    if not audiences:
        return _("Personne n’est inscrit, n’attend ou n’anime encore : il n’y a personne à qui écrire.")
    return ""


def letters_sent(session: Session, reader: Agent) -> int:
    """How many letters about it have left, as the page of messages counts them."""
    letters = oversight.narrowed(oversight.letters_seen_by(reader), oversight.Asked(cause=session.cause))
    return letters.filter(oversight.BOXES["parties"]).count()


@dataclass
class Leaving:
    """A message that has not left yet."""

    version: str
    subject: str
    due_at: datetime
    people: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.people)


def notes_leaving(session: Session, *, at: datetime) -> list[Leaving]:
    """The messages of which a letter may still be taken back, the latest first."""
    in_hand = Q(is_leaving=True, leased_until__gt=at)
    rows = Letter.objects.filter(~in_hand, cause=session.note_cause, state=Letter.State.TO_SEND)
    found: dict[str, Leaving] = {}
    for letter in rows.order_by("-created_at", "-pk"):
        version = version_of(letter)
        one = found.setdefault(version, Leaving(version, letter.subject, letter.due_at))
        one.people.append(letter.agent_id)
    return list(found.values())


def version_of(letter: Letter) -> str:
    """The version under which one press wrote this letter, or the letter that it repeats."""
    return letter.key.partition(":again-")[0].rpartition(":")[2]


def words_of_note(session: Session, version: str) -> dict[str, str]:
    """What was typed in a message that was taken back, to be taken up again."""
    letters = letters_of_version(cause=session.note_cause, kind=Letter.Kind.NOTE, version=version)
    letter = letters.filter(state=Letter.State.CANCELLED).order_by("pk").first()
    if letter is None or not letter.about:
        return {}
    return {"subject": letter.subject, "text": letter.body.removesuffix(letter.about["text"]).strip()}
