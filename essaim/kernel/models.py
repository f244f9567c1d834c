"""Tables of the kernel: the turns of regular work."""

from django.db import models


class Tick(models.Model):
    """One turn of a chore: due at a moment, claimed by a lease that expires, done once."""

    name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="one_turn_per_chore_and_moment")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"
