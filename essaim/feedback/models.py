"""Tables of questionnaires."""

import uuid

from django.db import models
from django.db.models import Q

from essaim.agenda.models import Session
from essaim.people.models import Agent
from essaim.programmes.models import Format


class Bundle(models.Model):
    """Answers that are only ever counted together, so that no subtraction isolates fewer than the threshold.

    A questionnaire that reached the threshold on every question is a bundle of its own; smaller ones of the same
    format join the one that is forming, until it reaches it. A bundle never changes once made.
    """

    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="bundles")
    made_at = models.DateTimeField(null=True)
    """None while it is forming: nothing of it is published."""

    class Meta:
        verbose_name = "lot de réponses"
        constraints = [
            models.UniqueConstraint(
                fields=["format"], condition=Q(made_at=None), name="one_forming_bundle_per_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.format_id} {self.pk}"


class Questionnaire(models.Model):
    """The three questions about one session, open for some days, then closed for ever."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="questionnaire")
    opened_at = models.DateTimeField("ouvert le")
    closes_at = models.DateTimeField("se ferme le")
    closed_at = models.DateTimeField("fermé le", null=True)
    secret = models.CharField(max_length=64, blank=True)
    """Makes the respondents' tokens while the questionnaire is open; destroyed when it closes."""
    bundle = models.ForeignKey(Bundle, on_delete=models.SET_NULL, null=True, related_name="questionnaires")

    class Meta:
        verbose_name = "questionnaire"
        constraints = [
            models.CheckConstraint(
                name="a_closed_questionnaire_has_no_secret",
                condition=(Q(closed_at=None) & ~Q(secret="")) | Q(closed_at__isnull=False, secret=""),
            )
        ]

    def __str__(self) -> str:
        return f"Questionnaire {self.session_id}"


class Invitation(models.Model):
    """Whom a questionnaire was sent to, and whether they answered: yes or no, nothing else."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="invitations")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="invitations")
    has_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "agent"], name="one_invitation_per_questionnaire_and_agent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.agent_id}"


class Answer(models.Model):
    """One sheet of answers.

    While its questionnaire is open it hangs on the digest of a token. Once closed it has a random key and
    belongs to a bundle, and nothing says from which session it came.
    """

    class Useful(models.TextChoices):
        YES = "yes", "Oui, vraiment"
        SOMEWHAT = "somewhat", "Un peu"
        NO = "no", "Pas cette fois"

    class Use(models.TextChoices):
        YES = "yes", "Oui"
        LATER = "later", "Plus tard"
        NO = "no", "Non"

    class Next(models.TextChoices):
        MORE = "more", "J’aimerais une suite"
        EXPLAIN = "explain", "Je pourrais l’expliquer à mon tour"
        ENOUGH = "enough", "Cela me suffit"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="answers"
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, null=True, related_name="answers")
    useful = models.CharField(max_length=10, choices=Useful.choices, blank=True)
    use = models.CharField(max_length=10, choices=Use.choices, blank=True)
    next = models.CharField(max_length=10, choices=Next.choices, blank=True)

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.CheckConstraint(
                name="an_answer_has_a_questionnaire_then_a_bundle",
                condition=Q(questionnaire__isnull=False, bundle=None)
                | Q(questionnaire=None, bundle__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
