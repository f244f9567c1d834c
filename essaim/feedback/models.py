"""Tables of questionnaires."""

import uuid
from typing import TypeAlias

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models import Session
from essaim.catalogue.models import Topic
from essaim.people.models import Agent
from essaim.programmes.models import Format, Programme


class Kind(models.TextChoices):
    """How a question is answered."""

    TILES = "tiles", _("trois tuiles")
    SCALE = "scale", _("une échelle de 1 à 5")
    TEXT = "text", _("un mot libre")


class Wave(models.TextChoices):
    """When people are asked: right after a session, or some weeks later."""

    HOT = "hot", _("à chaud")
    COLD = "cold", _("à froid")


class Version(models.Model):
    """What a programme, or one of its formats, asks at one moment. A draft may change; once in use, never again.

    Each question is `{"name", "kind", "text", "labels", "icons"}`. A version of a format without questions
    says that the format asks what its programme asks.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="survey_versions")
    format = models.ForeignKey(Format, on_delete=models.CASCADE, null=True, related_name="survey_versions")
    wave = models.CharField(_("moment"), max_length=4, choices=Wave.choices, default=Wave.HOT)
    number = models.PositiveIntegerField(_("numéro"))
    questions = models.JSONField(_("questions"), default=list)
    revision = models.PositiveIntegerField(default=1)
    """Grows with every change of a draft: two people never overwrite each other unknowingly."""
    edited_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    in_use_at = models.DateTimeField(_("en service depuis"), null=True)

    class Meta:
        verbose_name = _("version du questionnaire")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "wave", "number"],
                condition=Q(format=None),
                name="one_version_per_programme_and_number",
            ),
            models.UniqueConstraint(
                fields=["format", "wave", "number"],
                condition=Q(format__isnull=False),
                name="one_version_per_format_and_number",
            ),
            models.UniqueConstraint(
                fields=["programme", "wave"],
                condition=Q(format=None, in_use_at=None),
                name="one_draft_per_programme",
            ),
            models.UniqueConstraint(
                fields=["format", "wave"],
                condition=Q(format__isnull=False, in_use_at=None),
                name="one_draft_per_format",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Cold(models.Model):
    """A format whose participants are asked, some weeks later, whether they use what they learnt."""

    format = models.OneToOneField(Format, on_delete=models.CASCADE, related_name="cold")
    days = models.PositiveSmallIntegerField(
        _("jours après la séance"), default=60, validators=[MinValueValidator(15), MaxValueValidator(365)]
    )

    class Meta:
        verbose_name = _("question à froid")

    def __str__(self) -> str:
        return f"{self.format_id} {self.days}"


class Bundle(models.Model):
    """Answers that are only ever counted together, so that no subtraction isolates fewer than the threshold.

    A questionnaire that reached the threshold on every question is a bundle of its own; smaller ones of the same
    format join the one that is forming, until it reaches it. A bundle never changes once made. What may be
    counted together says `asked`: the names of the standard questions on one sheet, one question of one
    version, or the free words on one topic.
    """

    STANDARD = "useful use next"

    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="bundles")
    made_at = models.DateTimeField(null=True)
    """None while it is forming: nothing of it is published."""
    asked = models.CharField(max_length=60, default=STANDARD)
    alone = models.ForeignKey(
        "Questionnaire", on_delete=models.SET_NULL, null=True, related_name="own_bundles"
    )
    """The one session whose answers to one question were enough by themselves."""
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="word_bundles")
    begun_on = models.DateField(null=True)
    """The month of the oldest free word, from which its year of keeping runs."""

    class Meta:
        verbose_name = _("lot de réponses")
        constraints = [
            models.UniqueConstraint(
                fields=["format", "asked"], condition=Q(made_at=None), name="one_forming_bundle_per_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.format_id} {self.pk}"


class Questionnaire(models.Model):
    """The questions about one session, open for some days, then closed for ever."""

    Wave: TypeAlias = Wave

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questionnaires")
    wave = models.CharField(_("moment"), max_length=4, choices=Wave.choices, default=Wave.HOT)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="questionnaires")
    """What it asks; None for the questions that Essaim brings."""
    opened_at = models.DateTimeField(_("ouvert le"))
    closes_at = models.DateTimeField(_("se ferme le"))
    closed_at = models.DateTimeField(_("fermé le"), null=True)
    first_reminded_at = models.DateTimeField(_("rappelé une première fois le"), null=True)
    """When those who kept silent were first reminded, by themselves, half-way."""
    reminded_at = models.DateTimeField(_("rappelé le"), null=True)
    """When they were for the last time, by a coordinator or on the eve: once, and nobody is told who."""
    on_paper = models.PositiveIntegerField(default=0)
    """Answers under the code of a sheet of paper; closing adds them to the invitations that were answered."""
    secret = models.CharField(max_length=64, blank=True)
    """Makes the respondents' tokens while the questionnaire is open; destroyed when it closes."""
    bundle = models.ForeignKey(Bundle, on_delete=models.SET_NULL, null=True, related_name="questionnaires")

    class Meta:
        verbose_name = _("questionnaire")
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="questionnaires_still_open")
        ]
        constraints = [
            models.CheckConstraint(
                name="a_closed_questionnaire_has_no_secret",
                condition=(Q(closed_at=None) & ~Q(secret="")) | Q(closed_at__isnull=False, secret=""),
            ),
            models.CheckConstraint(
                name="a_closed_questionnaire_counts_no_paper_apart",
                condition=Q(closed_at=None) | Q(on_paper=0),
            ),
            models.UniqueConstraint(
                fields=["session", "wave"], name="one_questionnaire_per_session_and_wave"
            ),
        ]

    def __str__(self) -> str:
        return f"Questionnaire {self.session_id}"

    @property
    def cause(self) -> str:
        """The name under which its letters know it."""
        cold = self.wave == self.Wave.COLD
        return f"{self.session.cause}:{self.wave}" if cold else self.session.cause


