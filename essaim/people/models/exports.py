"""Who took which table out of the site."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.people.models.agents import Agent
from essaim.people.models.organisations import Organisation


class ExportRecordQuerySet(models.QuerySet["ExportRecord"]):
    def visible_to(self, agent: Agent) -> Self:
        """Administrators read those of their organisation; nobody else reads any."""
        if agent.is_platform_administrator:
            return self
        return self.filter(organisation=agent.organisation_id) if agent.is_administrator else self.none()


class ExportRecord(models.Model):
    """One table that somebody took away: whose data, what, narrowed how, how many rows, in which format."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="exports")
    at = models.DateTimeField(_("exporté le"))
    content = models.CharField(_("contenu"), max_length=200)
    filters = models.CharField(_("filtres, en mots"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("lignes"))
    file_format = models.CharField(_("format"), max_length=4)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        indexes = [models.Index(fields=["organisation", "-at"], name="exports_latest_first")]

    def __str__(self) -> str:
        return f"{self.content} {self.at:%Y-%m-%d %H:%M}"
