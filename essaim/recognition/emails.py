"""How people learn that a certificate is ready: in the letter of thanks, or in one of its own."""

from django.urls import reverse

from essaim.agenda.emails.parts import in_its_words
from essaim.agenda.models import Session
from essaim.letters.emails import Wording, absolute
from essaim.recognition.models import Certificate
from essaim.ui.phrases import told
from essaim.ui.words import gettext as _


def page_path() -> str:
    return reverse("recognition:certificate_list")


def ready_paragraph() -> str:
    """What the letter of thanks ends with; it stands whether one gives an opinion or not."""
    said = _("Votre attestation est prête, que vous donniez votre avis ou non : Moi, Mes attestations.")
    return "\n".join(part for part in (said, absolute(page_path())) if part)


@in_its_words
def certificate(session: Session, kind: str, *, is_corrected: bool) -> Wording:
    """For whoever led, whoever was counted late, and after a correction, which the letter tells."""
    fact = _("Votre attestation est prête")
    line = _("Vous étiez à « %(title)s » : votre attestation est dans Moi, Mes attestations.")
    if kind == Certificate.Kind.HOSTING:
        line = _("Vous avez animé « %(title)s » : votre attestation est dans Moi, Mes attestations.")
    if is_corrected:
        fact = _("Votre attestation est corrigée")
        line = _(
            "Les présences de « %(title)s » ont été corrigées. Une nouvelle attestation remplace la précédente, "
            "dont le code ne vaut plus."
        )
    lines = [line % {"title": session.title}, _("Vous l’ouvrez, l’imprimez ou l’envoyez quand vous voulez.")]
    return Wording(told(fact, session.title), "\n\n".join(lines), _("Voir mes attestations"), page_path())
