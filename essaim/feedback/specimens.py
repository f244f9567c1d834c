"""The questionnaire's parts in each of their states, for the page of components."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy

from essaim.feedback.models import Kind
from essaim.feedback.queries.answering import Question, questions
from essaim.feedback.rules import Asked
from essaim.ui.specimens import Specimen, specimens
from essaim.ui.words import gettext as _

TAP = "/avis/"


def tiles(name: str) -> Asked:
    labels = (_("Oui, vraiment"), _("Un peu"), _("Pas cette fois"))
    text = _("Avez-vous appris quelque chose d’utile pour votre travail ?")
    return Asked(name, Kind.TILES, text, labels, ("smile", "meh", "frown"))


def lines(name: str) -> Asked:
    labels = (_("J’aimerais une suite"), _("Je pourrais l’expliquer à mon tour"), _("Cela me suffit"))
    return Asked(name, Kind.TILES, _("Et maintenant ?"), labels, ("book", "bulb", "check"))


def scale(name: str) -> Asked:
    return Asked(name, Kind.SCALE, _("Le rythme vous a-t-il convenu ?"), (_("trop lent"), _("trop rapide")))


def word(name: str) -> Asked:
    return Asked(name, Kind.TEXT, _("Un mot pour la suite ?"))


def every_question() -> Iterator[tuple[str, Question]]:
    """Each kind before and after an answer; each under a name of its own, for a page that shows them all."""
    kinds = ((tiles, _("tuiles"), "1"), (lines, _("lignes"), "2"), (scale, _("échelle"), "4"))
    for number, (make, name, answer) in enumerate(kinds):
        asked, answered = make(f"s{number}"), make(f"s{number}-set")
        yield name, questions([asked], {})[0]
        yield (
            _("%(name)s, réponse donnée") % {"name": name},
            questions([answered], {answered.name: answer})[0],
        )
    yield _("mot libre"), questions([word("s8")], {})[0]
    yield _("mot libre, écrit"), questions([word("s9")], {"s9": _("Plus d’exercices, moins de théorie.")})[0]


@specimens("50-question", gettext_lazy("Questions d’un questionnaire"))
def asked_questions(_at: datetime) -> Iterator[Specimen]:
    for name, question in every_question():
        yield Specimen(name, "feedback/_question.html", {"question": question, "tap_url": TAP})


def survey_at(at: datetime, question: Question | None, **answers: str) -> Any:
    """What the templates name of a questionnaire, without one."""
    session = SimpleNamespace(
        title=_("Tableaux croisés"), starts_at=at - timedelta(days=1), programme=SimpleNamespace(name="TRUC²")
    )
    return SimpleNamespace(
        token="specimen",  # noqa: S106 -- opens nothing
        session=session,
        questionnaire=SimpleNamespace(pk=1, session=session, closes_at=at + timedelta(days=13)),
        hosts=["Samir Haddad"],
        asked=[tiles("useful"), lines("next")],
        seconds=20,
        answers=answers,
        next_question=question,
        wants_a_word=not answers,
    )


@specimens("51-survey", gettext_lazy("Questionnaire, depuis l’accueil"))
def from_home(at: datetime) -> Iterator[Specimen]:
    first, second = questions([tiles("s10"), lines("s11")], {})
    states = {
        _("première question"): survey_at(at, first),
        _("question suivante"): survey_at(at, second, s10="1"),
        _("merci, un mot possible"): survey_at(at, None),
        _("merci"): survey_at(at, None, s10="1", s11="2"),
    }
    for name, survey in states.items():
        yield Specimen(name, "feedback/_card.html", {"survey": survey, "refusal": ""})
    refusal = _("Ce questionnaire est fermé : il ne prend plus de réponse.")
    yield Specimen(_("refus"), "feedback/_card.html", {"survey": survey_at(at, first), "refusal": refusal})


@specimens("52-thanks", gettext_lazy("Merci"))
def thanks(at: datetime) -> Iterator[Specimen]:
    survey = survey_at(at, None)
    said = {"survey": survey, "threshold": 5, "could_explain": False}
    yield Specimen(_("merci"), "feedback/_thanks.html", said)
    for name, coordinators in (
        (_("pourrait l’expliquer"), ["Claire Morel"]),
        (_("personne ne coordonne"), []),
    ):
        context = {"survey": survey, "coordinators": coordinators}
        yield Specimen(name, "feedback/_explain.html", context)
