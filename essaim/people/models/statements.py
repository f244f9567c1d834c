"""What an employer declares of the accessibility of its site: the columns that its table has for it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Statement(models.Model):
    """How far the site conforms to the RGAA, who measured it and when, what is left out and why, whom to write to.

    Without an audit a site is « non conforme »: no other state can be declared.
    """

    class Conformity(models.TextChoices):
        NONE = "none", _("non conforme")
        PARTIAL = "partial", _("partiellement conforme")
        FULL = "full", _("totalement conforme")

    conformity = models.CharField(
        _("état"), max_length=10, choices=Conformity.choices, default=Conformity.NONE
    )
    audited_on = models.DateField(_("date de l’audit"), null=True, blank=True)
    audit_rate = models.PositiveSmallIntegerField(
        _("critères respectés, en pourcentage"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    audited_by = models.CharField(_("auteur de l’audit"), max_length=200, blank=True)
    access_contact = models.CharField(_("à qui écrire"), max_length=300, blank=True)
    left_out = models.TextField(_("contenus non accessibles, et pourquoi"), max_length=5000, blank=True)

    class Meta:
        abstract = True


STATEMENT_IS_TRUE = [
    models.CheckConstraint(
        name="audit_has_its_day_and_its_rate",
        condition=Q(audited_on=None, audit_rate=None)
        | Q(audited_on__isnull=False, audit_rate__isnull=False, audit_rate__lte=100),
        violation_error_message=_("Un audit a une date et un résultat, de 0 à 100 : donnez les deux."),
    ),
    models.CheckConstraint(
        name="partly_accessible_is_half_of_an_audit",
        condition=~Q(conformity="partial") | Q(audit_rate__isnull=False, audit_rate__gte=50),
        violation_error_message=_("« Partiellement conforme » demande un audit qui atteint 50 %%."),
    ),
    models.CheckConstraint(
        name="wholly_accessible_is_all_of_an_audit",
        condition=~Q(conformity="full") | Q(audit_rate__isnull=False, audit_rate=100),
        violation_error_message=_("« Totalement conforme » demande un audit à 100 %%."),
    ),
]
