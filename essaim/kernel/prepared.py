"""Readings asked at every page: Django writes their SQL once, then only the values change.

Building the SQL of a query takes Django several times as long as asking it. A prepared reading is written as any
other, with the house's filters; what it gives are the same objects.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery, UpdateQuery

Row = TypeVar("Row", bound=Model)
STANDS_FOR: dict[type, Callable[[int], Any]] = {
    int: lambda place: 1_900_000_001 + place,
    str: lambda place: f"valeur-{place}-à-venir",
    datetime: lambda place: datetime(2999, 1, 1, tzinfo=UTC) + place * timedelta(days=97, seconds=7),
    date: lambda place: date(2888, 1, 1) + place * timedelta(days=97),
}
"""Values that occur nowhere, to find again where the given ones belong."""
WORKED_OUT = ("2999-", "2888-", "2998-", "2887-")


ROWS_KEPT = 8192


@dataclass(frozen=True)
class Statement:
    """SQL, and at which position of its values each given one goes."""

    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]

    def run(self, cursor: Any, given: dict[str, Any]) -> None:
        values = list(self.values)
        for position, name in self.places:
            values[position] = as_stored(given[name])
        cursor.execute(self.sql, values)


def stated(compiler: Any, marks: dict[str, Any]) -> Statement:
    """The SQL with the place of each value. A value that Django changes before asking cannot be prepared."""
    sql, values = compiler.as_sql()
    stored = {as_stored(mark): name for name, mark in marks.items()}
    places = tuple((position, stored[value]) for position, value in enumerate(values) if value in stored)
    if {name for _position, name in places} != set(marks):
        raise TypeError(f"These values are not found again in the SQL: {set(marks)}")
    frozen = [value for value in values if value not in stored and str(value).startswith(WORKED_OUT)]
    if frozen:
        raise TypeError(f"These moments were worked out from given ones, and would never change: {frozen}")
    return Statement(sql, tuple(values), places)


def marked(kinds: dict[str, type]) -> dict[str, Any]:
    return {name: STANDS_FOR[kind](place) for place, (name, kind) in enumerate(kinds.items())}


def as_stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


@dataclass(frozen=True)
class Plan:
    """What was worked out once for a database."""

    statement: Statement
    make: Callable[[tuple[Any, ...]], Any]


def as_it_is(*row: Any) -> tuple[Any, ...]:
    """As the `row` of a reading: its moments are turned into ours once for each content, and shared."""
    return row


class Prepared:
    """`Prepared(build, pk=int)`, then `read(pk=3)`: the rows of `build(pk=3)`, as a list.

    With `row`, rows of `values_list` go through it, each one as often as its content is new: what the database
    gives for a moment or a number is turned into ours once, and shared. What `row` gives may not change.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any]], row: Callable[..., Any] | None = None, **kinds: type
    ) -> None:
        self.build, self.kinds, self.row = build, kinds, row
        self.plans: dict[str, Plan] = {}

    def __call__(self, **given: Any) -> list[Any]:
        here = connections[DEFAULT_DB_ALIAS]
        plan = self.plans.get(here.vendor) or self.plans.setdefault(here.vendor, self.planned())
        with here.cursor() as cursor:
            plan.statement.run(cursor, given)
            rows = cursor.fetchall()
        return list(map(plan.make, rows))

    def planned(self) -> Plan:
        marks = marked(self.kinds)
        rows = self.build(**marks)
        compiler = rows.query.get_compiler(connection=connection)
        statement = stated(compiler, marks)
        columns = compiler.get_converters(column for column, _sql, _alias in compiler.select)
        converters = [(position, found, column) for position, (found, column) in columns.items()]
        make = maker(rows, compiler)

        def made(row: tuple[Any, ...]) -> Any:
            return make(converted(list(row), converters))

        def shared(row: tuple[Any, ...]) -> Any:
            return self.row(*made(row)) if self.row else made(row)

        return Plan(statement, lru_cache(ROWS_KEPT)(shared) if self.row else made)


