"""Examples of the letters that carry a questionnaire, for the programme that words them itself."""

from datetime import datetime, timedelta

from essaim.agenda.formulations import sessions_shown
from essaim.agenda.models import Session
from essaim.agenda.queries.nearing import hosts_of
from essaim.feedback import emails, rules
from essaim.feedback.models import Wave
from essaim.feedback.queries.versions import version_to_ask
from essaim.feedback.rules import Asked
from essaim.letters.emails import Draft
from essaim.letters.formulations import Group, formulated
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.words import gettext_lazy as _

Examples = list[tuple[str, Draft]]


def _asked(session: Session, wave: str) -> list[Asked]:
    version = version_to_ask(session, wave)
    return rules.read_asked(version.questions) if version else rules.brought(wave)


def _closing(session: Session) -> datetime:
    return session.ends_at + timedelta(days=session.programme.survey_days)


@formulated("survey", Group.OPINIONS, _("Questionnaire"), _("part à qui était là, à la fin"))
def survey(programme: Programme, _reader: Agent, at: datetime) -> Examples:
    return [
        (
            one.title,
            emails.survey(one, _closing(one), _asked(one, Wave.HOT), came=one.taken, hosts=hosts_of(one)),
        )
        for one in sessions_shown(programme, at)
    ]


@formulated(
    "survey_cold", Group.OPINIONS, _("Questionnaire, des semaines après"), _("part une fois à qui était là")
)
def cold(programme: Programme, _reader: Agent, at: datetime) -> Examples:
    return [
        (one.title, emails.cold(one, _closing(one), _asked(one, Wave.COLD)))
        for one in sessions_shown(programme, at)
    ]


@formulated(
    "survey_reminder",
    Group.OPINIONS,
    _("Rappel d’un questionnaire"),
    _("part deux fois au plus à qui n’a pas répondu"),
)
def reminder(programme: Programme, _reader: Agent, at: datetime) -> Examples:
    return [
        (one.title, emails.reminder(one, _closing(one), _asked(one, Wave.HOT), is_last=True, has_papers=True))
        for one in sessions_shown(programme, at)
    ]
