"""The wording of the letters that the cockpit proposes."""

from collections.abc import Sequence

from django.urls import reverse

from essaim.agenda.models import Session
from essaim.home.queries.week import Task, headline
from essaim.home.queries.week.sessions import Ready
from essaim.letters.emails import Wording, absolute, drafted
from essaim.letters.marks import mark
from essaim.people.models import Agent, Unit
from essaim.programmes.models import Programme
from essaim.ui.dates import moment_text
from essaim.ui.phrases import told
from essaim.ui.words import gettext as _
from essaim.ui.words import in_words_of, ngettext

SHOWN = 5


@drafted
@in_words_of(lambda programme: programme.own_words)
def invitation(programme: Programme, unit: Unit, sessions: Sequence[Session]) -> Wording:
    """To the head of a service from which nobody has come for months."""
    zone = programme.organisation.zone
    dates = [f"{session.title}\n{moment_text(session.starts_at, zone)}" for session in sessions]
    name = mark("service", unit.name)
    coming = [_("Les prochaines séances où il reste des places :"), *dates] if dates else []
    lines = [
        _("Depuis six mois, personne de « %(unit)s » n’est venu à %(programme)s.")
        % {"unit": name, "programme": mark("dispositif", programme.name)},
        _("Peut-être l’horaire, peut-être le lieu : dites-le-nous, nous chercherons avec vous."),
        mark("prochaines dates", "\n\n".join(coming), needed=True, block=True),
    ]
    return Wording(
        _("Des places pour votre équipe : %(unit)s") % {"unit": name},
        "\n\n".join(line for line in lines if line),
        _("Voir le programme"),
        reverse("agenda:session_list"),
        form="invitation",
        programme=programme,
    )


@drafted
def coordinator_week(agent: Agent, tasks: Sequence[Task], sessions: Sequence[Ready]) -> Wording:
    """What waits for a decision, the first of it with its page; then the sessions of the week."""
    lines = [_decision(task) for task in tasks[:SHOWN]]
    more = len(tasks[SHOWN:])
    if more:
        lines.append(ngettext("Et %(n)s autre.", "Et %(n)s autres.", more) % {"n": more})
    if sessions:
        held = ngettext("Cette semaine, %(n)s séance :", "Cette semaine, %(n)s séances :", len(sessions))
        zone = agent.organisation.zone
        dates = [
            told(f"{moment_text(one.starts_at, zone)}, {one.title}", f"{one.filling}. {one.word}.")
            for one in sessions[:SHOWN]
        ]
        lines.append("\n".join([held % {"n": len(sessions)}, *dates]))
    return Wording(headline(len(tasks)), "\n\n".join(lines), _("Ouvrir Cette semaine"), reverse("home:week"))


def _decision(task: Task) -> str:
    """What and why, then where it is decided: on its page, or in Cette semaine."""
    return "\n".join(part for part in (task.what, task.why, absolute(task.page)) if part)
