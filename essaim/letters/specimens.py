"""Letters as Moi and the demo's mailbox show them, for the page of components."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.specimens import Specimen, specimens
from essaim.ui.words import gettext as _

State = Letter.State


def letter_at(at: datetime, *, email: str = "nadia.benali@ville.example", **fields: str) -> Letter:
    """A letter that is nowhere kept."""
    agent = Agent(first_name="Nadia", last_name="Benali", email=email)
    usual = {
        "kind": Letter.Kind.CONFIRMED,
        "state": State.SENT,
        "subject": _("Place réservée : Tableaux croisés, jeudi 14 février, 10 h"),
        "body": _("Votre place est réservée.")
        + "\n\n"
        + _("Un empêchement ? Rendez votre place en un appui : elle ira à une personne qui attend."),
        "action_label": _("Voir la séance"),
        "action_path": "/programme/",
    }
    return Letter(pk=1, agent=agent, created_at=at - timedelta(hours=3), due_at=at, **(usual | fields))


def unanswered(at: datetime) -> Letter:
    """One that asks for nothing."""
    return letter_at(
        at,
        subject=_("Séance annulée : Tableaux croisés"),
        body=_("Cette séance n’aura pas lieu. Raison : la salle est en travaux.")
        + "\n\n"
        + _("Vous n’avez rien à faire."),
        action_label="",
        action_path="",
    )


def reminder(at: datetime) -> Letter:
    """The day before, with the way out."""
    lines = [
        _("Bonjour %(name)s, votre place est réservée.") % {"name": "Nadia"},
        _("Un empêchement ? Cela arrive. Rendez votre place en un appui : elle servira à quelqu’un."),
        _("Sinon, vous n’avez rien à faire. À l’entrée : votre nom, ou le code %(code)s.")
        % {"code": "TCD48"},
    ]
    return letter_at(
        at,
        kind=Letter.Kind.DAY_BEFORE,
        subject=_("C’est demain : Tableaux croisés, jeudi 14 février, 10 h"),
        body="\n\n".join(lines),
        action_label=_("Je ne peux plus venir"),
    )


@specimens("60-letter", gettext_lazy("Lettre, dans Moi"))
def letters(at: datetime) -> Iterator[Specimen]:
    shown = (
        (_("avec un bouton"), letter_at(at)),
        (_("rappel, la veille"), reminder(at)),
        (_("rien à faire"), unanswered(at)),
    )
    for name, letter in shown:
        yield Specimen(name, "letters/_letter.html", {"letter": letter})


@specimens(
    "61-mailbox", gettext_lazy("Boîte aux lettres de la démonstration"), list_css="card card-flush rows"
)
def mailbox(at: datetime) -> Iterator[Specimen]:
    for state in State:
        yield Specimen(state.label, "letters/_mailbox_line.html", {"letter": letter_at(at, state=state)})


@specimens("62-mailbox-letter", gettext_lazy("Lettre, telle qu’elle est partie"))
def sent(at: datetime) -> Iterator[Specimen]:
    shared = {"sender_name": "TRUC²", "sender_address": "essaim@ville.example"}
    site = {"action_url": "https://ecole.ville.example/programme/"}
    with_button, without = letter_at(at), unanswered(at)
    without.agent.email = ""
    template = "letters/_mailbox_letter.html"
    yield Specimen(_("avec un bouton"), template, {"letter": with_button} | shared | site)
    yield Specimen(_("sans courriel"), template, {"letter": without, "action_url": ""} | shared)
