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
from essaim.letters.marks import mark
from essaim.ui.dates import moment_text
from essaim.ui.phrases import told


@in_its_words
def survey(
    session: Session, closes_at: datetime, asked: Sequence[Asked], *, came: int, hosts: Sequence[str]
) -> Wording:
    """Right after the session: thanks, who led and how many came, then how many questions, how long."""
    number = len(asked)
    effort = ngettext("%(count)s question", "%(count)s questions", number) % {"count": number}
    seconds, title = mark("secondes", rules.seconds_of(asked)), mark("titre", session.title)
    lines = [
        mark("merci", _thanks(session, came=came, hosts=hosts), block=True),
        _("Et votre avis ? %(effort)s, %(seconds)s secondes.")
        % {"effort": mark("questions", effort), "seconds": seconds},
        *_promises(session, closes_at),
    ]
    subject = _("Merci, et votre avis en %(seconds)s secondes : %(title)s")
    subject %= {"seconds": seconds, "title": title}
    return _of(session, subject, lines, _("Je donne mon avis"), form="survey")


def _thanks(session: Session, *, came: int, hosts: Sequence[str]) -> str:
    """The fact: what, how many, with whom. Who came alone is not told so."""
    facts = {"title": session.title, "count": came, "hosts": ", ".join(hosts)}
    if came > 1 and hosts:
        return _("Merci d’avoir suivi « %(title)s ». Vous étiez %(count)s, avec %(hosts)s.") % facts
    if came > 1:
        return _("Merci d’avoir suivi « %(title)s ». Vous étiez %(count)s.") % facts
    if hosts:
        return _("Merci d’avoir suivi « %(title)s », avec %(hosts)s.") % facts
    return _("Merci d’avoir suivi « %(title)s ».") % facts


@in_its_words
def cold(session: Session, closes_at: datetime, asked: Sequence[Asked]) -> Wording:
    """Some weeks later: a single question, in its words."""
    question, title = mark("question", asked[0].text), mark("titre", session.title)
    lines = [
        _("Vous étiez à « %(title)s ». Une seule question : « %(question)s »")
        % {"title": title, "question": question},
        *_promises(session, closes_at),
    ]
    return _of(session, f"{question} {title}", lines, _("Je réponds"), form="survey_cold")


@in_its_words
def reminder(
    session: Session,
    closes_at: datetime,
    asked: Sequence[Asked],
    *,
    is_last: bool,
    has_papers: bool = False,
) -> Wording:
    """Half-way, then shortly before the end, to those who have not answered, or did on paper: nobody knows who."""
    seconds, title = mark("secondes", rules.seconds_of(asked)), mark("titre", session.title)
    on_paper = _("Vous avez répondu sur papier ? Votre feuille est comptée : ne répondez pas ici.")
    told_of_paper = mark("feuille", on_paper if has_papers else "", needed=True, block=True)
    silent = _("Ce rappel part tout seul : personne ne lit qui a répondu.")
    rank = mark("rang", _("C’est le dernier.") if is_last else _("Un second viendra au plus, avant la fin."))
    lines = [
        _("Il manque votre avis sur « %(title)s » : %(seconds)s secondes, si vous le voulez bien.")
        % {"title": title, "seconds": seconds},
        *([told_of_paper] if told_of_paper else []),
        *_promises(session, closes_at),
        f"{silent} {rank}",
    ]
    fact = _("Un dernier mot") if is_last else _("Votre avis nous manque")
    subject = told(mark("fait", fact), title)
    return _of(session, subject, lines, _("Je donne mon avis"), form="survey_reminder")


def _of(session: Session, subject: str, lines: list[str], label: str, *, form: str) -> Wording:
    return Wording(subject, "\n\n".join(lines), label, form=form, programme=session.programme)


def _promises(session: Session, closes_at: datetime) -> list[str]:
    organisation = session.programme.organisation
    secrecy = _(
        "Vos réponses ne portent pas votre nom. Les résultats paraissent à partir de %(threshold)s réponses."
    ) % {"threshold": organisation.privacy_threshold}
    return [
        mark("anonymat", secrecy, needed=True, block=True),
        _("Le questionnaire reste ouvert jusqu’au %(end)s.")
        % {"end": mark("fin", moment_text(closes_at, organisation.zone), needed=True)},
    ]
