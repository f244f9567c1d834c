"""Who came, and what they were on that day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models.sessions import Session, Sitting
from essaim.people.models import Agent, Organisation, Unit


class Presence(models.Model):
    """Whether an agent came to one half-day of one date: what somebody signs for."""

    class Status(models.TextChoices):
        PRESENT = "present", _("présent")
        EXCUSED = "excused", _("excusé")
        ABSENT = "absent", _("absent")

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="presences")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="presences")
    half = models.PositiveSmallIntegerField(_("demi-journée"), default=1)
    """1, or 2 for the afternoon of a date that goes on after lunch (`rules.halves_of`)."""
    status = models.CharField(_("présence"), max_length=8, choices=Status.choices)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("présence")
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "half", "agent"], name="one_presence_per_half_day_and_agent"
            ),
            models.CheckConstraint(
                name="a_date_has_one_or_two_half_days", condition=Q(half__gte=1) & Q(half__lte=2)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.status}"


class Attendance(models.Model):
    """One person who attended at least one half-day of a closed session, frozen as the person was that day.

    Figures read only this table: a reorganisation, a move or an erasure changes none of them.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="attendances")
    person = models.UUIDField()
    """Stands for the agent in counts of distinct people, also once the agent is erased."""
    day = models.DateField(_("jour"))
    minutes = models.PositiveIntegerField(_("minutes suivies"), default=0)
    """The half-days where the person was present, added up."""
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation_name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    unit_path = models.JSONField(default=list)
    """Names of the unit and of those above it, from the top."""
    category = models.CharField(max_length=1, blank=True)
    status = models.CharField(max_length=12, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    site_name = models.CharField(max_length=200, blank=True)
    occupation_name = models.CharField(max_length=200, blank=True)
    stream = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("participation")
        indexes = [models.Index(fields=["unit", "day"], name="attendances_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="one_attendance_per_session_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.day}"
