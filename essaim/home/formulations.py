"""Examples of the letters that the cockpit proposes, for the programme that words them itself."""

from datetime import datetime

from essaim.agenda.formulations import sessions_shown
from essaim.home import emails
from essaim.letters.emails import Draft
from essaim.letters.formulations import Group, formulated
from essaim.people.models import Agent, Unit
from essaim.programmes.models import Programme
from essaim.ui.words import gettext_lazy as _


@formulated(
    "invitation",
    Group.TOPICS,
    _("Invitation d’un service"),
    _("part quand vous l’envoyez, depuis Cette semaine"),
)
def invitation(programme: Programme, reader: Agent, at: datetime) -> list[tuple[str, Draft]]:
    unit = reader.unit or Unit.objects.filter(organisation=programme.organisation_id).order_by("pk").first()
    sessions = sessions_shown(programme, at)
    return [(unit.name, emails.invitation(programme, unit, sessions))] if unit else []
