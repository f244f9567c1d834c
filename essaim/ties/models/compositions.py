"""Compositions: people, rules, and who sits where in each round."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models import Session
from essaim.people.models import Agent, Unit
from essaim.programmes.models import Programme


class CompositionQuerySet(models.QuerySet["Composition"]):
    def visible_to(self, agent: Agent) -> Self:
        """Those of the programmes that the agent runs; the others do not exist."""
        return self.filter(programme__in=Programme.objects.piloted_by(agent))


class Composition(models.Model):
    """A request to seat people around tables: the worker takes it by a lease, and its places come back.

    `undo` holds everything as it stood before the last change, in the shape of `operations.snapshots`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("en cours")
        DONE = "done", _("prête")
        IMPOSSIBLE = "impossible", _("règles qui se contredisent")
        STOPPED = "stopped", _("arrêtée")
        FAILED = "failed", _("interrompue")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="compositions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="compositions")
    """Whose people it seats; nothing for a list of people."""
    title = models.CharField(_("nom"), max_length=200)
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.QUEUED)
    table_size = models.PositiveSmallIntegerField(_("personnes par table, au plus"))
    rounds = models.PositiveSmallIntegerField(_("tours"), default=1)
    most_per_unit = models.PositiveSmallIntegerField(_("personnes d’un même service, au plus"), null=True)
    apart_managers = models.BooleanField(_("personne avec sa hiérarchie"), default=True)
    tables = models.PositiveSmallIntegerField(_("tables"), default=0)
    """How many there are in each round, once composed."""
    seed = models.PositiveIntegerField(_("graine du tirage"))
    progress = models.PositiveSmallIntegerField(_("avancement, en %"), default=0)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    leased_until = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)
    """What the calculation says of rules that contradict each other: code, about, values."""
    chance = models.JSONField(null=True)
    """New ties of random seatings: `mean`, `low`, `high`, `draws`."""
    undo = models.JSONField(null=True)
    asked_at = models.DateTimeField(_("demandée le"))
    finished_at = models.DateTimeField(null=True)

    objects = CompositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("composition")
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(session__isnull=False), name="one_composition_per_session"
            ),
            models.CheckConstraint(
                name="a_table_seats_two_or_more", condition=Q(table_size__gte=2) & Q(table_size__lte=50)
            ),
            models.CheckConstraint(
                name="a_composition_has_one_to_six_rounds", condition=Q(rounds__gte=1) & Q(rounds__lte=6)
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="queued"), name="compositions_to_make")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        return self.state == self.State.QUEUED


class Member(models.Model):
    """Somebody to seat, with the service that counts; who is away keeps the row and has no place."""

    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="members")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    is_away = models.BooleanField(_("absence"), default=False)

    class Meta:
        verbose_name = _("personne à placer")
        constraints = [models.UniqueConstraint(fields=["composition", "agent"], name="one_member_per_agent")]

    def __str__(self) -> str:
        return f"{self.composition_id} {self.agent_id}"


class Place(models.Model):
    """At which table somebody sits in one round; a pinned one is kept when the rest is composed again."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="places")
    round = models.PositiveSmallIntegerField(_("tour"))
    table = models.PositiveSmallIntegerField(_("table"))
    is_pinned = models.BooleanField(_("à sa place"), default=False)

    class Meta:
        verbose_name = _("place à table")
        constraints = [
            models.UniqueConstraint(fields=["member", "round"], name="one_place_per_member_and_round"),
            models.CheckConstraint(
                name="rounds_and_tables_count_from_one", condition=Q(round__gte=1) & Q(table__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.round} {self.table}"
