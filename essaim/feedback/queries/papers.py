"""Sheets of paper of one session: how many, in which state."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Paper, Questionnaire
from essaim.feedback.queries.versions import version_to_ask
from essaim.feedback.rules import Asked


@dataclass(frozen=True)
class Pile:
    """How many sheets were printed, and how many of them are counted."""

    printed: int = 0
    typed: int = 0
    phone: int = 0

    @property
    def progress(self) -> str:
        """« 7 feuilles saisies sur 12 »."""
        text = ngettext("%(n)s feuille saisie sur %(of)s", "%(n)s feuilles saisies sur %(of)s", self.typed)
        return text % {"n": self.typed, "of": self.printed}

    @property
    def on_phones(self) -> str:
        """« 1 autre répondue sur un téléphone »; empty when there is none."""
        text = ngettext(
            "%(n)s autre répondue sur un téléphone", "%(n)s autres répondues sur un téléphone", self.phone
        )
        return text % {"n": self.phone} if self.phone else ""


def hot_questionnaire(session: Session) -> Questionnaire | None:
    """The one asked right after the session."""
    rows = Questionnaire.objects.filter(session=session, wave=Questionnaire.Wave.HOT)
    return rows.select_related("version").first()


def pile_of(session: Session) -> Pile:
    rows = Paper.objects.filter(session=session).values("state").annotate(n=Count("pk")).order_by("state")
    counts = {row["state"]: row["n"] for row in rows}
    states = Paper.State
    return Pile(sum(counts.values()), counts.get(states.TYPED, 0), counts.get(states.PHONE, 0))


def asked_on_paper(session: Session) -> list[Asked]:
    """What its sheets ask."""
    questionnaire = hot_questionnaire(session)
    if questionnaire:
        return rules.asked_by(questionnaire)
    version = version_to_ask(session)
    return rules.read_asked(version.questions) if version else rules.standard_questions()


def typed_text(asked: list[Asked], values: dict[str, str]) -> str:
    """What was typed of a sheet, in the words of its answers: « Oui, vraiment · Non »."""
    words = []
    for question in asked:
        value = values.get(question.name, "")
        if question.values:
            words.append(dict(question.choices)[value] if value else _("sans réponse"))
        elif value:
            words.append(_("« %(word)s »") % {"word": value})
    return " · ".join(words)


def opens_later(code: str) -> bool:
    """A sheet of a session that is not over: its questionnaire is not open yet."""
    return bool(code) and Paper.objects.filter(code=code, session__questionnaires=None).exists()
