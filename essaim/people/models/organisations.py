"""Employers, their units, sites and occupations."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from essaim.kernel.worktime import PublicHolidays
from essaim.people.models.statements import STATEMENT_IS_TRUE, Statement


def check_siret(value: str) -> None:
    """Fourteen digits whose Luhn sum is a multiple of ten; La Poste's own sum (a multiple of five) is accepted."""
    if len(value) != 14 or not value.isdigit():
        raise ValidationError("Un SIRET compte 14 chiffres, par exemple 216 900 340 00013.")
    digits = [int(sign) for sign in value]
    doubled = sum(sum(divmod(digit * 2, 10)) for digit in digits[-2::-2])
    luhn = (doubled + sum(digits[-1::-2])) % 10 == 0
    if not luhn and not (value.startswith("356000000") and sum(digits) % 5 == 0):
        raise ValidationError("Ce SIRET n’existe pas : un de ses chiffres est faux.")


def check_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError("Ce fuseau horaire est inconnu : écrivez par exemple Europe/Paris.")


class Organisation(Statement):
    """An employer: town hall, département, sous-préfecture, hospital."""

    class Branch(models.TextChoices):
        STATE = "state", "État"
        LOCAL = "local", "territorial"
        HOSPITAL = "hospital", "hospitalier"

    class Holidays(models.TextChoices):
        """Whose public holidays are kept; the values are those of `kernel.worktime.PublicHolidays`."""

        METROPOLE = "", "Métropole"
        ALSACE_MOSELLE = "57", "Alsace et Moselle"
        GUADELOUPE = "971", "Guadeloupe"
        MARTINIQUE = "972", "Martinique"
        GUYANE = "973", "Guyane"
        REUNION = "974", "La Réunion"
        SAINT_PIERRE = "PM", "Saint-Pierre-et-Miquelon"
        MAYOTTE = "976", "Mayotte"
        SAINT_BARTHELEMY = "BL", "Saint-Barthélemy"
        SAINT_MARTIN = "MF", "Saint-Martin"
        WALLIS = "WF", "Wallis-et-Futuna"
        POLYNESIE = "PF", "Polynésie française"
        CALEDONIE = "NC", "Nouvelle-Calédonie"

    name = models.CharField("nom", max_length=200)
    slug = models.SlugField("nom court", unique=True)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    branch = models.CharField("versant", max_length=10, choices=Branch.choices, default=Branch.LOCAL)
    time_zone = models.CharField(
        "fuseau horaire", max_length=60, default="Europe/Paris", validators=[check_time_zone]
    )
    holidays_of = models.CharField(
        "jours fériés", max_length=3, choices=Holidays.choices, blank=True, default=""
    )
    privacy_threshold = models.PositiveSmallIntegerField(
        "réponses au moins pour un résultat", default=5, validators=[MinValueValidator(3)]
    )

    class Meta:
        verbose_name = "organisation"
        constraints = [
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="one_organisation_per_siret"
            ),
            models.CheckConstraint(
                name="privacy_threshold_is_at_least_three",
                condition=Q(privacy_threshold__gte=3),
                violation_error_message="Un résultat demande au moins trois réponses.",
            ),
            *STATEMENT_IS_TRUE,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def holidays(self) -> PublicHolidays:
        """The days off the calendar of work."""
        return PublicHolidays(self.holidays_of)


class Unit(models.Model):
    """A direction, a service, a team; a reorganisation closes some and opens others, never rewrites them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField("nom", max_length=200)
    valid_from = models.DateField("depuis", null=True, blank=True)
    valid_to = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "service"
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="La fin doit suivre le début.",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(valid_to=None),
                name="one_open_unit_per_parent_and_name",
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(valid_to=None, parent=None),
                name="one_open_direction_per_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """Where people work and meet."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField("nom", max_length=200)
    address = models.CharField("adresse", max_length=300, blank=True)

    class Meta:
        verbose_name = "site"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_site_per_name")]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """What somebody does, with its line of work (filière) and, if known, its code in the State's directory."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="occupations")
    name = models.CharField("métier", max_length=200)
    stream = models.CharField("filière", max_length=100, blank=True)
    rmfp_code = models.CharField("code RMFP", max_length=20, blank=True)

    class Meta:
        verbose_name = "métier"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_occupation_per_name")
        ]

    def __str__(self) -> str:
        return self.name
