"""The programme of the week, for who asked for it."""

from django.urls import reverse

from essaim.agenda.emails.parts import one_of_several
from essaim.agenda.queries.weekly import Week
from essaim.letters.emails import Wording, drafted
from essaim.programmes.models import Programme
from essaim.ui.words import gettext as _
from essaim.ui.words import in_words_of, ngettext


@drafted
@in_words_of(lambda programme: programme.own_words)
def programme_week(programme: Programme, week: Week) -> Wording:
    """What is open, soonest first, then one's own seats of the week."""
    subject = ngettext(
        "%(count)s séance au programme d’ici trois semaines",
        "%(count)s séances au programme d’ici trois semaines",
        week.count,
    ) % {"count": week.count}
    lines = [one_of_several(session) for session in week.open]
    if week.more:
        others = ngettext("Et %(count)s autre au programme.", "Et %(count)s autres au programme.", week.more)
        lines.append(others % {"count": week.more})
    if week.mine:
        lines.append(_("Cette semaine, votre place est réservée :"))
        lines += [one_of_several(session) for session in week.mine]
    return Wording(subject, "\n\n".join(lines), _("Voir le programme"), reverse("agenda:session_list"))
