"""The first steps of a new organisation: each line ticked by what is really there, all gone once the school runs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.kernel.prepared import Prepared
from essaim.people.models import Agent, Organisation, Site
from essaim.people.rules import can_administer
from essaim.programmes.models import Format, Programme, Season
from essaim.ui.words import gettext as _

PAGES = {
    "password": "people:password",
    "programme": "programmes:settings",
    "format": "programmes:settings_formats",
    "season": "programmes:settings_seasons",
    "site": "people:organisation",
    "staff": "people:import_new",
    "team": "programmes:settings_rules",
    "session": "agenda:manage_new",
}
PLACES = {"site": "#sites", "team": "?ouvrir=coordination#coordination"}
"""Where on its page a step is taken."""
FOR_ADMINISTRATORS = {"programme", "site", "team"}


@dataclass(frozen=True)
class Step:
    """One thing to set: why, where, and whether it is there already."""

    key: str
    what: str
    why: str
    label: str
    address: str
    is_done: bool
    is_theirs: bool = True
    """False when only an administrator can do it, and the reader is none."""
    is_next: bool = False


def first_steps(agent: Agent) -> list[Step]:
    """What is left on the way to the first session, in one query; nothing once a session was closed."""
    there = what_is_there(agent.organisation_id)
    if there["closed"]:
        return []
    done = there | {"password": agent.has_usable_password()}
    administers = can_administer(agent, agent.organisation)
    theirs = [key for key in PAGES if administers or key not in FOR_ADMINISTRATORS]
    left = [key for key in PAGES if not done[key]]
    following = next((key for key in left if key in theirs), "")
    return [
        Step(
            *words,
            address=reverse(PAGES[words[0]]) + PLACES.get(words[0], ""),
            is_done=done[words[0]],
            is_theirs=words[0] in theirs,
            is_next=words[0] == following,
        )
        for words in said()
        if left
    ]


def has_held_a_session(organisation: int) -> bool:
    """Whether the employer's school runs already."""
    return bool(read_held(organisation=organisation))


def sessions_held(*, organisation: int) -> QuerySet[Session, tuple[Any, ...]]:
    held = Session.objects.filter(programme__organisation=organisation, closed_at__isnull=False)
    return held.values_list("pk")[:1]


read_held = Prepared(sessions_held, organisation=int)


def what_is_there(organisation: int) -> dict[str, bool]:
    """Each thing that the employer has, or not."""
    ours = {"programme__organisation": OuterRef("pk")}
    here = {"organisation": OuterRef("pk")}
    sessions = Session.objects.filter(**ours)
    found = {
        "programme": Exists(Programme.objects.filter(**here)),
        "format": Exists(Format.objects.filter(**ours))
        & ~Exists(Programme.objects.filter(**here, formats_to_read=True)),
        "season": Exists(Season.objects.filter(**ours)),
        "site": Exists(Site.objects.filter(**here)),
        "staff": Exists(Agent.objects.filter(**here).exclude(hr_number="")),
        "team": Exists(Programme.coordinators.through.objects.filter(**ours)),
        "session": Exists(sessions.filter(published_at__isnull=False)),
        "closed": Exists(sessions.filter(closed_at__isnull=False)),
    }
    there: dict[str, bool] = Organisation.objects.filter(pk=organisation).values(**found).get()  # type: ignore[assignment]
    return there


def said() -> list[tuple[str, str, str, str]]:
    """Key, what, why and button, in the order in which one step opens the next."""
    return [
        ("password", _("Choisir votre mot de passe"), _("Votre lien ne sert qu’une fois."), _("Choisir")),
        ("programme", _("Ouvrir votre dispositif"), _("Son nom, sa couleur, son logo."), _("Ouvrir")),
        ("format", _("Relire vos formats"), _("À chacun sa durée et ses places."), _("Relire")),
        (
            "season",
            _("Nommer la saison"),
            _("Du premier au dernier jour : vos chiffres s’y rapportent."),
            _("Nommer"),
        ),
        ("site", _("Noter les lieux"), _("Là où les séances se tiennent."), _("Noter")),
        ("staff", _("Déposer le fichier RH"), _("Il crée les comptes, après un aperçu."), _("Déposer")),
        ("team", _("Nommer qui coordonne"), _("Une personne au moins, deux pour souffler."), _("Nommer")),
        (
            "session",
            _("Publier la première séance"),
            _("Vos collègues s’inscrivent aussitôt."),
            _("Préparer"),
        ),
    ]
