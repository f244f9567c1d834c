"""Where a date takes place, in words."""

from django.utils.translation import gettext as _

from essaim.agenda.models import Sitting


def place_text(sitting: Sitting) -> str:
    """Room and site, the link of a remote date, else that it is still to be said."""
    if sitting.site or sitting.room:
        return ", ".join(part for part in (sitting.room, sitting.site.name if sitting.site else "") if part)
    return _("à distance : %(link)s") % {"link": sitting.link} if sitting.link else _("lieu à préciser")
