"""What came from HR: each file, what it would change, what it changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.people.models.agents import Agent
from essaim.people.models.organisations import Organisation


class StaffImport(models.Model):
    """One HR file on its way: previewed, queued, applied, or refused as a whole."""

    class State(models.TextChoices):
        DRAFT = "draft", _("à préparer")
        PREVIEW = "preview", _("aperçu")
        QUEUED = "queued", _("en cours")
        DONE = "done", _("terminé")
        REFUSED = "refused", _("refusé")
        UNDONE = "undone", _("annulé")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="staff_imports")
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="staff_imports")
    file_name = models.CharField(_("fichier"), max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    """Of the bytes of a file taken from a folder: the same content is not taken twice."""
    raw = models.BinaryField(default=b"")
    """The sheets as they stand, until the import is applied: somebody may say anew what the columns are."""
    sheet = models.CharField(_("feuille"), max_length=200, blank=True)
    is_full = models.BooleanField(_("contient tous les agents"), default=True)
    mapping = models.JSONField(default=dict)
    """What was said by hand: `columns` (place to field) and `words` (field to word to meaning)."""
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    allow_closing = models.BooleanField(_("fermer plus d’un cinquième des comptes"), default=False)
    result = models.JSONField(default=dict)
    """Counts, rejected rows and the sentence of a refusal, in the shape that `import-agents --json` prints."""
    progress = models.PositiveSmallIntegerField(_("avancement, en %"), default=0)
    leased_until = models.DateTimeField(null=True)
    places = models.JSONField(default=dict)
    """Keys of the units, sites and occupations that it created: an undo removes those that nothing names."""
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("import")

    def __str__(self) -> str:
        return self.file_name


class StaffChange(models.Model):
    """What an import did to one agent, to be read, and undone while nothing newer depends on it."""

    class Kind(models.TextChoices):
        CREATED = "created", _("créé")
        CHANGED = "changed", _("changé")
        CLOSED = "closed", _("parti")

    staff_import = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="changes")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="staff_changes")
    name = models.CharField(_("agent"), max_length=301)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    fields = models.JSONField(default=list)
    """Each field that changed: `what`, `before`, `after`, in the words of the preview."""
    before = models.JSONField(null=True)
    """Account and postings as they stood, nothing for who is new; kept as long as an undo is possible."""
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("changement")
        constraints = [
            models.UniqueConstraint(
                fields=["staff_import", "agent"], name="one_staff_change_per_import_and_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind}"


class ColumnMemory(models.Model):
    """What the columns of a file are for an employer, told once for the same names of columns."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="column_memories")
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    """The field of each column that is taken, by the key of its name."""
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("colonnes retenues")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="one_memory_per_set_of_columns")
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class WordMemory(models.Model):
    """What a word means for an employer: « Cadre A+ » is category A, « Mis à disposition » says nothing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="word_memories")
    field = models.CharField(max_length=12)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=12, blank=True)
    """Empty: the word is known to say nothing."""

    class Meta:
        verbose_name = _("mot retenu")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "field", "word"], name="one_meaning_per_field_and_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} : {self.meaning}"
