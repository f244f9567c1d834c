"""What managers and participants leave unanswered: accords, opinions, questionnaires; and words to read."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Approval
from essaim.agenda.queries import approvals
from essaim.feedback import queries as feedback
from essaim.home.queries.week.tasks import Scope, Task, moment, said, session_page
from essaim.people.rules import can_administer


def accords(scope: Scope) -> Iterator[Task]:
    """Requests that no manager answered; second refusals, for those who may note the committee's opinion."""
    for late in approvals.overdue(scope.programmes, at=scope.at):
        registration = late.approval.registration
        session, organisation = registration.session, registration.session.programme.organisation
        name = registration.agent.full_name
        said = {"name": name, "title": session.title}
        if late.approval.state == Approval.State.PROPOSED:
            if not can_administer(scope.agent, organisation):
                continue
            kind, what, label = "opinion", _("Un refus attend un avis : %(name)s"), _("Noter l’avis")
        else:
            kind, what, label = "accord", _("%(name)s attend un accord"), _("Répondre")
        yield Task(
            kind=kind,
            cause=late.approval.cause,
            programme=session.programme_id,
            what=what % said,
            why=_("« %(title)s », %(moment)s.") % {"title": session.title, "moment": moment(session)},
            proposal=late.cause,
            label=label,
            about=name,
            page=reverse("agenda:request_list"),
        )


def piles(scope: Scope) -> Iterator[Task]:
    """Questionnaires on paper that were printed and not typed back."""
    for pile in feedback.piles_to_type(scope.programmes, scope.at):
        session = pile.session
        yield Task(
            kind="paper",
            cause=f"questionnaire:{pile.pk}",
            programme=session.programme_id,
            what=_("« %(title)s » : feuilles à saisir ?") % {"title": session.title},
            why=_("Des questionnaires ont été imprimés, aucun n’est saisi. Dernier délai : %(moment)s.")
            % {"moment": said(pile.closes_at, session)},
            proposal=_("Un code, un chiffre par question : quinze secondes par feuille."),
            label=_("Saisir les feuilles"),
            about=session.title,
            page=session_page("feedback:paper", session),
        )


def questionnaires(scope: Scope) -> Iterator[Task]:
    """Few answers two days before the end: one reminder, to those who kept silent, whom nobody names."""
    for quiet in feedback.quiet_questionnaires(scope.programmes, scope.at):
        session = quiet.questionnaire.session
        silent = quiet.invited - quiet.answered
        counted = _("%(answered)s sur %(invited)s ont répondu. Le questionnaire se ferme bientôt.")
        letters = ngettext(
            "Un rappel part à %(n)s personne, sans dire à qui.",
            "Un rappel part à %(n)s personnes, sans dire à qui.",
            silent,
        )
        yield Task(
            kind="survey",
            cause=f"questionnaire:{quiet.questionnaire.pk}",
            programme=session.programme_id,
            what=_("« %(title)s » : peu de réponses") % {"title": session.title},
            why=counted % {"answered": quiet.answered, "invited": quiet.invited},
            proposal=letters % {"n": silent},
            label=_("Envoyer un rappel"),
            about=session.title,
            does={"questionnaire": quiet.questionnaire.pk},
        )


def words(scope: Scope) -> Iterator[Task]:
    """Free words that nobody has read yet."""
    count = feedback.words_to_read_count(scope.programmes)
    if count:
        first = scope.programmes[0]
        yield Task(
            kind="words",
            cause=f"programme:{first.pk}",
            programme=first.pk,
            what=ngettext("%(n)s parole à relire", "%(n)s paroles à relire", count) % {"n": count},
            why=_("Personne ne les voit avant vous."),
            label=_("Relire les paroles"),
            about=first.name,
            page=reverse("feedback:word_list"),
        )
