"""What a line manager is asked, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models.registrations import Registration
from essaim.people.models import Agent


class Approval(models.Model):
    """One question to a line manager about one registration; while it is open the seat is held."""

    class State(models.TextChoices):
        ASKED = "asked", _("accord demandé")
        PROPOSED = "proposed", _("refus proposé, avis attendu")
        ACCEPTED = "accepted", _("accord")
        REFUSED = "refused", _("refus")
        DROPPED = "dropped", _("sans objet")

    class Level(models.IntegerChoices):
        MANAGER = 1, _("responsable direct")
        ABOVE = 2, _("responsable du responsable")
        COORDINATION = 3, _("coordination")

    class Reason(models.TextChoices):
        SERVICE_NEEDS = "service_needs", _("Nécessités de service")
        DATE = "date", _("La date ne convient pas")
        UNRELATED = "unrelated", _("Sans rapport avec son poste")
        ALREADY = "already", _("Formation proche suivie il y a peu")
        OTHER = "other", _("Autre raison")
        SILENCE = "silence", _("Pas de réponse dans le délai")

    class Opinion(models.TextChoices):
        FAVOURABLE = "favourable", _("favorable au refus")
        UNFAVOURABLE = "unfavourable", _("défavorable au refus")

    OPEN = (State.ASKED, State.PROPOSED)
    MUST_BE_TOLD = (Reason.OTHER,)

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="approvals")
    asked_of = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="approvals_asked"
    )
    """Nobody: the question is to those who run the programme."""
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level.choices, default=Level.MANAGER)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("demandé le"))
    remind_at = models.DateTimeField(_("à rappeler le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("relancé le"), null=True, blank=True)
    due_at = models.DateTimeField(_("réponse attendue avant le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("raison du refus"), max_length=15, choices=Reason.choices, blank=True)
    words = models.CharField(_("un mot"), max_length=500, blank=True)
    opinion = models.CharField(_("avis"), max_length=12, choices=Opinion.choices, blank=True)
    opinion_on = models.DateField(_("avis rendu le"), null=True, blank=True)
    opinion_reference = models.CharField(_("référence de l’avis"), max_length=100, blank=True)
    opinion_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("accord")
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state__in=["asked", "proposed"]),
                name="one_open_approval_per_registration",
            ),
            models.CheckConstraint(
                name="a_refusal_has_a_reason",
                condition=~Q(state__in=["refused", "proposed"]) | ~Q(reason=""),
                violation_error_message=_("Choisissez une raison : la personne la lira."),
            ),
            models.CheckConstraint(
                name="an_answer_has_a_moment",
                condition=~Q(state__in=["accepted", "refused", "proposed"]) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_opinion_has_a_day_and_a_reference",
                condition=Q(opinion="") | (Q(opinion_on__isnull=False) & ~Q(opinion_reference="")),
            ),
            models.CheckConstraint(
                name="a_reminder_comes_before_the_end",
                condition=Q(remind_at=None) | Q(remind_at__lte=F("due_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="asked"), name="approvals_by_end"),
            models.Index(
                fields=["remind_at"],
                condition=Q(state="asked", remind_at__isnull=False),
                name="approvals_to_remind",
            ),
            models.Index(fields=["asked_of", "state"], name="approvals_of_manager"),
            models.Index(fields=["state"], name="approvals_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state}"

    @property
    def cause(self) -> str:
        """The name under which letters to managers know this question."""
        return f"approval:{self.pk}"

    @property
    def asked_of_is_here(self) -> bool:
        """Whether the question is to somebody at work, or to those who run the programme."""
        return self.asked_of is None or self.asked_of.is_active
