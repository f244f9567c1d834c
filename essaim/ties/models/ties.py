"""Who met whom: pairs of people, the session where they met, and how closely."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models import Session
from essaim.people.models import Agent


class Tie(models.Model):
    """Two people who met in a session. Nobody reads it by name: the composer counts it, and forgets it with age.

    The pair is written once, the smaller key first; erasing one of the two erases the tie.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("même séance")
        TABLE = "table", _("même table")
        TEAM = "team", _("même équipe")

    low = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind.choices)
    met_on = models.DateField(_("le"))

    class Meta:
        verbose_name = _("rencontre")
        constraints = [
            models.UniqueConstraint(
                fields=["low", "high", "session", "kind"], name="one_tie_per_pair_session_and_kind"
            ),
            models.CheckConstraint(name="the_smaller_key_comes_first", condition=Q(low__lt=F("high"))),
        ]
        indexes = [models.Index(fields=["met_on"], name="ties_by_age")]

    def __str__(self) -> str:
        return f"{self.low_id} – {self.high_id} ({self.kind})"


class SessionTies(models.Model):
    """Whether the ties of a closed session are written; `is_due` once a presence was corrected since."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="ties_record")
    is_due = models.BooleanField(_("à refaire"), default=True)
    written_at = models.DateTimeField(_("écrites le"), null=True)

    class Meta:
        verbose_name = _("rencontres d’une séance")
        indexes = [
            models.Index(fields=["session"], condition=Q(is_due=True), name="sessions_whose_ties_are_due")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.written_at or ''}"