class Invitation(models.Model):
    """Whom a questionnaire was sent to, and whether they answered: yes or no, nothing else."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="invitations")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="invitations")
    has_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "agent"], name="one_invitation_per_questionnaire_and_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.agent_id}"


class Paper(models.Model):
    """A questionnaire printed for a session: a code that is answered once, and belongs to nobody.

    It asks what was in use when the first sheet was printed, and so does the questionnaire that opens later.
    It dies when the questionnaire closes.
    """

    class State(models.TextChoices):
        BLANK = "blank", _("vierge")
        TYPED = "typed", _("saisie")
        PHONE = "phone", _("répondue sur un téléphone")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="papers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="papers")
    code = models.CharField(_("code"), max_length=8, unique=True)
    state = models.CharField(_("état"), max_length=5, choices=State.choices, default=State.BLANK)

    class Meta:
        verbose_name = _("feuille de papier")

    def __str__(self) -> str:
        return f"{self.session_id} {self.code}"


class Answer(models.Model):
    """One sheet of answers.

    While its questionnaire is open it hangs on the digest of a token. Once closed it has a random key and
    belongs to a bundle, and nothing says from which session it came.
    """

    class Useful(models.TextChoices):
        YES = "yes", _("Oui, vraiment")
        SOMEWHAT = "somewhat", _("Un peu")
        NO = "no", _("Pas cette fois")

    class Use(models.TextChoices):
        YES = "yes", _("Oui")
        LATER = "later", _("Plus tard")
        NO = "no", _("Non")

    class Next(models.TextChoices):
        MORE = "more", _("J’aimerais une suite")
        EXPLAIN = "explain", _("Je pourrais l’expliquer à mon tour")
        ENOUGH = "enough", _("Cela me suffit")

    class Transfer(models.TextChoices):
        YES = "yes", _("Oui, souvent")
        SOMEWHAT = "somewhat", _("Parfois")
        NO = "no", _("Pas encore")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="answers"
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, null=True, related_name="answers")
    useful = models.CharField(max_length=10, choices=Useful.choices, blank=True)
    use = models.CharField(max_length=10, choices=Use.choices, blank=True)
    next = models.CharField(max_length=10, choices=Next.choices, blank=True)

    transfer = models.CharField(max_length=10, choices=Transfer.choices, blank=True)
    more = models.JSONField(null=True)
    """Answers to the programme's own questions, by name, until closing scatters them."""

    class Meta:
        verbose_name = _("réponse")
        constraints = [
            models.CheckConstraint(
                name="an_answer_has_a_questionnaire_then_a_bundle",
                condition=Q(questionnaire__isnull=False, bundle=None)
                | Q(questionnaire=None, bundle__isnull=False),
            ),
            models.CheckConstraint(
                name="a_bundled_sheet_keeps_no_other_answer", condition=Q(bundle=None) | Q(more__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Reply(models.Model):
    """One answer to one of the programme's own questions, scattered from its sheet at closing."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="replies")
    value = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("réponse à une question du dispositif")

    def __str__(self) -> str:
        return str(self.key)


class Word(models.Model):
    """A free word about a topic, by nobody. Its batch is read by a coordinator before anyone else."""

    class State(models.TextChoices):
        WAITING = "waiting", _("à relire")
        PUBLISHED = "published", _("publiée")
        HIDDEN = "hidden", _("gardée cachée")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="free_words")
    question = models.CharField(_("question"), max_length=200)
    text = models.TextField(_("parole"))
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        verbose_name = _("parole")
        indexes = [
            models.Index(fields=["bundle"], condition=Q(state="waiting"), name="words_to_read"),
        ]

    def __str__(self) -> str:
        return str(self.key)
