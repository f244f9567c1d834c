"""The one table of the cockpit: what was put aside."""

from django.db import models

from essaim.people.models import Agent
from essaim.programmes.models import Programme


class Snooze(models.Model):
    """A thing to decide that a programme's coordinators see again only later."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="snoozes")
    key = models.CharField(max_length=100)
    """That of the task: its kind and the row behind it."""
    until = models.DateTimeField("jusqu’au")
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "chose remise à plus tard"
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_snooze_per_task")]

    def __str__(self) -> str:
        return f"{self.key} {self.until:%d/%m/%Y}"
