"""Registrations, and the ledger of every move."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.agenda.models.pools import Pool
from essaim.agenda.models.sessions import Session
from essaim.people.models import Agent


class Registration(models.Model):
    """Where one agent stands with one session. Its ledger (`moves`) says how it came to be so."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("place réservée")
        WAITING = "waiting", _("en attente")
        OFFERED = "offered", _("place proposée")
        PENDING = "pending", _("accord demandé")
        WITHDRAWN = "withdrawn", _("désistement")
        CANCELLED = "cancelled", _("séance annulée")
        REFUSED = "refused", _("demande refusée")

    HOLDS_A_SEAT = (State.CONFIRMED, State.OFFERED, State.PENDING)
    LIVE = (State.CONFIRMED, State.OFFERED, State.PENDING, State.WAITING)

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(_("état"), max_length=10, choices=State.choices)
    ticket = models.BigIntegerField(_("ordre d’arrivée"))
    """Smaller comes first; unique among those who wait for the same session."""
    pool = models.ForeignKey(Pool, on_delete=models.SET_NULL, null=True, related_name="registrations")
    """Whose kept seat it holds, as long as that pool is kept; None for a seat that was open to everybody."""
    offered_until = models.DateTimeField(_("place proposée jusqu’au"), null=True, blank=True)
    registered_at = models.DateTimeField(_("demandée le"))
    changed_at = models.DateTimeField(_("dernier changement"))
    manager_told_at = models.DateTimeField(_("annoncée à la hiérarchie le"), null=True, blank=True)
    """When the line manager read that this person will be away; empty once the manager read the contrary."""

    class Meta:
        verbose_name = _("inscription")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "agent"], name="one_registration_per_session_and_agent"
            ),
            models.UniqueConstraint(
                fields=["session", "ticket"],
                condition=Q(state="waiting"),
                name="one_waiting_person_per_ticket",
            ),
            models.CheckConstraint(
                name="an_offer_has_an_end",
                condition=(Q(state="offered", offered_until__isnull=False))
                | (~Q(state="offered") & Q(offered_until=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state", "ticket"], name="registrations_in_order"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="offers_by_end"),
            models.Index(
                fields=["session"],
                condition=Q(state="confirmed", manager_told_at=None),
                name="seats_managers_ignore",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} – {self.session_id} ({self.state})"


class Move(models.Model):
    """One dated line of the ledger: the state it led to, why, and whose hand it was."""

    class Reason(models.TextChoices):
        SEAT_FREE = "seat_free", _("il restait une place")
        SESSION_FULL = "session_full", _("la séance était complète")
        SEATS_KEPT = "seats_kept", _("les places libres étaient gardées pour d’autres")
        OTHERS_WAIT = "others_wait", _("d’autres attendaient déjà")
        OWN_WISH = "own_wish", _("désistement")
        UNDONE = "undone", _("désistement annulé")
        SEAT_FREED = "seat_freed", _("une place s’est libérée")
        SEATS_OPENED = "seats_opened", _("des places gardées se sont ouvertes")
        OFFER_TAKEN = "offer_taken", _("place proposée, acceptée")
        OFFER_DECLINED = "offer_declined", _("place proposée, refusée")
        OFFER_EXPIRED = "offer_expired", _("place proposée, sans réponse")
        FEWER_SEATS = "fewer_seats", _("le nombre de places a baissé")
        SESSION_CANCELLED = "session_cancelled", _("la séance est annulée")
        WALK_IN = "walk_in", _("présence sans inscription")
        SEAT_ADDED = "seat_added", _("place ajoutée dans la salle")
        APPROVED = "approved", _("accord de la hiérarchie")
        MANAGER_REFUSED = "manager_refused", _("refus de la hiérarchie")
        REFUSAL_PROPOSED = "refusal_proposed", _("refus proposé, avis attendu")
        SILENCE = "silence", _("pas de réponse dans le délai")
        MIND_CHANGED = "mind_changed", _("réponse annulée")
        OPINION = "opinion", _("avis de la commission")
        TOO_LATE = "too_late", _("la séance a commencé")
        LEADS = "leads", _("anime désormais la séance")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(max_length=10, choices=Registration.State.choices)
    ticket = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    by = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mouvement")

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state} ({self.reason})"
