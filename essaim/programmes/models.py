"""Tables of programmes."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from essaim.people.models import Agent, Organisation
from essaim.ui.words import Words, words_from

HAS_A_NUMBER = RegexValidator(r"\d\d", "Écrivez un numéro, par exemple 04 72 00 00 00 ou poste 4812.")


class ManagerRule(models.TextChoices):
    """What the line manager of somebody who gets a seat has to do with it."""

    INFORMED = "informed", "La hiérarchie est informée"
    ASKED = "asked", "La hiérarchie donne son accord"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, agent: Agent) -> Self:
        """Programmes of one's own organisation; the others do not exist."""
        return self if agent.is_platform_administrator else self.filter(organisation=agent.organisation_id)

    def piloted_by(self, agent: Agent) -> Self:
        """Those the agent coordinates, and those of the organisation that the agent administers."""
        if agent.is_platform_administrator:
            return self
        mine = Q(coordinators=agent)
        if agent.is_administrator:
            mine |= Q(organisation=agent.organisation_id)
        return self.filter(mine).distinct()


def default_words() -> dict[str, str]:
    return {
        "participant": "participant",
        "participants": "participants",
        "session": "séance",
        "sessions": "séances",
        "session_gender": "f",
    }


class Programme(models.Model):
    """TRUC², iX, La Grande Équipe: a school or a network, with its own words, colours and rules."""

    class Cutoff(models.TextChoices):
        EVE_NOON = "eve_noon", "La veille à 12 h"
        TWO_HOURS = "two_hours", "Deux heures avant"

    class Silence(models.TextChoices):
        ACCEPT = "accept", "La place est accordée"
        REFUSE = "refuse", "La place est rendue"
        ESCALATE = "escalate", "La demande passe au niveau suivant"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="programmes")
    name = models.CharField("nom du dispositif", max_length=100)
    slug = models.SlugField("nom court", unique=True)
    tagline = models.CharField("phrase d’accueil", max_length=300, blank=True)
    phone = models.CharField("téléphone à appeler", max_length=40, blank=True, validators=[HAS_A_NUMBER])
    """Printed on what hangs on a wall, for those who have no screen."""
    words = models.JSONField("mots du dispositif", default=default_words)
    colour = models.CharField("couleur de la collectivité", max_length=7, default="#14574f")
    logo = models.TextField("logo, en data URI", blank=True)
    coordinators = models.ManyToManyField(Agent, related_name="coordinated_programmes", blank=True)
    offer_working_hours = models.PositiveSmallIntegerField(
        "heures ouvrées pour répondre à une place proposée",
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    direct_hours = models.PositiveSmallIntegerField(
        "heures avant la séance où la place est donnée sans demander",
        default=48,
        validators=[MaxValueValidator(720)],
    )
    promotion_cutoff = models.CharField(
        "plus personne n’est appelé après", max_length=10, choices=Cutoff.choices, default=Cutoff.EVE_NOON
    )
    host_ceiling = models.PositiveSmallIntegerField(
        "séances à animer en 30 jours, au plus",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    survey_days = models.PositiveSmallIntegerField(
        "jours pour répondre au questionnaire",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    manager_rule = models.CharField(
        "la hiérarchie", max_length=10, choices=ManagerRule.choices, default=ManagerRule.INFORMED
    )
    approval_days = models.PositiveSmallIntegerField(
        "jours ouvrés pour donner son accord",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    on_silence = models.CharField(
        "sans réponse", max_length=10, choices=Silence.choices, default=Silence.ACCEPT
    )

    signer_name = models.CharField("qui signe les attestations", max_length=150, blank=True)
    signer_role = models.CharField("fonction de qui signe", max_length=150, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "dispositif"

    def __str__(self) -> str:
        return self.name

    @property
    def own_words(self) -> Words:
        """Its words, ready to be spoken."""
        return words_from(self.words)

    def word(self, key: str) -> str:
        """The programme's own word, for instance « apprenti » for a participant."""
        found: str = self.words.get(key) or default_words()[key]
        return found


class Format(models.Model):
    """« Un truc² en + », « Ac’Truc² »: a way to meet, with its icon, colour pair and usual size."""

    class Nature(models.TextChoices):
        IMPROVEMENT = "improvement", "perfectionnement"
        EXAMS = "exams", "préparation aux concours et examens"
        INTEGRATION = "integration", "intégration"
        PROFESSIONALISATION = "professionalisation", "professionnalisation"
        PERSONAL = "personal", "formation personnelle"
        LITERACY = "literacy", "illettrisme et langue"
        NOT_TRAINING = "not_training", "hors formation (convivialité, réseau)"

    class Colour(models.TextChoices):
        F1 = "f1", "miel"
        F2 = "f2", "violet"
        F3 = "f3", "bleu"
        F4 = "f4", "vert"
        F5 = "f5", "brique"

    class Icon(models.TextChoices):
        SCREEN = "screen", "écran"
        MIC = "mic", "micro"
        CAP = "cap", "toque"
        LEAF = "leaf", "feuille"
        NETWORK = "network", "réseau"
        BULB = "bulb", "ampoule"
        BOOK = "book", "livre"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="formats")
    name = models.CharField("nom", max_length=100)
    slug = models.SlugField("nom court")
    icon = models.CharField("icône", max_length=10, choices=Icon.choices, default=Icon.BOOK)
    colour = models.CharField("couleur", max_length=2, choices=Colour.choices, default=Colour.F1)
    usual_minutes = models.PositiveSmallIntegerField("durée habituelle, en minutes", default=90)
    usual_seats = models.PositiveSmallIntegerField("places habituelles", default=12)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices, default=Nature.IMPROVEMENT)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    manager_rule = models.CharField(
        "la hiérarchie, pour ce format", max_length=10, choices=ManagerRule.choices, blank=True
    )
    """Empty: as the programme says."""

    class Meta:
        verbose_name = "format"
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="one_format_per_programme_and_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Season(models.Model):
    """A named period of a programme; both days belong to it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="seasons")
    name = models.CharField("nom", max_length=100)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")

    class Meta:
        verbose_name = "saison"
        constraints = [
            models.CheckConstraint(
                name="season_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin doit suivre le début.",
            )
        ]

    def __str__(self) -> str:
        return self.name
