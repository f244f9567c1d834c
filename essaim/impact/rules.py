"""Which periods can be counted."""

from datetime import date

from django.utils.translation import gettext as _

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def why_not_counted(first: date, last: date) -> str:
    """What is wrong with a period, in words; empty when nothing is."""
    if first > last:
        return _("Le premier jour doit venir avant le dernier.")
    if first < EARLIEST or last > LATEST:
        return _("Choisissez des jours entre 2000 et 2100.")
    return ""
