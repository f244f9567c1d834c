"""What a respondent's token is, what a questionnaire asks, and when answers are enough to be shown."""

import hashlib
import hmac
import re
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.agenda.models import Session
from essaim.feedback.models import Answer, Invitation, Kind, Questionnaire, Wave

QUESTIONS: dict[str, type[Answer.Useful | Answer.Use | Answer.Next]] = {
    "useful": Answer.Useful,
    "use": Answer.Use,
    "next": Answer.Next,
}
"""The three standard questions, in order, each with the values it may take. Their meaning never changes."""
COLUMNS = (*QUESTIONS, "transfer")
"""The names whose answers stand on the sheet itself."""

QUESTION_TEXTS = {
    "useful": gettext_lazy("Avez-vous appris quelque chose d’utile pour votre travail ?"),
    "use": gettext_lazy("Allez-vous vous en servir ce mois-ci ?"),
    "next": gettext_lazy("Et maintenant ?"),
}
ICONS = {
    "useful": ("smile", "meh", "frown"),
    "use": ("check", "clock", "frown"),
    "next": ("book", "bulb", "check"),
    "transfer": ("check-round", "clock", "minus"),
}
CODE_SIGNS, CODE_LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 8
"""Of a sheet of paper: signs that nobody takes for one another, and too many to be guessed."""
SCALE = ("1", "2", "3", "4", "5")
SIGNS = 500
"""How long a free word may be."""
MOST, FEWEST_SECONDS, LONG_SECONDS = 6, 5, 30
SECONDS = {Kind.TILES: 5, Kind.SCALE: 5, Kind.TEXT: 20}


@dataclass(frozen=True)
class Asked:
    """One question as it was worded when it was asked."""

    name: str
    kind: str
    text: str
    labels: tuple[str, ...] = ()
    """Three for tiles; both ends of a scale."""
    icons: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """What may be answered; nothing for a free word."""
        if self.name in QUESTIONS:
            return tuple(QUESTIONS[self.name].values)
        if self.name == "transfer":
            return tuple(Answer.Transfer.values)
        return {Kind.TILES: ("1", "2", "3"), Kind.SCALE: SCALE}.get(Kind(self.kind), ())

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each value with its words; the middle of a scale says its number."""
        if self.kind == Kind.SCALE:
            low, high = self.labels
            return [("1", f"1 – {low}"), *((value, value) for value in SCALE[1:-1]), ("5", f"5 – {high}")]
        return list(zip(self.values, self.labels, strict=True))

    def stored(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "text": self.text,
            "labels": list(self.labels),
            "icons": list(self.icons),
        }


def read_asked(stored: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions of a version, as they were kept."""
    return [
        Asked(row["name"], row["kind"], row["text"], tuple(row["labels"]), tuple(row["icons"]))
        for row in stored
    ]


def standard_questions() -> list[Asked]:
    """The three that Essaim brings, asked as long as a programme has not written its own."""
    return [
        Asked(name, Kind.TILES, str(QUESTION_TEXTS[name]), tuple(map(str, kind.labels)), ICONS[name])
        for name, kind in QUESTIONS.items()
    ]


def cold_question() -> Asked:
    """The only one asked some weeks later."""
    labels = tuple(map(str, Answer.Transfer.labels))
    return Asked("transfer", Kind.TILES, _("Vous en servez-vous ?"), labels, ICONS["transfer"])


def brought(wave: str) -> list[Asked]:
    """What Essaim asks by itself, right after or some weeks later."""
    return [cold_question()] if wave == Wave.COLD else standard_questions()


def asked_by(questionnaire: Questionnaire) -> list[Asked]:
    """What this questionnaire asks, in the words of its opening; what Essaim brought, in the reader's language."""
    version = questionnaire.version
    return (
        [spoken(asked) for asked in read_asked(version.questions)] if version else brought(questionnaire.wave)
    )