class PreparedForMany:
    """`PreparedForMany(build)`, then `read([3, 5, 9])`: the rows of `build([3, 5, 9])`, as a list.

    One reading is prepared for one, two, four, eight values…; the last of those given fills the places that are left.
    Nothing is asked for an empty list. `build` may use its list only where a value said twice changes nothing (`IN`),
    no more.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any]], row: Callable[..., Any] | None = None, **kinds: type
    ) -> None:
        self.build, self.row, self.kinds = build, row, kinds
        self.sizes: dict[int, Prepared] = {}

    def __call__(self, values: Collection[int], **given: Any) -> list[Any]:
        wanted = list(values)
        if not wanted:
            return []
        size = 1 << (len(wanted) - 1).bit_length()
        wanted += wanted[-1:] * (size - len(wanted))
        read = self.sizes.get(size) or self.sizes.setdefault(size, self.prepared(size))
        return read(**{f"value_{place}": value for place, value in enumerate(wanted)}, **given)

    def prepared(self, size: int) -> Prepared:
        names = [f"value_{place}" for place in range(size)]

        def build(**given: Any) -> QuerySet[Any]:
            return self.build([given.pop(name) for name in names], **given)

        return Prepared(build, self.row, **dict.fromkeys(names, int), **self.kinds)


class SeldomForMany(PreparedForMany):
    """The same, for rows that are seldom there: asks first whether there is any.

    Two hundred columns cost half a millisecond, even of no row.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **kinds: type) -> None:
        super().__init__(build, **kinds)
        self.any_of = PreparedForMany(
            lambda values, **given: build(values, **given).order_by().values_list("pk"), **kinds
        )

    def __call__(self, values: Collection[int], **given: Any) -> list[Any]:
        return super().__call__(values, **given) if self.any_of(values, **given) else []


class PreparedUpdate:
    """`PreparedUpdate(build, {"taken": F("taken") + 1}, pk=int)`, then `change(pk=3)`: how many rows changed."""

    def __init__(self, build: Callable[..., QuerySet[Any]], changes: dict[str, Any], **kinds: type) -> None:
        self.build, self.changes, self.kinds = build, changes, kinds
        self.statements: dict[tuple[str, str], Statement] = {}

    def __call__(self, **given: Any) -> int:
        with self.run(given) as cursor:
            changed: int = cursor.rowcount
        return changed

    @contextmanager
    def run(self, given: dict[str, Any]) -> Iterator[Any]:
        key = connection.vendor, connection.alias
        statement = self.statements.get(key) or self.statements.setdefault(key, self.stated())
        with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
            statement.run(cursor, given)
            yield cursor

    def stated(self) -> Statement:
        marks = marked(self.kinds)
        query: Any = self.build(**marks).query.chain(UpdateQuery)
        query.add_update_values(self.changes)
        return stated(query.get_compiler(connection=connection), marks)


class PreparedMove(PreparedUpdate):
    """The same, giving what `columns` hold after the change, of each row changed: one statement instead of two."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any]],
        changes: dict[str, Any],
        columns: tuple[str, ...],
        **kinds: type,
    ) -> None:
        super().__init__(build, changes, **kinds)
        self.columns = columns

    def __call__(self, **given: Any) -> Any:
        with self.run(given) as cursor:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def stated(self) -> Statement:
        update = super().stated()
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        return replace(update, sql=f"{update.sql} RETURNING {columns}")


class PreparedInsert(Generic[Row]):
    """`PreparedInsert(Letter)`, then `insert(letter)`: writes a new row as `save` would, and gives it its number.

    `or_nothing` writes no row where one like it stands already, and gives no number then. Signals of the model are
    not sent: a model that somebody listens to is refused.
    """

    def __init__(self, model: type[Row], *, or_nothing: bool = False) -> None:
        self.model, self.or_nothing = model, or_nothing
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
        self.statements: dict[tuple[str, str], str] = {}

    def __call__(self, row: Row) -> Row:
        key = connection.vendor, connection.alias
        sql = self.statements.get(key) or self.statements.setdefault(key, self.stated(row))
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self.fields]
        with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, values)
            written = cursor.fetchone()
        if written:
            row.pk = written[0]
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 -- as `save` leaves it
        return row

    def stated(self, row: Row) -> str:
        if any(signal.has_listeners(self.model) for signal in (pre_save, post_save)):
            raise TypeError(f"Somebody listens to the writing of {self.model.__name__}: use `save`")
        conflicts = OnConflict.IGNORE if self.or_nothing else None
        query = InsertQuery(self.model, on_conflict=conflicts)
        query.insert_values(self.fields, [row])
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [self.model._meta.pk]  # noqa: SLF001
        ((sql, _values),) = compiler.as_sql()
        return str(sql)


def converted(row: list[Any], converters: list[tuple[int, list[Callable[..., Any]], Any]]) -> list[Any]:
    here = connections[DEFAULT_DB_ALIAS] if converters else None
    for position, converts, column in converters:
        value = row[position]
        for convert in converts:
            value = convert(value, column, here)
        row[position] = value
    return row


def maker(rows: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], Any]:
    """From a row to what the query set gives: a tuple of `values_list`, or an object with those it selects along."""
    if not issubclass(rows._iterable_class, ModelIterable):  # noqa: SLF001 -- what tells rows from objects
        return tuple
    info, alias = compiler.klass_info, connection.alias
    model, places = info["model"], info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [compiler.select[place][0].target.attname for place in places]
    populators = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]
    extra = list(compiler.annotation_col_map.items())

    def made(row: list[Any]) -> Any:
        thing = model.from_db(alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, thing)
        for name, position in extra:
            setattr(thing, name, row[position])
        return thing

    return made
