"""Who stands in for whom, and who is away: the little that registering others needs to know."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models.agents import Agent
from essaim.people.models.organisations import Unit


class Relay(models.Model):
    """An agent who acts for the people of a unit and of those below it, named by a coordinator."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="relays")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="relays")
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(_("depuis le"))

    class Meta:
        verbose_name = _("relais")
        constraints = [models.UniqueConstraint(fields=["agent", "unit"], name="one_relay_per_agent_and_unit")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.unit_id}"


class Leave(models.Model):
    """Days on which somebody is away, both included. Never why."""

    class Origin(models.TextChoices):
        OWN = "own", _("notée par l’agent")
        COLLEAGUE = "colleague", _("notée pour l’agent")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="leaves")
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    origin = models.CharField(_("origine"), max_length=10, choices=Origin.choices, default=Origin.OWN)

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "starts_on", "ends_on"], name="one_leave_per_agent_and_days"
            ),
            models.CheckConstraint(
                name="leave_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Le dernier jour vient après le premier, ou le même jour."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.starts_on} – {self.ends_on}"
