"""Sessions, their dates, their hosts."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models.pools import Pool
from essaim.catalogue.models import Topic
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format, Programme


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, agent: Agent) -> Self:
        """What one's organisation publishes, and what others opened to it; drafts for those who run them.

        Other employers' sessions do not exist, unless they keep seats for one's organisation.
        """
        if agent.is_platform_administrator:
            return self
        shown = Q(published_at__isnull=False) & open_to(agent.organisation_id)
        if agent.may_pilot:
            mine = Q(programme__organisation=agent.organisation_id, programme__in=piloted(agent))
            return self.filter(shown | mine)
        return self.filter(shown)

    def piloted_by(self, agent: Agent) -> Self:
        """Those of the programmes that the agent runs."""
        return self.filter(programme__in=piloted(agent))


def open_to(organisation: int) -> Q:
    """Sessions of that organisation, and those of partners that keep, or kept, seats for it."""
    invited = Pool.objects.filter(organisation=organisation).values("session")
    return Q(programme__organisation=organisation) | Q(pk__in=invited)


def piloted(agent: Agent) -> "models.QuerySet[Programme]":
    return Programme.objects.piloted_by(agent)


class Session(models.Model):
    """Something to attend: one registration, one or several dates, a limited number of seats.

    `taken`, `waiting`, `kept` and `last_ticket` move only in conditional statements of `operations`; `version` grows
    with every change that a page could show, but for one person more in the queue, which `waiting` tells.
    """

    class Modality(models.TextChoices):
        ON_SITE = "on_site", _("présentiel")
        REMOTE = "remote", _("distanciel")
        HYBRID = "hybrid", _("hybride")
        AT_WORK = "at_work", _("en situation de travail")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sessions")
    format = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="sessions")
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    title = models.CharField(_("titre"), max_length=200)
    promise = models.TextField(_("promesse"), blank=True)
    outcomes = models.TextField(_("vous saurez, une ligne par point"), blank=True)
    audience = models.TextField(_("public et matériel"), blank=True)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    code = models.CharField(_("code"), max_length=5, unique=True)
    modality = models.CharField(
        _("modalité"), max_length=10, choices=Modality.choices, default=Modality.ON_SITE
    )
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True, default=12)
    minimum = models.PositiveSmallIntegerField(_("minimum de participants"), null=True, blank=True)
    """Below so many people the session is not worth holding; nobody is refused because of it."""
    taken = models.PositiveIntegerField(_("places prises"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("en attente"), default=0, editable=False)
    kept = models.PositiveIntegerField(_("places gardées libres"), default=0, editable=False)
    """Free seats of the pools that are not open to everybody yet."""
    last_ticket = models.BigIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    starts_at = models.DateTimeField(_("début de la première date"))
    ends_at = models.DateTimeField(_("fin de la dernière date"))
    registration_opens_at = models.DateTimeField(_("inscriptions à partir du"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("inscriptions jusqu’au"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("raison de l’annulation"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    edited_at = models.DateTimeField(_("modifiée le"), null=True, editable=False)
    """When somebody last changed what it says; a page opened before that must look again."""
    edited_by = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                name="never_more_taken_than_seats", condition=Q(seats=None) | Q(taken__lte=F("seats"))
            ),
            models.CheckConstraint(
                name="open_seats_never_eat_kept_ones",
                condition=Q(kept=0) | Q(seats__isnull=False, seats__gte=F("taken") + F("kept")),
            ),
            models.CheckConstraint(
                name="minimum_is_at_most_the_seats",
                condition=Q(minimum=None) | Q(seats=None) | Q(minimum__lte=F("seats")),
                violation_error_message=_("Le minimum dépasse le nombre de places."),
            ),
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Les inscriptions se ferment après leur ouverture."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "starts_at"], name="sessions_by_programme"),
            models.Index(
                fields=["ends_at"], condition=Q(closed_at=None, cancelled_at=None), name="sessions_to_close"
            ),
            models.Index(
                fields=["programme", "ends_at"], condition=Q(closed_at=None), name="sessions_to_come"
            ),
            models.Index(fields=["closed_at"], name="sessions_by_closing"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cause(self) -> str:
        """The name under which letters know this session."""
        return f"session:{self.pk}"

    @property
    def note_cause(self) -> str:
        """The same for what a coordinator writes by hand: a seat that moves does not take it back."""
        return f"note:{self.pk}"


class Sitting(models.Model):
    """One date of a session: a day, hours, a place or a link."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sittings")
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    room = models.CharField(_("salle"), max_length=200, blank=True)
    link = models.URLField(_("lien de visioconférence"), blank=True)

    class Meta:
        verbose_name = _("date")
        constraints = [
            models.CheckConstraint(
                name="sitting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.UniqueConstraint(
                fields=["session", "starts_at"], name="one_sitting_per_session_and_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts_at:%d/%m/%Y %H:%M}"


class Host(models.Model):
    """Who leads a session: an agent, or an outside speaker who has no account."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="hosts")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted")
    speaker = models.CharField(_("intervenant extérieur"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("animatrice ou animateur")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "agent"], condition=Q(agent__isnull=False), name="one_host_row_per_agent"
            ),
            models.CheckConstraint(
                name="a_host_is_an_agent_or_a_speaker",
                condition=Q(agent__isnull=False, speaker="") | (Q(agent=None) & ~Q(speaker="")),
                violation_error_message=_(
                    "Choisissez un agent, ou écrivez le nom d’un intervenant extérieur."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.speaker or str(self.agent_id)


class DateChange(models.Model):
    """The dates of a published session as they were and as they became: what its letter says, what undoing needs."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="date_changes")
    before = models.JSONField()
    """One entry per date: pk, moments, site, room, link."""
    after = models.JSONField()
    withheld = models.JSONField(default=list)
    """Letters with the old dates that had not left; undoing lets them go."""
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    letters_leave_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("changement de dates")
        indexes = [models.Index(fields=["session", "-at"], name="date_changes_of_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.at:%d/%m/%Y %H:%M}"
