"""Agents, where they work over time, and the links that sign them in."""

import uuid
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from essaim.kernel.language import NAMES
from essaim.people.models.organisations import Occupation, Organisation, Site, Unit


class AgentQuerySet(models.QuerySet["Agent"]):
    def visible_to(self, agent: "Agent") -> Self:
        """Colleagues of one's own organisation; the others do not exist."""
        return self if agent.is_platform_administrator else self.filter(organisation=agent.organisation_id)


class AgentManager(BaseUserManager["Agent"].from_queryset(AgentQuerySet)):  # type: ignore[misc]
    """Creates agents with a usable password or none."""

    def create_user(self, login: str, password: str | None = None, **fields: object) -> "Agent":
        agent: Agent = self.model(login=login, **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, username: str | None) -> "Agent":
        found: Agent = self.get(login__iexact=username)
        return found


class Agent(AbstractBaseUser):
    """A person who learns, hosts, coordinates. Known to the employer by the HR number, never by the name."""

    person = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Stands for the person in figures, where it outlives the name."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agents")
    login = models.CharField(_("identifiant"), max_length=150, unique=True)
    hr_number = models.CharField(_("matricule"), max_length=60, blank=True)
    first_name = models.CharField(_("prénom"), max_length=150, blank=True)
    last_name = models.CharField(_("nom"), max_length=150)
    email = models.EmailField(_("courriel"), blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="agents", editable=False
    )
    """The unit of the open posting, kept by the operations that write postings."""
    is_active = models.BooleanField(_("en poste"), default=True)
    closed_on = models.DateField(_("parti le"), null=True, blank=True)
    is_coordinator = models.BooleanField(_("coordonne un dispositif"), default=False, editable=False)
    """Kept by the operation that appoints coordinators, so that lower parts know it without asking higher ones."""
    is_in_directory = models.BooleanField(
        _("mes collègues peuvent me trouver"), default=False, editable=False
    )
    """Agreed by the person, taken back at any time; kept with the index by `operations.directory`."""
    know_how = models.CharField(_("ce que je sais faire"), max_length=200, blank=True, editable=False)
    language = models.CharField(
        _("langue"), max_length=2, choices=[*NAMES.items()], blank=True, default="", editable=False
    )
    """In which the person reads pages and letters; empty until a choice is made: then French."""
    is_administrator = models.BooleanField(_("administre son organisation"), default=False)
    is_platform_administrator = models.BooleanField(_("administre l’installation"), default=False)

    acts_for_others = False
    """Whether somebody reports to this person, or a unit relies on them; read with the person of a request."""

    objects: ClassVar[AgentManager] = AgentManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["last_name"]

    class Meta:
        verbose_name = _("agent")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "hr_number"],
                condition=~Q(hr_number=""),
                name="one_agent_per_hr_number",
            ),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_agent_per_email"),
            models.UniqueConstraint(Lower("login"), name="one_agent_per_login"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def may_pilot(self) -> bool:
        return self.is_coordinator or self.is_administrator or self.is_platform_administrator

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Posting(models.Model):
    """What somebody was, where, from one day to another: the past is never rewritten."""

    class Category(models.TextChoices):
        A = "A", _("catégorie A")
        B = "B", _("catégorie B")
        C = "C", _("catégorie C")

    class Status(models.TextChoices):
        TENURED = "tenured", _("titulaire")
        CONTRACT = "contract", _("contractuel")
        CASUAL = "casual", _("vacataire")
        APPRENTICE = "apprentice", _("alternant")

    class Sex(models.TextChoices):
        FEMALE = "F", _("femme")
        MALE = "M", _("homme")

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="postings")
    category = models.CharField(_("catégorie"), max_length=1, choices=Category.choices, blank=True)
    status = models.CharField(_("statut"), max_length=12, choices=Status.choices, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex.choices, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="postings")
    occupation = models.ForeignKey(
        Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    line_manager = models.ForeignKey(
        Agent, on_delete=models.SET_NULL, null=True, blank=True, related_name="managed_postings"
    )
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)

    class Meta:
        verbose_name = _("affectation")
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=Q(ends_on=None), name="one_open_posting_per_agent"
            ),
            models.CheckConstraint(
                name="posting_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_manager",
                condition=Q(line_manager=None) | ~Q(line_manager=F("agent")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.starts_on} – {self.ends_on or ''}"


class Deputy(models.Model):
    """Who answers for a manager, from one day to another, both included."""

    manager = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="deputies")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="deputised")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    class Meta:
        verbose_name = _("suppléance")
        constraints = [
            models.CheckConstraint(
                name="deputy_ends_after_beginning",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy",
                condition=~Q(manager=F("agent")),
                violation_error_message=_("Choisissez une autre personne que vous."),
            ),
            models.UniqueConstraint(
                fields=["manager", "agent", "starts_on"], name="one_deputy_per_manager_and_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} pour {self.manager_id}"


class SignInLink(models.Model):
    """A link that signs in once, for fifteen minutes; only the digest of its token is kept."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lien de connexion")

    def __str__(self) -> str:
        return f"{self.agent_id} {self.expires_at:%H:%M}"
