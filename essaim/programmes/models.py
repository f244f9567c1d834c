"""Tables of programmes."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Agent, Organisation
from essaim.ui.words import Words, words_from

HAS_A_NUMBER = RegexValidator(r"\d\d", "Écrivez un numéro, par exemple 04 72 00 00 00 ou poste 4812.")


class ManagerRule(models.TextChoices):
    """What the line manager of somebody who gets a seat has to do with it."""

    INFORMED = "informed", _("La hiérarchie est informée")
    ASKED = "asked", _("La hiérarchie donne son accord")


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
        EVE_NOON = "eve_noon", _("La veille à 12 h")
        TWO_HOURS = "two_hours", _("Deux heures avant")

    class Silence(models.TextChoices):
        ACCEPT = "accept", _("La place est accordée")
        REFUSE = "refuse", _("La place est rendue")
        ESCALATE = "escalate", _("La demande passe au niveau suivant")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="programmes")
    name = models.CharField(_("nom du dispositif"), max_length=100)
    slug = models.SlugField(_("nom court"), unique=True)
    tagline = models.CharField(_("phrase d’accueil"), max_length=300, blank=True)
    phone = models.CharField(_("téléphone à appeler"), max_length=40, blank=True, validators=[HAS_A_NUMBER])
    """Printed on what hangs on a wall, for those who have no screen."""
    words = models.JSONField(_("mots du dispositif"), default=default_words)
    colour = models.CharField(_("couleur de la collectivité"), max_length=7, default="#14574f")
    logo = models.TextField(_("logo, en data URI"), blank=True)
    formats_to_read = models.BooleanField(_("formats à relire"), default=False)
    """The first formats came with the programme: nobody has looked at them yet."""
    own_letters = models.JSONField(_("lettres à ses mots"), default=list, editable=False)
    """Which letters have words of its own (`letters.Formulation`): the others cost no reading when they leave."""
    coordinators = models.ManyToManyField(Agent, related_name="coordinated_programmes", blank=True)
    offer_working_hours = models.PositiveSmallIntegerField(
        _("heures ouvrées pour répondre à une place proposée"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    direct_hours = models.PositiveSmallIntegerField(
        _("heures avant la séance où la place est donnée sans demander"),
        default=48,
        validators=[MaxValueValidator(720)],
    )
    promotion_cutoff = models.CharField(
        _("plus personne n’est appelé après"), max_length=10, choices=Cutoff.choices, default=Cutoff.EVE_NOON
    )
    host_ceiling = models.PositiveSmallIntegerField(
        _("séances à animer en 30 jours, au plus"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    survey_days = models.PositiveSmallIntegerField(
        _("jours pour répondre au questionnaire"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    manager_rule = models.CharField(
        _("la hiérarchie"), max_length=10, choices=ManagerRule.choices, default=ManagerRule.INFORMED
    )
    approval_days = models.PositiveSmallIntegerField(
        _("jours ouvrés pour donner son accord"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    on_silence = models.CharField(
        _("sans réponse"), max_length=10, choices=Silence.choices, default=Silence.ACCEPT
    )

    signer_name = models.CharField(_("qui signe les attestations"), max_length=150, blank=True)
    signer_role = models.CharField(_("fonction de qui signe"), max_length=150, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispositif")

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
        IMPROVEMENT = "improvement", _("perfectionnement")
        EXAMS = "exams", _("préparation aux concours et examens")
        INTEGRATION = "integration", _("intégration")
        PROFESSIONALISATION = "professionalisation", _("professionnalisation")
        PERSONAL = "personal", _("formation personnelle")
        LITERACY = "literacy", _("illettrisme et langue")
        NOT_TRAINING = "not_training", _("hors formation (convivialité, réseau)")

    class Colour(models.TextChoices):
        F1 = "f1", _("miel")
        F2 = "f2", _("violet")
        F3 = "f3", _("bleu")
        F4 = "f4", _("vert")
        F5 = "f5", _("brique")

    class Icon(models.TextChoices):
        SCREEN = "screen", _("écran")
        MIC = "mic", _("micro")
        CAP = "cap", _("toque")
        LEAF = "leaf", _("feuille")
        NETWORK = "network", _("réseau")
        BULB = "bulb", _("ampoule")
        BOOK = "book", _("livre")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="formats")
    name = models.CharField(_("nom"), max_length=100)
    slug = models.SlugField(_("nom court"))
    icon = models.CharField(_("icône"), max_length=10, choices=Icon.choices, default=Icon.BOOK)
    colour = models.CharField(_("couleur"), max_length=2, choices=Colour.choices, default=Colour.F1)
    usual_minutes = models.PositiveSmallIntegerField(_("durée habituelle, en minutes"), default=90)
    usual_seats = models.PositiveSmallIntegerField(_("places habituelles"), default=12)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices, default=Nature.IMPROVEMENT)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    manager_rule = models.CharField(
        _("la hiérarchie, pour ce format"), max_length=10, choices=ManagerRule.choices, blank=True
    )
    """Empty: as the programme says."""

    class Meta:
        verbose_name = _("format")
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="one_format_per_programme_and_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Season(models.Model):
    """A named period of a programme; both days belong to it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="seasons")
    name = models.CharField(_("nom"), max_length=100)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("saison")
        constraints = [
            models.CheckConstraint(
                name="season_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fin doit suivre le début."),
            )
        ]

    def __str__(self) -> str:
        return self.name
