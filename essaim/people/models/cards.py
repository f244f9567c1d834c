"""Personal cards: what signs in whoever has neither mailbox nor password."""

from django.db import models
from django.db.models import Q

from essaim.people.models.agents import Agent


class Card(models.Model):
    """A card given to somebody; of its six digits only a slow, keyed digest is kept."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="cards")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField("remise le")
    issued_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)
    revoked_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tries = models.PositiveIntegerField("essais depuis la dernière entrée", default=0)
    waits_until = models.DateTimeField(null=True, blank=True)
    """Until then no code is looked at, not even the right one."""

    class Meta:
        verbose_name = "carte"
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=Q(revoked_at=None), name="one_living_card_per_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.issued_at:%Y-%m-%d}"
