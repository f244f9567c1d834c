"""Seats kept for some people until a day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Organisation, Posting, Unit


class Pool(models.Model):
    """Seats of a session kept for some people; on the release day the free ones open to everybody.

    While it is kept, `taken` counts the registrations that hold one of its seats; once released it keeps the last
    count, and those people hold seats like any other.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("un service")
        CATEGORY = "category", _("une catégorie")
        FIRST = "first", _("les premières participations")
        ORGANISATION = "organisation", _("une organisation partenaire")

    session = models.ForeignKey("agenda.Session", on_delete=models.CASCADE, related_name="pools")
    kind = models.CharField(_("pour"), max_length=12, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=1, choices=Posting.Category.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="pools"
    )
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    """Somebody who may have seats of several pools takes one of the first."""
    seats = models.PositiveSmallIntegerField(_("places gardées"))
    taken = models.PositiveSmallIntegerField(_("prises"), default=0)
    releases_on = models.DateField(_("ouvertes à tous le"))
    released_at = models.DateTimeField(_("ouvertes à tous depuis le"), null=True)

    class Meta:
        verbose_name = _("places gardées")
        verbose_name_plural = _("places gardées")
        constraints = [
            models.CheckConstraint(name="a_pool_has_seats", condition=Q(seats__gte=1)),
            models.CheckConstraint(name="never_more_taken_than_kept", condition=Q(taken__lte=F("seats"))),
            models.CheckConstraint(
                name="a_pool_has_the_target_of_its_kind",
                condition=Q(kind="unit", unit__isnull=False, category="", organisation=None)
                | (Q(kind="category", unit=None, organisation=None) & ~Q(category=""))
                | Q(kind="first", unit=None, category="", organisation=None)
                | Q(kind="organisation", unit=None, category="", organisation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["session", "unit"], condition=Q(kind="unit"), name="one_pool_per_session_and_unit"
            ),
            models.UniqueConstraint(
                fields=["session", "category"],
                condition=Q(kind="category"),
                name="one_pool_per_session_and_category",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(kind="first"), name="one_pool_of_newcomers_per_session"
            ),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(kind="organisation"),
                name="one_pool_per_session_and_partner",
            ),
        ]
        indexes = [
            models.Index(fields=["releases_on"], condition=Q(released_at=None), name="pools_to_release")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind} {self.taken}/{self.seats}"
