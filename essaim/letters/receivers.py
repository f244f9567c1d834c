"""What letters do when people ask for a sign-in link, or use it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.letters import operations
from essaim.letters.emails import Wording, drafted
from essaim.letters.models import Letter
from essaim.letters.origins import About, OfEmployer, number_in, register, rows_behind
from essaim.people.models import Agent, Partnership, SignInLink, StaffImport, Unit
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


@drafted
def sign_in_letter(link: SignInLink, token: str) -> Wording:
    return Wording(
        subject=_("Votre lien pour entrer"),
        body=_(
            "Bonjour %(name)s,\n\n"
            "Vous avez demandé à entrer sans mot de passe. Ce lien sert une fois, pendant 15 minutes.\n\n"
            "Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre à votre place."
        )
        % {"name": link.agent.first_name or link.agent.full_name},
        action_label=_("J’ouvre la page pour entrer"),
        action_path=reverse("people:link_open", args=[token]),
    )


@receiver(sign_in_link_made, dispatch_uid="letters.sign_in_link_made")
def write_sign_in_letter(*, link: SignInLink, token: str, at: datetime, **_kwargs: Any) -> None:
    """The link leaves in a letter, written in the transaction that made it."""
    operations.post(
        agent=link.agent,
        kind=KIND,
        cause=cause_of(link),
        wording=sign_in_letter(link, token),
        at=at,
        expires_at=link.expires_at,
    )


@receiver(sign_in_link_used, dispatch_uid="letters.sign_in_link_used")
def blank_sign_in_letter(*, link: SignInLink, **_kwargs: Any) -> None:
    """A used link is worth nothing and is shown to nobody."""
    operations.redact(cause=cause_of(link), kinds=[KIND])


@drafted
def partnership_letter(partnership: Partnership, by: Agent) -> Wording:
    fact, text = sentence_of(partnership, by)
    return Wording(
        subject=fact,
        body=text,
        action_label=_("Voir les partenariats"),
        action_path=reverse("people:partnership_list"),
    )


@receiver(partnership_moved, dispatch_uid="letters.partnership_moved")
def tell_administrators(*, partnership: Partnership, by: Agent, at: datetime, **_kwargs: Any) -> None:
    """The administrators of the other organisation learn what was proposed, answered or ended."""
    wording = partnership_letter(partnership, by)
    for agent in administrators_of(partnership.other(by.organisation_id)):
        operations.post(
            agent=agent,
            kind=Letter.Kind.PARTNERSHIP,
            cause=f"partnership:{partnership.pk}",
            version=partnership.state,
            wording=wording,
            at=at,
        )


@drafted
def refused_file_letter(staff_import: StaffImport, agent: Agent, reason: str) -> Wording:
    return Wording(
        subject=_("Le fichier RH « %(file)s » est refusé") % {"file": staff_import.file_name[:150]},
        body=_("Bonjour %(name)s,\n\nRien n’a changé.\n\n%(reason)s")
        % {"name": agent.first_name or agent.full_name, "reason": reason},
        action_label=_("Je regarde ce qui s’est passé"),
        action_path=reverse("people:import_detail", args=[staff_import.pk]),
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
            wording=refused_file_letter(staff_import, agent, reason),
            at=at,
        )


@drafted
def password_letter(agent: Agent) -> Wording:
    return Wording(
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
    )


@receiver(password_chosen, dispatch_uid="letters.password_chosen")
def tell_of_the_password(*, agent: Agent, at: datetime, **_kwargs: Any) -> None:
    """Whoever did not choose it learns what to do."""
    operations.post(
        agent=agent,
        kind=Letter.Kind.PASSWORD,
        cause=f"agent:{agent.pk}",
        version=at.isoformat(),
        wording=password_letter(agent),
        at=at,
    )


class ImportOrigin(OfEmployer):
    """`staff_import:12`: a file of people, to those who administer."""

    def why(self, letter: Letter) -> str:
        return _("Parce qu’un fichier RH a été refusé.")


class PartnershipOrigin(OfEmployer):
    """`partnership:12`: what two employers tell each other."""

    def why(self, letter: Letter) -> str:
        return _("Parce qu’un partenariat a été proposé, accepté ou arrêté.")


class UnitOrigin(OfEmployer):
    """`unit:12`: an invitation to the head of a service."""

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        rows = rows_behind(causes, Unit.objects.only("pk", "name"))
        directory = reverse("people:agent_list")
        return {
            cause: About(unit.name, f"{directory}?service={unit.pk}", cause) for cause, unit in rows.items()
        }

    def why(self, letter: Letter) -> str:
        unit = Unit.objects.filter(pk=number_in(letter.cause)).first()
        said = _("Parce que personne de « %(unit)s » ne vient depuis des mois.")
        return said % {"unit": unit.name} if unit else ""


class OwnAccount(OfEmployer):
    """`sign_in_link:12`, `agent:12`: the person's way in."""

    def why(self, letter: Letter) -> str:
        return _("Parce que cette personne a demandé à entrer, ou a choisi un mot de passe.")


class OwnWeek(OfEmployer):
    """`coordinator_week:12`, `programme_week:12`: what one person reads every Monday."""

    def why(self, letter: Letter) -> str:
        return _("Parce que cette personne reçoit chaque lundi un résumé de la semaine.")


register("coordinator_week", OwnWeek())
register("programme_week", OwnWeek())
register("sign_in_link", OwnAccount())
register("agent", OwnAccount())
register("staff_import", ImportOrigin())
register("partnership", PartnershipOrigin())
register("unit", UnitOrigin())
