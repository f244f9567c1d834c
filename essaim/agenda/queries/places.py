"""Where a date takes place, in words."""

from django.utils.translation import gettext as _

from essaim.agenda.models import Sitting


def place_of(sitting: Sitting) -> str:
    """« Salle des Lièvres, Hôtel de ville », « À distance », or that it is still to be said."""
    return _room_and_site(sitting) or (_("À distance") if sitting.link else _("Lieu à préciser"))


def place_text(sitting: Sitting) -> str:
    """The same inside a sentence of a letter, which gives the link of a remote date."""
    remote = _("à distance : %(link)s") % {"link": sitting.link} if sitting.link else _("lieu à préciser")
    return _room_and_site(sitting) or remote


def _room_and_site(sitting: Sitting) -> str:
    return ", ".join(part for part in (sitting.room, sitting.site.name if sitting.site else "") if part)
