"""What letters do when people ask for a sign-in link, or use it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.letters import operations
from essaim.letters.emails import Wording
from essaim.letters.models import Letter
from essaim.people.models import Agent, Partnership, SignInLink, StaffImport
from essaim.people.queries.partnerships import administrators_of, sentence_of
from essaim.people.signals import (
    partnership_moved,
    password_chosen,
    sign_in_link_made,
    sign_in_link_used,
    staff_file_refused,
)

KIND = Letter.Kind.SIGN_IN_LINK


def cause_of(link: SignInLink) -> str:
    return f"sign_in_link:{link.pk}"


@receiver(sign_in_link_made, dispatch_uid="letters.sign_in_link_made")
def write_sign_in_letter(*, link: SignInLink, token: str, at: datetime, **_kwargs: Any) -> None:
    """The link leaves in a letter, written in the transaction that made it."""
    operations.post(
        agent=link.agent,
        kind=KIND,
        cause=cause_of(link),
        wording=Wording(
            subject=_("Votre lien pour entrer"),
            body=_(
                "Bonjour %(name)s,\n\n"
                "Vous avez demandé à entrer sans mot de passe. Ce lien sert une fois, pendant 15 minutes.\n\n"
                "Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre à votre place."
            )
            % {"name": link.agent.first_name or link.agent.full_name},
            action_label=_("J’ouvre la page pour entrer"),
            action_path=reverse("people:link_open", args=[token]),
        ),
        at=at,
    )


@receiver(sign_in_link_used, dispatch_uid="letters.sign_in_link_used")
def blank_sign_in_letter(*, link: SignInLink, **_kwargs: Any) -> None:
    """A used link is worth nothing and is shown to nobody."""
    operations.redact(cause=cause_of(link), kinds=[KIND])


@receiver(partnership_moved, dispatch_uid="letters.partnership_moved")
def tell_administrators(*, partnership: Partnership, by: Agent, at: datetime, **_kwargs: Any) -> None:
    """The administrators of the other organisation learn what was proposed, answered or ended."""
    fact, text = sentence_of(partnership, by)
    for agent in administrators_of(partnership.other(by.organisation_id)):
        operations.post(
            agent=agent,
            kind=Letter.Kind.PARTNERSHIP,
            cause=f"partnership:{partnership.pk}",
            version=partnership.state,
            wording=Wording(
                subject=fact,
                body=text,
                action_label=_("Voir les partenariats"),
                action_path=reverse("people:partnership_list"),
            ),
            at=at,
        )


@receiver(staff_file_refused, dispatch_uid="letters.staff_file_refused")
def write_refused_file_letter(
    *, staff_import: StaffImport, reason: str, at: datetime, **_kwargs: Any
) -> None:
    """Those who administer learn that the nightly file did not go in, and why."""
    told = Agent.objects.filter(
        organisation=staff_import.organisation_id, is_administrator=True, is_active=True
    )
    for agent in told.order_by("pk"):
        operations.post(
            agent=agent,
            kind=Letter.Kind.FILE_REFUSED,
            cause=f"staff_import:{staff_import.pk}",
            wording=Wording(
                subject=_("Le fichier RH « %(file)s » est refusé") % {"file": staff_import.file_name[:150]},
                body=_("Bonjour %(name)s,\n\nRien n’a changé.\n\n%(reason)s")
                % {"name": agent.first_name or agent.full_name, "reason": reason},
                action_label=_("Je regarde ce qui s’est passé"),
                action_path=reverse("people:import_detail", args=[staff_import.pk]),
            ),
            at=at,
        )


@receiver(password_chosen, dispatch_uid="letters.password_chosen")
def tell_of_the_password(*, agent: Agent, at: datetime, **_kwargs: Any) -> None:
    """Whoever did not choose it learns what to do."""
    operations.post(
        agent=agent,
        kind=Letter.Kind.PASSWORD,
        cause=f"agent:{agent.pk}",
        version=at.isoformat(),
        wording=Wording(
            subject=_("Votre mot de passe a changé"),
            body=_(
                "Bonjour %(name)s,\n\n"
                "Un nouveau mot de passe vient d’être choisi pour votre compte. "
                "Les autres appareils sont déconnectés.\n\n"
                "Ce n’était pas vous ? Demandez un lien pour entrer, puis choisissez un autre mot de passe."
            )
            % {"name": agent.first_name or agent.full_name},
            action_label=_("Ouvrir la page du mot de passe"),
            action_path=reverse("people:password"),
        ),
        at=at,
    )
