"""Tables of letters."""

from django.db import models
from django.db.models import Q

from essaim.people.models import Agent


class Letter(models.Model):
    """One message to one person, written in the transaction of its cause, sent once."""

    class State(models.TextChoices):
        TO_SEND = "to_send", "à envoyer"
        SENT = "sent", "envoyée"
        CANCELLED = "cancelled", "annulée"
        FAILED = "failed", "en échec"

    class Kind(models.TextChoices):
        SIGN_IN_LINK = "sign_in_link", "lien de connexion"
        CONFIRMED = "confirmed", "place réservée"
        WAITING = "waiting", "liste d’attente"
        OFFERED = "offered", "place proposée"
        OFFER_ENDED = "offer_ended", "place passée à la personne suivante"
        WITHDRAWN = "withdrawn", "désistement"
        CANCELLED = "cancelled", "séance annulée"
        MOVED = "moved", "retour en liste d’attente"
        SURVEY = "survey", "questionnaire"
        TOPIC_PROPOSED = "topic_proposed", "sujet proposé"
        TOPIC_ASKED = "topic_asked", "question sur un sujet"
        TOPIC_ANSWERED = "topic_answered", "réponse sur un sujet"
        TOPIC_PUBLISHED = "topic_published", "sujet publié"
        TOPIC_DECLINED = "topic_declined", "sujet non retenu"
        TOPIC_REOPENED = "topic_reopened", "sujet relu de nouveau"
        ANOTHER_DATE = "another_date", "autre date"
        INVITATION = "invitation", "invitation d’un service"
        CHANGED = "changed", "changement de date"
        HOSTING = "hosting", "animation"
        PENDING = "pending", "accord demandé pour vous"
        REFUSED = "refused", "demande refusée"
        APPROVAL_ASKED = "approval_asked", "accord à donner"
        APPROVAL_REMINDER = "approval_reminder", "rappel d’un accord à donner"
        TEAM_DIGEST = "team_digest", "l’équipe en séance"
        CONFLICT = "conflict", "conflit signalé"
        PARTNERSHIP = "partnership", "partenariat"
        OPENED = "opened", "séance ouverte par un partenaire"
        FILE_REFUSED = "file_refused", "fichier RH refusé"
        SURVEY_REMINDER = "survey_reminder", "rappel d’un questionnaire"
        PASSWORD = "password", "mot de passe"

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField("nature", max_length=20, choices=Kind.choices)
    cause = models.CharField("cause", max_length=100)
    """The row that gives the letter its reason, for example `session:12`; when it disappears, the letter does."""
    key = models.CharField("clef", max_length=200, unique=True)
    subject = models.CharField("objet", max_length=250)
    body = models.TextField("texte")
    action_label = models.CharField("bouton", max_length=80, blank=True)
    action_path = models.CharField("adresse du bouton", max_length=300, blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.TO_SEND)
    created_at = models.DateTimeField("écrite le")
    due_at = models.DateTimeField("à envoyer le")
    sent_at = models.DateTimeField("envoyée le", null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "lettre"
        constraints = [
            models.CheckConstraint(
                name="a_sent_letter_has_a_moment", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="to_send"), name="letters_to_send"),
            models.Index(fields=["agent", "-created_at"], name="letters_of_agent"),
            models.Index(fields=["cause"], name="letters_of_cause"),
        ]

    def __str__(self) -> str:
        return self.subject
