"""What a room needs for itself: its running order, and the taps that it already counted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models.sessions import Session

LONGEST_STEP = 600


class Step(models.Model):
    """One step of the running order. The current one is the last that began; the others wait."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("ordre"))
    title = models.CharField(_("étape"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    began_at = models.DateTimeField(_("commencée à"), null=True, editable=False)

    class Meta:
        verbose_name = _("étape du déroulé")
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_step_per_session_and_position"),
            models.CheckConstraint(
                name="a_step_lasts_some_minutes", condition=Q(minutes__gte=1) & Q(minutes__lte=LONGEST_STEP)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Tap(models.Model):
    """A tap that was counted: the browser that did not hear the answer may send it again for nothing."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="taps")
    key = models.CharField(max_length=32)
    """Drawn by the browser, says nothing of anybody."""
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("geste compté")
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="each_tap_counts_once")]

    def __str__(self) -> str:
        return self.key
