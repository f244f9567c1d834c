"""A word to the planners of both databases, where a guess of theirs reads a whole table."""

from django.db.models import F
from django.db.models.expressions import CombinedExpression


def not_a_way_in(field: str) -> CombinedExpression:
    """The whole number of a column, which no index finds: the database must come by another condition.

    Without statistics SQLite takes every equality for ten rows. A programme has thousands of sessions and a few
    open questionnaires: coming by the programme reads them all.
    """
    return F(field) + 0
