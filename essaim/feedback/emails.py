"""The wording of the letter that carries the questionnaire."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.ui.dates import moment_text


@dataclass(frozen=True)
class Wording:
    """What a letter says: the fact, some lines, the name of its button."""

    subject: str
    body: str
    action_label: str


def survey(session: Session, closes_at: datetime) -> Wording:
    zone = session.programme.organisation.zone
    lines = [
        _("Vous étiez à « %(title)s ». Trois questions, vingt secondes.") % {"title": session.title},
        _(
            "Vos réponses ne portent pas votre nom. Les résultats paraissent à partir de %(threshold)s réponses."
        )
        % {"threshold": session.programme.organisation.privacy_threshold},
        _("Le questionnaire reste ouvert jusqu’au %(end)s.") % {"end": moment_text(closes_at, zone)},
    ]
    subject = _("Votre avis en trois appuis : %(title)s") % {"title": session.title}
    return Wording(subject[:250], "\n\n".join(lines), _("Je donne mon avis"))
