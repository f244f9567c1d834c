"""Personal cards: what signs in whoever has neither mailbox nor password."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models.agents import Agent


class Card(models.Model):
    """A card given to somebody; of its six digits only a slow, keyed digest is kept."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="cards")
    number = models.CharField(_("numéro"), max_length=7, unique=True)
    """Printed on it, in figures alone: neither an address nor a name, whatever one signs in with."""
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField(_("remise le"))
    issued_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    last_used_at = models.DateTimeField(_("dernière entrée"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    revoked_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tries = models.PositiveIntegerField(_("essais depuis la dernière entrée"), default=0)
    waits_until = models.DateTimeField(null=True, blank=True)
    """Until then no code is looked at, not even the right one."""

    class Meta:
        verbose_name = _("carte")
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=Q(revoked_at=None), name="one_living_card_per_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.issued_at:%Y-%m-%d}"
