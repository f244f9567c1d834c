"""Aggregates that both databases know under different names."""

from typing import Any

from django.db.models import Aggregate, Expression, TextField, Value
from django.db.models.functions import Cast


class Joined(Aggregate):
    """The values of a group in one text: one row tells what would otherwise take a row each."""

    function = "STRING_AGG"

    def __init__(self, values: str | Expression, separator: str, **extra: Any) -> None:
        super().__init__(Cast(values, TextField()), Value(separator), output_field=TextField(), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)
