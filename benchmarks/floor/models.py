"""A thing with seats, and who took one."""

from django.db import models


class Thing(models.Model):
    """A row of the list."""

    name = models.CharField(max_length=100)
    seats = models.PositiveIntegerField(default=20)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One person's place."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    person = models.PositiveIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="floor_one_entry")]

    def __str__(self) -> str:
        return f"{self.thing_id} {self.person}"
