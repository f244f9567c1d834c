"""The wording of the letters that the cockpit proposes."""

from collections.abc import Sequence

from django.urls import reverse

from essaim.agenda.models import Session
from essaim.letters.emails import Wording
from essaim.people.models import Unit
from essaim.programmes.models import Programme
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _
from essaim.ui.words import in_words_of


@in_words_of(lambda programme: programme.own_words)
def invitation(programme: Programme, unit: Unit, sessions: Sequence[Session]) -> Wording:
    """To the head of a service from which nobody has come for months."""
    zone = programme.organisation.zone
    dates = [f"{session.title}\n{moment_text(session.starts_at, zone)}" for session in sessions]
    lines = [
        _("Depuis six mois, personne de « %(unit)s » n’est venu à %(programme)s.")
        % {"unit": unit.name, "programme": programme.name},
        _("Peut-être l’horaire, peut-être le lieu : dites-le-nous, nous chercherons avec vous."),
        _("Les prochaines séances où il reste des places :") if dates else "",
        *dates,
    ]
    return Wording(
        _("Des places pour votre équipe : %(unit)s") % {"unit": unit.name},
        "\n\n".join(line for line in lines if line),
        _("Voir le programme"),
        reverse("agenda:session_list"),
    )
