"""What came from HR: each file, what it would change, what it changed."""

from django.db import models

from essaim.people.models.agents import Agent
from essaim.people.models.organisations import Organisation


class StaffImport(models.Model):
    """One HR file on its way: previewed, queued, applied, or refused as a whole."""

    class State(models.TextChoices):
        PREVIEW = "preview", "aperçu"
        QUEUED = "queued", "en cours"
        DONE = "done", "terminé"
        REFUSED = "refused", "refusé"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="staff_imports")
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="staff_imports")
    file_name = models.CharField("fichier", max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    allow_closing = models.BooleanField("fermer plus d’un cinquième des comptes", default=False)
    result = models.JSONField(default=dict)
    """Counts, rejected rows and the sentence of a refusal, in the shape that `import-agents --json` prints."""
    progress = models.PositiveSmallIntegerField("avancement, en %", default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "import"

    def __str__(self) -> str:
        return self.file_name
