"""Before a session: the reminders of those who come, the list of those who lead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.urls import reverse

from essaim.agenda.emails.parts import in_its_words, when_and_where, worded
from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.nearing import leave_token
from essaim.agenda.rules import may_promote
from essaim.letters.emails import Wording
from essaim.letters.marks import FIRST_NAME, mark
from essaim.people.models import Agent
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext


@in_its_words
def reminder(session: Session, registration: Registration, hosts: Sequence[str], *, at: datetime) -> Wording:
    """That the session comes near, and a button for who can no longer come."""
    name = mark(FIRST_NAME, registration.agent.first_name or registration.agent.full_name)
    with_whom = _("Bonjour %(name)s, votre place est réservée.") % {"name": name}
    if hosts:
        with_whom = _("Bonjour %(name)s, votre place est réservée. Animation : %(hosts)s.") % {
            "name": name,
            "hosts": mark("animation", ", ".join(hosts)),
        }
    else:
        mark("animation", "")
    lines = [
        with_whom,
        when_and_where(session),
        mark("empêchement", _an_impediment(session, at)),
        _("Sinon, vous n’avez rien à faire. À l’entrée : votre nom, ou le code %(code)s.")
        % {"code": mark("code", session.code, needed=True)},
    ]
    is_eve = _is_eve(session, at)
    nearness, form = (_("C’est demain"), "day_before") if is_eve else (_("Rappel"), "week_before")
    wording = worded(session, nearness, lines, _("Je ne peux plus venir"), form=form)
    return replace(wording, action_path=reverse("agenda:seat_leave", args=[leave_token(registration)]))


def _is_eve(session: Session, at: datetime) -> bool:
    zone = session.programme.organisation.zone
    days = session.starts_at.astimezone(zone).date() - at.astimezone(zone).date()
    return days == timedelta(days=1)


def _an_impediment(session: Session, at: datetime) -> str:
    """What becomes of a seat given back today; past the cut-off nobody is called from the list."""
    if session.waiting and may_promote(session, at):
        return ngettext(
            "Un empêchement ? Cela arrive. %(count)s personne attend une place : la vôtre lui est proposée aussitôt.",
            "Un empêchement ? Cela arrive. %(count)s personnes attendent une place : "
            "la vôtre est proposée aussitôt à la première.",
            session.waiting,
        ) % {"count": session.waiting}
    return _("Un empêchement ? Cela arrive. Rendez votre place en un appui : elle servira à quelqu’un.")


@in_its_words
def host_brief(session: Session, come: Sequence[Agent]) -> Wording:
    """Who comes, where, and the way into the room."""
    names = [f"{agent.full_name}, {agent.unit.name}" if agent.unit else agent.full_name for agent in come]
    count = ngettext("%(count)s personne vient :", "%(count)s personnes viennent :", len(come)) % {
        "count": len(come)
    }
    who = "\n".join([count, *names]) if names else _("Personne n’est inscrit pour l’instant.")
    lines = [
        when_and_where(session),
        mark("qui vient", who, needed=True, block=True),
        _("Le code de la salle : %(code)s. Chacun y dit qu’il est là, vous suivez les arrivées.")
        % {"code": mark("code", session.code, needed=True)},
        _("La liste peut encore changer : la page de la salle la montre à jour."),
    ]
    wording = worded(session, _("Qui vient"), lines, _("Ouvrir la salle"), form="host_brief")
    return replace(wording, action_path=reverse("agenda:room", args=[session.slug]))