def spoken(asked: Asked) -> Asked:
    """A question of Essaim, where a programme kept its words, has its English; what a programme wrote stays so."""
    if asked.name not in COLUMNS:
        return asked
    labels = tuple(_(label) if label else label for label in asked.labels)
    return replace(asked, text=_(asked.text) if asked.text else asked.text, labels=labels)


def seconds_of(asked: Collection[Asked]) -> int:
    """How long answering takes: some seconds to arrive, then so many per question."""
    return FEWEST_SECONDS + sum(SECONDS[Kind(question.kind)] for question in asked)


def fault_in(asked: Collection[Asked], wave: str = Wave.HOT) -> str:
    """Why these questions cannot be asked, in a sentence; empty when they can."""
    names = [question.name for question in asked]
    if (wave == Wave.COLD and names != ["transfer"]) or (wave == Wave.HOT and "transfer" in names):
        return _("Se servir de ce qu’on a appris se demande quelques semaines après, et rien d’autre avec.")
    if any(not question.text.strip() or not all(question.labels) for question in asked):
        return _("Il manque des mots : écrivez chaque question et chaque réponse.")
    return "" if wave == Wave.COLD else _fault_in_several(asked, names)


def _fault_in_several(asked: Collection[Asked], names: list[str]) -> str:
    if len(asked) > MOST:
        return _("Six questions au plus : retirez-en pour rester bref.")
    if "useful" not in names:
        return _("La question de l’utilité ne se retire pas : le taux d’Impact en dépend.")
    if len(set(names)) < len(names):
        return _("Une question figure deux fois : retirez l’une des deux.")
    if sum(question.kind == Kind.TEXT for question in asked) > 1:
        return _("Un seul mot libre par questionnaire : sinon cinq mots ne seraient plus cinq personnes.")
    return ""


def make_token(questionnaire: Questionnaire, agent_id: int) -> str:
    """The address that only this person receives; it can be made only while the secret lives."""
    if not questionnaire.secret:
        return ""
    digest = hmac.digest(questionnaire.secret.encode(), str(agent_id).encode(), hashlib.sha256)
    return f"{questionnaire.pk}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


def make_key(token: str) -> uuid.UUID:
    """Where the answers of a token are kept while the questionnaire is open."""
    return uuid.UUID(bytes=hashlib.sha256(token.encode()).digest()[:16])


def read_code(text: str) -> str:
    """The code of a sheet as it is kept, however it was typed; empty when it cannot be one."""
    code = re.sub(r"[\s.\-–]", "", text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS) else ""


def spaced_code(code: str) -> str:
    """« K7M4 PXQ2 »: easier to read and to type than eight signs in a row."""
    return f"{code[:4]} {code[4:]}"


def owner_of(
    token: str, questionnaire: Questionnaire, invitations: Iterable[Invitation]
) -> Invitation | None:
    """The invitation that a token belongs to; every one is compared, in constant time."""
    found = None
    for invitation in invitations:
        if invitation.agent_id is None:
            continue
        if hmac.compare_digest(make_token(questionnaire, invitation.agent_id).encode(), token.encode()):
            found = invitation
    return found


def is_open(questionnaire: Questionnaire, at: datetime) -> bool:
    return questionnaire.closed_at is None and at < questionnaire.closes_at


def may_print(session: Session, questionnaire: Questionnaire | None, at: datetime) -> bool:
    """Sheets of paper: from its publication until the questionnaire closes."""
    if session.published_at is None or session.cancelled_at:
        return False
    return is_open(questionnaire, at) if questionnaire else session.closed_at is None


def are_enough(counts: Mapping[str, int], threshold: int, names: Iterable[str] = tuple(QUESTIONS)) -> bool:
    """Every question has as many answers as the organisation demands."""
    return all(counts[question] >= threshold for question in names)


def standing_names(asked: Iterable[Asked]) -> str:
    """The questions whose answers stay together on one sheet: what a bundle of sheets says it asked."""
    names = {question.name for question in asked}
    return " ".join(name for name in COLUMNS if name in names)


def words_on(topic: int | None) -> str:
    """How the batches of free words on a topic begin; those of sessions without a topic stay with their format."""
    return f"words:{topic or 0}:"
