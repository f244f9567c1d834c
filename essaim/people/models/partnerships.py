"""Two employers who open sessions to each other."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from essaim.people.models.agents import Agent
from essaim.people.models.organisations import Organisation


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def of(self, organisation: int) -> Self:
        """Those that the organisation proposed or was offered; the others do not exist."""
        return self.filter(Q(proposer=organisation) | Q(partner=organisation))

    def running(self) -> Self:
        return self.filter(state=Partnership.State.ACCEPTED)


class Partnership(models.Model):
    """Proposed by one organisation, accepted by the other; once it ends, what was promised stays."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposé")
        ACCEPTED = "accepted", _("accepté")
        DECLINED = "declined", _("décliné")
        ENDED = "ended", _("terminé")

    LIVE = (State.PROPOSED, State.ACCEPTED)

    proposer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="partnerships_proposed")
    partner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="partnerships_received")
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(_("proposé le"))
    proposed_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(_("répondu le"), null=True)
    answered_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("terminé le"), null=True)
    ended_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenariat")
        constraints = [
            models.CheckConstraint(
                name="nobody_is_their_own_partner",
                condition=~Q(proposer=F("partner")),
                violation_error_message=_("Une organisation n’est pas sa propre partenaire."),
            ),
            models.UniqueConstraint(
                Least("proposer", "partner"),
                Greatest("proposer", "partner"),
                condition=Q(state__in=["proposed", "accepted"]),
                name="one_live_partnership_per_pair",
            ),
            models.CheckConstraint(
                name="an_ended_partnership_says_when",
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposer_id} – {self.partner_id} ({self.state})"

    def other(self, organisation: int) -> Organisation:
        """The organisation on the other side."""
        return self.partner if self.proposer_id == organisation else self.proposer
