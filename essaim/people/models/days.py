"""Days that an organisation marks: its own closed days, and the school holidays around it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models.organisations import Organisation


class DayPeriod(models.Model):
    """Some days under a name, both ends included.

    On closed days nobody works. School holidays only warn: people work then, but fewer come.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("jours fermés")
        SCHOOL = "school", _("vacances scolaires")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("nom"), max_length=80)
    zone = models.CharField(_("zone"), max_length=40, blank=True, default="")
    """The zone or the académie of school holidays, for example A; empty when the file says none."""
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("période")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "zone", "starts_on"],
                name="one_period_per_name_and_day",
                violation_error_message=_("Cette période est déjà notée."),
            ),
            models.CheckConstraint(
                name="period_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Le dernier jour vient après le premier, ou le même jour."),
            ),
            models.CheckConstraint(
                name="only_school_holidays_have_a_zone",
                condition=Q(kind="school") | Q(zone=""),
                violation_error_message=_("Des jours fermés n’ont pas de zone."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="periods_of_organisation")]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on} – {self.ends_on}"

    @property
    def label(self) -> str:
        """« Vacances d’hiver, zone A »; a zone that is more than a letter is said as it is."""
        if not self.zone:
            return self.name
        zone = _("zone %(letter)s") % {"letter": self.zone} if len(self.zone) == 1 else self.zone
        return f"{self.name}, {zone}"
