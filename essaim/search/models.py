"""What can be found, and the words it is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A thing of a higher part, known by kind and key, as one organisation finds it.

    Only what everybody of that organisation may see is here; what is opened to others is here once for each of them.
    """

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    organisation = models.BigIntegerField()
    """The key of an organisation: this part stands below the one that knows organisations."""
    title = models.CharField(max_length=300)
    search_text = models.TextField()
    """Words and stems, separated by spaces; those of the title first."""
    starts_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    """Tells whether anything changed since it was indexed."""

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "organisation"], name="one_document_per_thing_and_reader"
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind"], name="documents_by_organisation")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Slip(models.Model):
    """A word of the organisation's documents, under one of the ways to mistype it by a letter."""

    organisation = models.BigIntegerField()
    key = models.CharField(max_length=82)
    word = models.CharField(max_length=82)

    class Meta:
        verbose_name = _("mot")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key", "word"], name="one_slip_per_word_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.word}"
