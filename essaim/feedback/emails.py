"""The wording of the letters that carry a questionnaire."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.emails.parts import in_its_words
from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.rules import Asked
from essaim.letters.emails import Wording
from essaim.ui.dates import moment_text


@in_its_words
def survey(session: Session, closes_at: datetime, asked: Sequence[Asked]) -> Wording:
    """Right after the session: how many questions, how long."""
    number = len(asked)
    effort = ngettext("%(count)s question", "%(count)s questions", number) % {"count": number}
    lines = [
        _("Vous étiez à « %(title)s ». %(effort)s, %(seconds)s secondes.")
        % {"title": session.title, "effort": effort, "seconds": rules.seconds_of(asked)},
        *_promises(session, closes_at),
    ]
    subject = _("Votre avis, en %(seconds)s secondes : %(title)s") % {
        "seconds": rules.seconds_of(asked),
        "title": session.title,
    }
    return Wording(subject, "\n\n".join(lines), _("Je donne mon avis"))


@in_its_words
def cold(session: Session, closes_at: datetime, asked: Sequence[Asked]) -> Wording:
    """Some weeks later: a single question, in its words."""
    question = asked[0].text
    lines = [
        _("Vous étiez à « %(title)s ». Une seule question : « %(question)s »")
        % {"title": session.title, "question": question},
        *_promises(session, closes_at),
    ]
    return Wording(f"{question} {session.title}", "\n\n".join(lines), _("Je réponds"))


def reminder(
    session: Session, closes_at: datetime, asked: Sequence[Asked], *, has_papers: bool = False
) -> Wording:
    """Once, shortly before the end, to those who have not answered, or did on paper: nobody knows who."""
    lines = [
        _("Il manque votre avis sur « %(title)s » : %(seconds)s secondes, si vous le voulez bien.")
        % {"title": session.title, "seconds": rules.seconds_of(asked)},
        *_promises(session, closes_at),
        _("Ce rappel part tout seul : personne ne lit qui a répondu. Il est le seul."),
    ]
    if has_papers:
        lines.insert(1, _("Vous avez répondu sur papier ? Votre feuille est comptée : ne répondez pas ici."))
    subject = _("Un dernier mot : %(title)s") % {"title": session.title}
    return Wording(subject, "\n\n".join(lines), _("Je donne mon avis"))


def _promises(session: Session, closes_at: datetime) -> list[str]:
    organisation = session.programme.organisation
    return [
        _(
            "Vos réponses ne portent pas votre nom. Les résultats paraissent à partir de %(threshold)s réponses."
        )
        % {"threshold": organisation.privacy_threshold},
        _("Le questionnaire reste ouvert jusqu’au %(end)s.")
        % {"end": moment_text(closes_at, organisation.zone)},
    ]
