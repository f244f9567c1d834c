"""The first steps of a new organisation: each line ticked by what is really there, all gone once the school runs."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.people.models import Agent, Organisation, Site
from essaim.people.rules import can_administer
from essaim.programmes.models import Format, Programme, Season
from essaim.ui.words import gettext as _


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
    steps = [
        (key, what, why, label, reverse(address), administers or key not in ("programme", "site", "team"))
        for key, what, why, label, address in said()
    ]
    left = [key for key, *_rest, theirs in steps if theirs and not done[key]]
    if all(done[key] for key, *_rest in steps):
        return []
    return [
        Step(
            key, what, why, label, address, is_done=done[key], is_theirs=theirs, is_next=left[:1] == [key]
        )
        for key, what, why, label, address, theirs in steps
    ]


def what_is_there(organisation: int) -> dict[str, bool]:
    """Each thing that the employer has, or not."""
    ours = {"programme__organisation": OuterRef("pk")}
    here = {"organisation": OuterRef("pk")}
    sessions = Session.objects.filter(**ours)
    found = {
        "programme": Exists(Programme.objects.filter(**here)),
        "format": Exists(Format.objects.filter(**ours)),
        "season": Exists(Season.objects.filter(**ours)),
        "site": Exists(Site.objects.filter(**here)),
        "staff": Exists(Agent.objects.filter(**here).exclude(hr_number="")),
        "team": Exists(Programme.coordinators.through.objects.filter(**ours)),
        "session": Exists(sessions.filter(published_at__isnull=False)),
        "closed": Exists(sessions.filter(closed_at__isnull=False)),
    }
    return dict(Organisation.objects.filter(pk=organisation).values(**found)[0])


def said() -> list[tuple[str, str, str, str, str]]:
    """Key, what, why, button, address; in the order of least effort."""
    return [
        (
            "password",
            _("Choisir votre mot de passe"),
            _("Votre lien ne sert qu’une fois."),
            _("Choisir"),
            "people:password",
        ),
        (
            "programme",
            _("Ouvrir votre dispositif"),
            _("Son nom, sa couleur, son logo : une page."),
            _("Ouvrir"),
            "programmes:settings",
        ),
        (
            "format",
            _("Relire vos formats"),
            _("Atelier, conférence : à chacun sa durée et ses places."),
            _("Relire"),
            "programmes:settings_formats",
        ),
        (
            "season",
            _("Nommer la saison"),
            _("Les chiffres comptent d’un jour à l’autre."),
            _("Nommer"),
            "programmes:settings_seasons",
        ),
        (
            "site",
            _("Noter les lieux"),
            _("Là où les séances se tiennent."),
            _("Noter"),
            "people:organisation",
        ),
        (
            "staff",
            _("Déposer le fichier RH"),
            _("Personne ne s’inscrit avant : il crée les comptes. L’aperçu montre tout."),
            _("Déposer"),
            "people:import_new",
        ),
        (
            "team",
            _("Nommer qui coordonne"),
            _("Une personne au moins, deux pour souffler."),
            _("Nommer"),
            "programmes:settings_rules",
        ),
        (
            "session",
            _("Publier la première séance"),
            _("Vos collègues s’inscrivent aussitôt."),
            _("Préparer"),
            "agenda:manage_new",
        ),
    ]
