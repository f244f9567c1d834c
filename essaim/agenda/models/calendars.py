"""What calendars were told, and the addresses where they ask."""

from django.db import models

from essaim.agenda.models.registrations import Registration
from essaim.letters.models import Letter
from essaim.people.models import Agent


class Entry(models.Model):
    """What one letter tells its addressee's calendar: made as it leaves, kept so that it leaves again the same."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="entry")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="entries")
    sequence = models.PositiveIntegerField()
    """Grows from one letter to the next of the same registration."""
    request = models.TextField(blank=True)
    """All the dates, as an iCalendar file; empty when the person comes no more."""
    cancel = models.TextField(blank=True)
    """The dates told before that are no more."""

    class Meta:
        verbose_name = "entrée d’agenda"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "sequence"], name="one_entry_per_registration_and_sequence"
            ),
            models.CheckConstraint(
                name="an_entry_says_something", condition=~models.Q(request="") | ~models.Q(cancel="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} ({self.sequence})"


class Feed(models.Model):
    """Whoever has one may read their sessions without signing in, at an address signed with `nonce`.

    Another nonce is another address: the former ones open nothing any more.
    """

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField("adresse faite le")

    class Meta:
        verbose_name = "adresse d’agenda"

    def __str__(self) -> str:
        return str(self.agent_id)
