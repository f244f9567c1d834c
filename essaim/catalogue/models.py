"""Tables of the catalogue."""

from django.db import models

from essaim.programmes.models import Format, Programme


class Topic(models.Model):
    """What can be given again and again: a title, a promise, what one will know."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="topics")
    title = models.CharField("titre", max_length=200)
    promise = models.TextField("promesse", blank=True)
    outcomes = models.TextField("vous saurez, une ligne par point", blank=True)
    audience = models.TextField("public et matériel", blank=True)

    class Meta:
        verbose_name = "sujet"
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="one_topic_per_programme_and_title"),
        ]

    def __str__(self) -> str:
        return self.title
