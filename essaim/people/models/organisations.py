"""Employers, their units, sites and occupations."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from essaim.kernel.worktime import (
    DAY_ENDS,
    DAY_STARTS,
    MONDAY_TO_FRIDAY,
    PublicHolidays,
    WorkCalendar,
    days_written,
)
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


def check_work_days(value: str) -> None:
    if not value or list(value) != sorted(set(value) & set("1234567")):
        raise ValidationError(_("Cochez au moins un jour travaillé."))


HOURS_ARE_OF_DAYLIGHT = models.CheckConstraint(
    name="a_working_day_opens_in_the_morning_and_closes_after_noon",
    condition=Q(
        day_starts__gte=time(5), day_starts__lte=time(12), day_ends__gte=time(13), day_ends__lte=time(22)
    ),
    violation_error_message=_("La journée commence entre 5 h et 12 h, et finit entre 13 h et 22 h."),
)
"""No change of hour happens then, so that hours of a day can be added up."""


class Organisation(Statement):
    """An employer: town hall, département, sous-préfecture, hospital."""

    class Branch(models.TextChoices):
        STATE = "state", _("État")
        LOCAL = "local", _("territorial")
        HOSPITAL = "hospital", _("hospitalier")

    class Holidays(models.TextChoices):
        """Whose public holidays are kept; the values are those of `kernel.worktime.PublicHolidays`."""

        METROPOLE = "", _("Métropole")
        ALSACE_MOSELLE = "57", _("Alsace et Moselle")
        GUADELOUPE = "971", _("Guadeloupe")
        MARTINIQUE = "972", _("Martinique")
        GUYANE = "973", _("Guyane")
        REUNION = "974", _("La Réunion")
        SAINT_PIERRE = "PM", _("Saint-Pierre-et-Miquelon")
        MAYOTTE = "976", _("Mayotte")
        SAINT_BARTHELEMY = "BL", _("Saint-Barthélemy")
        SAINT_MARTIN = "MF", _("Saint-Martin")
        WALLIS = "WF", _("Wallis-et-Futuna")
        POLYNESIE = "PF", _("Polynésie française")
        CALEDONIE = "NC", _("Nouvelle-Calédonie")

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom court"), unique=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[check_siret])
    branch = models.CharField(_("versant"), max_length=10, choices=Branch.choices, default=Branch.LOCAL)
    time_zone = models.CharField(
        _("fuseau horaire"), max_length=60, default="Europe/Paris", validators=[check_time_zone]
    )
    holidays_of = models.CharField(
        _("jours fériés"), max_length=3, choices=Holidays.choices, blank=True, default=""
    )
    day_starts = models.TimeField(_("début de la journée"), default=DAY_STARTS)
    day_ends = models.TimeField(_("fin de la journée"), default=DAY_ENDS)
    work_days = models.CharField(
        _("jours travaillés"), max_length=7, default=MONDAY_TO_FRIDAY, validators=[check_work_days]
    )
    """Days of the week, Monday is 1."""
    closed_days = models.TextField(blank=True, default="", editable=False)
    """The closed days of `DayPeriod`, copied by whoever writes one: telling a working day reads nothing more."""
    school_until = models.DateField(null=True, editable=False)
    """The last day of the last school holidays known, copied likewise; nothing while none is."""
    privacy_threshold = models.PositiveSmallIntegerField(
        _("réponses au moins pour un résultat"), default=5, validators=[MinValueValidator(3)]
    )

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["siret"], condition=~Q(siret=""), name="one_organisation_per_siret"
            ),
            models.CheckConstraint(
                name="privacy_threshold_is_at_least_three",
                condition=Q(privacy_threshold__gte=3),
                violation_error_message=_("Un résultat demande au moins trois réponses."),
            ),
            HOURS_ARE_OF_DAYLIGHT,
            models.CheckConstraint(
                name="some_day_of_the_week_is_worked",
                condition=~Q(work_days=""),
                violation_error_message=_("Cochez au moins un jour travaillé."),
            ),
            *STATEMENT_IS_TRUE,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def calendar(self) -> WorkCalendar:
        """When one works here: public holidays, closed days, days of the week and hours. Reads nothing."""
        return WorkCalendar(
            holidays=PublicHolidays(self.holidays_of),
            closed=days_written(self.closed_days),
            week=self.work_days,
            opens=self.day_starts,
            closes=self.day_ends,
        )

    @property
    def hours(self) -> WorkCalendar:
        """The same without any day off, for examples of an ordinary week."""
        return replace(self.calendar, holidays=frozenset(), closed=frozenset())


class Unit(models.Model):
    """A direction, a service, a team; a reorganisation closes some and opens others, never rewrites them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("nom"), max_length=200)
    valid_from = models.DateField(_("depuis"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("service")
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("La fin doit suivre le début."),
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
    name = models.CharField(_("nom"), max_length=200)
    address = models.CharField(_("adresse"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("site")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_site_per_name")]

    def __str__(self) -> str:
        return self.name


class Occupation(models.Model):
    """What somebody does, with its line of work (filière) and, if known, its code in the State's directory."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="occupations")
    name = models.CharField(_("métier"), max_length=200)
    stream = models.CharField(_("filière"), max_length=100, blank=True)
    rmfp_code = models.CharField(_("code RMFP"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("métier")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_occupation_per_name")
        ]

    def __str__(self) -> str:
        return self.name
