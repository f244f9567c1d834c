"""Tables of letters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Agent
from essaim.programmes.models import Programme

AGAIN = ":again-"
"""Ends the key of a letter that was sent once more, before its number."""


class Letter(models.Model):
    """One message to one person, written in the transaction of its cause, sent once."""

    class State(models.TextChoices):
        TO_SEND = "to_send", _("à envoyer")
        SENT = "sent", _("envoyée")
        CANCELLED = "cancelled", _("annulée")
        FAILED = "failed", _("en échec")
        BOUNCED = "bounced", _("adresse refusée")

    class Kind(models.TextChoices):
        SIGN_IN_LINK = "sign_in_link", _("lien de connexion")
        CONFIRMED = "confirmed", _("place réservée")
        WAITING = "waiting", _("liste d’attente")
        OFFERED = "offered", _("place proposée")
        OFFER_ENDED = "offer_ended", _("place passée à la personne suivante")
        WITHDRAWN = "withdrawn", _("désistement")
        CANCELLED = "cancelled", _("séance annulée")
        MOVED = "moved", _("retour en liste d’attente")
        SURVEY = "survey", _("questionnaire")
        TOPIC_PROPOSED = "topic_proposed", _("sujet proposé")
        TOPIC_ASKED = "topic_asked", _("question sur un sujet")
        TOPIC_ANSWERED = "topic_answered", _("réponse sur un sujet")
        TOPIC_PUBLISHED = "topic_published", _("sujet publié")
        TOPIC_DECLINED = "topic_declined", _("sujet non retenu")
        TOPIC_REOPENED = "topic_reopened", _("sujet relu de nouveau")
        ANOTHER_DATE = "another_date", _("autre date")
        INVITATION = "invitation", _("invitation d’un service")
        CHANGED = "changed", _("changement de date")
        HOSTING = "hosting", _("animation")
        PENDING = "pending", _("accord demandé pour vous")
        REFUSED = "refused", _("demande refusée")
        APPROVAL_ASKED = "approval_asked", _("accord à donner")
        APPROVAL_REMINDER = "approval_reminder", _("rappel d’un accord à donner")
        TEAM_DIGEST = "team_digest", _("l’équipe en séance")
        CONFLICT = "conflict", _("conflit signalé")
        PARTNERSHIP = "partnership", _("partenariat")
        OPENED = "opened", _("séance ouverte par un partenaire")
        FILE_REFUSED = "file_refused", _("fichier RH refusé")
        SURVEY_REMINDER = "survey_reminder", _("rappel d’un questionnaire")
        PASSWORD = "password", _("mot de passe")
        WEEK_BEFORE = "week_before", _("rappel, une semaine avant")
        DAY_BEFORE = "day_before", _("rappel, la veille")
        HOST_BRIEF = "host_brief", _("qui vient, pour qui anime")
        CERTIFICATE = "certificate", _("attestation prête")
        COORDINATOR_WEEK = "coordinator_week", _("la semaine de la coordination")
        PROGRAMME_WEEK = "programme_week", _("programme de la semaine")
        NOTE = "note", _("mot de la coordination")

    class Family(models.TextChoices):
        """What a person may stop by e-mail; all the rest answers something that she did or has to know."""

        REMINDERS = "reminders", _("Rappels")
        DIGESTS = "digests", _("Résumés")
        PROGRAMME = "programme", _("Programme de la semaine")
        """Comes only to who asked for it."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("nature"), max_length=20, choices=Kind.choices)
    cause = models.CharField(_("cause"), max_length=100)
    """The row that gives the letter its reason, for example `session:12`; when it disappears, the letter does."""
    key = models.CharField(_("clef"), max_length=200, unique=True)
    subject = models.CharField(_("objet"), max_length=250)
    body = models.TextField(_("texte"))
    action_label = models.CharField(_("bouton"), max_length=80, blank=True)
    action_path = models.CharField(_("adresse du bouton"), max_length=300, blank=True)
    about = models.JSONField(null=True)
    """What the HTML draws beside the text: the fact, then each date with its hours and place, as they are said."""
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.TO_SEND)
    created_at = models.DateTimeField(_("écrite le"))
    due_at = models.DateTimeField(_("à envoyer le"))
    expires_at = models.DateTimeField(_("inutile à partir du"), null=True)
    place = models.PositiveSmallIntegerField(null=True)
    """One of the two that automatic letters have per session and person; none for answers and changes."""
    occasion = models.CharField(max_length=20, blank=True)
    """Which date of the session the place belongs to: a session that moves has its places anew."""
    sent_at = models.DateTimeField(_("envoyée le"), null=True)
    leased_until = models.DateTimeField(null=True)
    """Nobody takes it before: a worker is at it, or it waits after a failure."""
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("dernière erreur"), max_length=300, blank=True)
    is_leaving = models.BooleanField(default=False)
    """A worker took it; one that dies leaves the mark, which counts no more once its lease has run out."""
    held_at = models.DateTimeField(_("retenue le"), null=True)
    """Somebody who runs the programme keeps it from leaving; it is cancelled with its reason all the same."""
    held_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("lettre")
        constraints = [
            models.CheckConstraint(
                name="a_sent_letter_has_a_moment", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="a_held_letter_does_not_leave",
                condition=Q(held_at=None) | Q(state__in=("to_send", "cancelled"), is_leaving=False),
            ),
            models.CheckConstraint(
                name="automatic_letters_have_two_places", condition=Q(place=None) | Q(place__in=(1, 2))
            ),
            models.UniqueConstraint(
                fields=["agent", "cause", "occasion", "place"],
                condition=Q(place__isnull=False) & ~Q(state="cancelled"),
                name="two_automatic_letters_per_session_and_person",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="to_send"), name="letters_to_send"),
            models.Index(fields=["agent", "-created_at"], name="letters_of_agent"),
            models.Index(fields=["cause"], name="letters_of_cause"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def family(self) -> str:
        """The family by which the person may stop such letters; empty for those that always leave."""
        return FAMILY_OF.get(self.kind, "")

    @property
    def next_key(self) -> str:
        """The key of the next version of the same letter: `…:again-1`, then `…:again-2`."""
        first, _again, number = self.key.partition(AGAIN)
        return f"{first}{AGAIN}{int(number or 0) + 1}"

    @property
    def is_held(self) -> bool:
        """Whether it would leave if nobody kept it."""
        return self.state == self.State.TO_SEND and self.held_at is not None


FAMILY_OF: dict[str, str] = {
    Letter.Kind.APPROVAL_REMINDER: Letter.Family.REMINDERS,
    Letter.Kind.SURVEY_REMINDER: Letter.Family.REMINDERS,
    Letter.Kind.WEEK_BEFORE: Letter.Family.REMINDERS,
    Letter.Kind.DAY_BEFORE: Letter.Family.REMINDERS,
    Letter.Kind.TEAM_DIGEST: Letter.Family.DIGESTS,
    Letter.Kind.COORDINATOR_WEEK: Letter.Family.DIGESTS,
    Letter.Kind.PROGRAMME_WEEK: Letter.Family.PROGRAMME,
}

BEFORE, AFTER = 1, 2
PLACE_OF: dict[str, int] = {
    Letter.Kind.WEEK_BEFORE: BEFORE,
    Letter.Kind.DAY_BEFORE: BEFORE,
    Letter.Kind.SURVEY: AFTER,
    Letter.Kind.CERTIFICATE: AFTER,
}
"""The two automatic letters of a session: one before it, one after it. Which kinds compete for each place."""


class Stop(models.Model):
    """Somebody wants no more e-mail of a family."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="letter_stops")
    family = models.CharField(max_length=10, choices=Letter.Family.choices)
    stopped_at = models.DateTimeField(_("arrêtées le"))

    class Meta:
        verbose_name = _("arrêt de lettres")
        constraints = [
            models.UniqueConstraint(fields=["agent", "family"], name="a_family_is_stopped_once_per_agent")
        ]

    def __str__(self) -> str:
        return f"{self.agent} : {self.family}"


class Formulation(models.Model):
    """What a programme says in one kind of letter, instead of the words of Essaim; former texts stay as versions."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="formulations")
    form = models.CharField(_("lettre"), max_length=30)
    subject = models.CharField(_("objet"), max_length=150)
    body = models.TextField(_("texte"), max_length=2000)
    is_used = models.BooleanField(_("en usage"), default=True)
    written_by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("écrit le"))

    class Meta:
        verbose_name = _("formulation")
        constraints = [
            models.UniqueConstraint(
                name="one_wording_in_use_per_programme_and_letter",
                fields=["programme", "form"],
                condition=Q(is_used=True),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Wish(models.Model):
    """Somebody asked for what comes to nobody else."""

    class What(models.TextChoices):
        PROGRAMME = "programme", _("Programme de la semaine")
        EARLY = "early", _("Rappel une semaine avant")
        """Instead of the eve."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="letter_wishes")
    what = models.CharField(max_length=10, choices=What.choices)
    wished_at = models.DateTimeField(_("demandé le"))

    class Meta:
        verbose_name = _("souhait de lettres")
        constraints = [
            models.UniqueConstraint(fields=["agent", "what"], name="a_wish_is_made_once_per_agent")
        ]

    def __str__(self) -> str:
        return f"{self.agent} : {self.what}"
