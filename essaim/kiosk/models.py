"""The screens that an employer put in its halls."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Agent, Organisation


class Kiosk(models.Model):
    """A screen, enrolled by a code that serves once; of the code and of the device only digests are kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="kiosks")
    name = models.CharField(_("endroit"), max_length=80)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField()
    device_digest = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(_("ajoutée le"))
    added_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    enrolled_at = models.DateTimeField(_("mise en service le"), null=True)
    revoked_at = models.DateTimeField(_("retirée le"), null=True)

    class Meta:
        verbose_name = _("borne")
        constraints = [
            models.UniqueConstraint(
                fields=["code_digest"], condition=~Q(code_digest=""), name="one_kiosk_per_code"
            ),
            models.UniqueConstraint(
                fields=["device_digest"], condition=~Q(device_digest=""), name="one_kiosk_per_device"
            ),
            models.CheckConstraint(
                name="a_revoked_kiosk_opens_nothing",
                condition=Q(revoked_at=None) | Q(code_digest="", device_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
