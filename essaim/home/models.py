"""The tables of the cockpit: what was put aside, and the season as it was last counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Agent
from essaim.programmes.models import Programme


class Snooze(models.Model):
    """A thing to decide that a programme's coordinators see again only later."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="snoozes")
    key = models.CharField(max_length=100)
    """That of the task: its kind and the row behind it."""
    until = models.DateTimeField(_("jusqu’au"))
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("chose remise à plus tard")
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_snooze_per_task")]

    def __str__(self) -> str:
        return f"{self.key} {self.until:%d/%m/%Y}"


class SeasonCount(models.Model):
    """A programme's season and the one before, as the worker last counted them."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="season_counts")
    starts_on = models.DateField(_("début"))
    stamp = models.CharField(max_length=64)
    """Stands for all that was counted: as long as it is the same, so are the figures."""
    now = models.JSONField()
    before = models.JSONField(null=True)
    counted_at = models.DateTimeField(_("comptée le"))

    class Meta:
        verbose_name = _("chiffres d’une saison")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "starts_on"], name="one_count_per_programme_and_season"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.starts_on} {self.counted_at:%d/%m/%Y %H:%M}"
