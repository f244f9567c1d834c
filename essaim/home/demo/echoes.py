"""What people said in their own words, and whether they use, two months later, what they learnt."""

from datetime import datetime, timedelta
from itertools import cycle

from essaim.agenda.models import Session
from essaim.feedback import operations, queries, rules
from essaim.feedback.models import Answer, Kind, Questionnaire, Word
from essaim.feedback.rules import Asked
from essaim.home.demo.stage import TEXTS, Stage
from essaim.home.demo.topics import TALKS
from essaim.letters.operations import muted
from essaim.people.models import Agent

WORD = Asked("q5e1a7d02", Kind.TEXT, "Un mot pour les prochains ?")
SAID = {
    TEXTS["heat"].title: (
        "Enfin des gestes simples pour les chantiers d’été.",
        "Merci à Denis de la régie, très clair.",
        "Un peu long, mais je sais reconnaître un coup de chaleur.",
        "À refaire avec les écoles.",
        "J’ai vu où mettre de l’ombre au dépôt.",
        "Les exemples venaient de nos équipes, ça change tout.",
    )
}
USED = (Answer.Transfer.YES, Answer.Transfer.SOMEWHAT, Answer.Transfer.YES, Answer.Transfer.NO)
LATER = timedelta(days=60)
YEAR = 2021


def invite_words(stage: Stage, *, at: datetime) -> None:
    """From then on the questionnaire leaves room for a free word."""
    scope = queries.Scope(stage.programme)
    asked = [*rules.standard_questions(), WORD]
    draft = operations.save_draft(scope=scope, asked=asked, revision=0, by=stage.agents["morel"])
    operations.put_in_use(scope=scope, revision=draft.revision, at=at)


def word_of(questionnaire: Questionnaire, rank: int) -> dict[str, str]:
    """What the person of this rank writes besides, where the questionnaire has room for it."""
    said = SAID.get(questionnaire.session.title, ())
    return {WORD.name: said[rank]} if questionnaire.version_id and rank < len(said) else {}


def read_some_words() -> None:
    """The coordinator has read two; the others wait for her."""
    for word in Word.objects.filter(bundle__made_at__isnull=False, text__in=_plain_words()).order_by("key")[
        :2
    ]:
        operations.decide(word=word, state=Word.State.PUBLISHED)


def _plain_words() -> list[str]:
    """Those that name nobody."""
    return [text for words in SAID.values() for text in words if "Denis" not in text]


def ask_two_months_later(stage: Stage) -> None:
    """Conferences ask again: the sessions of 2021 did, at their own dates, and some answered."""
    kind = stage.formats[TALKS]
    operations.set_cold(format=kind, days=LATER.days)
    held = Session.objects.filter(format=kind, closed_at__year=YEAR).order_by("closed_at", "pk")
    with muted():
        for session in held:
            asked_at = (session.closed_at or session.ends_at) + LATER
            questionnaire = operations.open_questionnaire(
                session=session, at=asked_at, wave=Questionnaire.Wave.COLD
            )
            agents = Agent.objects.filter(attendances__session=session).order_by("pk")
            for agent, value in zip(agents[: len(agents) // 3], cycle(USED), strict=False):
                token = queries.token_of(questionnaire, agent)
                operations.answer(token=token, question="transfer", value=value, at=asked_at)
            operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
