"""Partners: a session opened to their agents."""

from datetime import datetime

from essaim.agenda.emails.parts import in_its_words, when_and_where, worded
from essaim.agenda.models import Pool, Session
from essaim.agenda.queries.pools import last_day_text
from essaim.agenda.rules import pool_is_due
from essaim.letters.emails import Wording
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext


@in_its_words
def opened(session: Session, pool: Pool, *, at: datetime) -> Wording:
    """To those who coordinate at the partner's: what is opened, how many seats are kept, what to do with it."""
    kept = ngettext(
        "%(n)s place est gardée pour vos agents jusqu’au %(day)s.",
        "%(n)s places sont gardées pour vos agents jusqu’au %(day)s.",
        pool.seats,
    )
    lines = [
        _("« %(name)s » ouvre cette séance à vos agents.") % {"name": session.programme.organisation.name},
        when_and_where(session),
        _("Parlez-en autour de vous : chacun s’inscrit en un appui, depuis la page de la séance."),
    ]
    if not pool.released_at and not pool_is_due(pool, session, at):
        lines.insert(2, kept % {"n": pool.seats, "day": last_day_text(pool)})
    return worded(session, _("Pour vos agents"), lines, _("Voir la séance"))
