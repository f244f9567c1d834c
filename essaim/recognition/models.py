"""Certificates: what a paper says, frozen on the day it was issued."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models import Session
from essaim.people.models import Agent
from essaim.programmes.models import Format
from essaim.ui.dates import duration

CODE_LENGTH = 12


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, agent: Agent) -> Self:
        """One's own that still stand; those of others do not exist."""
        return self.filter(agent=agent, state=Certificate.State.VALID)


class Certificate(models.Model):
    """That somebody attended a session, or led it. A correction never rewrites it: it ends it and issues another."""

    class Kind(models.TextChoices):
        ATTENDANCE = "attendance", _("attestation de présence")
        HOSTING = "hosting", _("attestation d’animation")

    class State(models.TextChoices):
        VALID = "valid", _("valide")
        REPLACED = "replaced", _("remplacée")
        CANCELLED = "cancelled", _("annulée")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="certificates")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="certificates")
    person = models.UUIDField()
    """Stands for the agent, also once the agent is erased."""
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.VALID)
    code = models.CharField(_("code de vérification"), max_length=CODE_LENGTH, unique=True)
    """Drawn at random among signs that cannot be confused; written in threes of four."""
    title = models.CharField(_("titre"), max_length=200)
    format_name = models.CharField(_("format"), max_length=100)
    nature = models.CharField(_("nature"), max_length=20, choices=Format.Nature.choices)
    modality = models.CharField(_("modalité"), max_length=10, choices=Session.Modality.choices)
    day = models.DateField(_("premier jour"))
    halves = models.JSONField(_("demi-journées"))
    """One entry per half-day: when it began and ended, in the time of the town hall, and its minutes."""
    minutes = models.PositiveIntegerField(_("minutes suivies, ou animées"))
    preparation_minutes = models.PositiveIntegerField(_("minutes de préparation"), default=0)
    """Told by the host; nobody else knows."""
    signer_name = models.CharField(_("qui signe"), max_length=150, blank=True)
    signer_role = models.CharField(_("sa fonction"), max_length=150, blank=True)
    issued_at = models.DateTimeField(_("délivrée le"))
    ended_at = models.DateTimeField(_("remplacée ou annulée le"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("attestation")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "kind"],
                condition=Q(state="valid"),
                name="one_valid_certificate_per_person_session_and_kind",
            ),
            models.CheckConstraint(
                name="a_certificate_is_valid_until_it_ends",
                condition=Q(state="valid", ended_at=None) | (~Q(state="valid") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="only_hosts_prepare", condition=Q(kind="hosting") | Q(preparation_minutes=0)
            ),
        ]
        indexes = [
            models.Index(fields=["agent", "-day"], condition=Q(state="valid"), name="certificates_of_agent")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code_text(self) -> str:
        """« 7KQ2-M9XT-4HBD »: as it is printed."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))

    @property
    def length_text(self) -> str:
        """« 3 h », of the half-days together."""
        return duration(self.minutes)

    @property
    def preparation_text(self) -> str:
        return duration(self.preparation_minutes)

    @property
    def preparation_hours(self) -> int:
        return self.preparation_minutes // 60

    @property
    def preparation_rest(self) -> int:
        """The minutes beyond the hours."""
        return self.preparation_minutes % 60

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID

    @property
    def is_hosting(self) -> bool:
        return self.kind == self.Kind.HOSTING

    @property
    def is_training(self) -> bool:
        return self.nature != Format.Nature.NOT_TRAINING
