"""What a table is called: a tree where there are few, a number where one must find it in a large hall."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TREES = (
    gettext_lazy("Tilleul"),
    gettext_lazy("Frêne"),
    gettext_lazy("Érable"),
    gettext_lazy("Noisetier"),
    gettext_lazy("Châtaignier"),
    gettext_lazy("Bouleau"),
    gettext_lazy("Cerisier"),
    gettext_lazy("Acacia"),
    gettext_lazy("Olivier"),
    gettext_lazy("Peuplier"),
    gettext_lazy("Sureau"),
    gettext_lazy("Platane"),
)


def table_name(number: int, *, of: int) -> str:
    """« Table Tilleul », or « Table 13 » when the hall has more tables than trees."""
    name = str(TREES[number - 1]) if number <= len(TREES) and of <= len(TREES) else str(number)
    return _("Table %(name)s") % {"name": name}


def round_name(number: int) -> str:
    """« Tour 2 »."""
    return _("Tour %(n)s") % {"n": number}
