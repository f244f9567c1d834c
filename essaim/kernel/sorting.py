"""Names in the order of a French dictionary: neither accents nor case count, on both databases alike."""

import sqlite3
import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Expression, F, Func, TextField

LETTERS = (chr(code) for code in (*range(ord("A"), ord("Z") + 1), *range(0xC0, 0x180)))
BARE = {letter: unicodedata.normalize("NFKD", letter)[0].lower() for letter in LETTERS}
BARE = {letter: bare for letter, bare in BARE.items() if bare.isascii() and bare.isalpha()}
BARE |= dict(zip("ŁłØøĐđ-", "lloodd ", strict=True))
JOINED = {"Œ": "oe", "œ": "oe", "Æ": "ae", "æ": "ae", "ß": "ss"}
TABLE = str.maketrans(BARE | JOINED)


def bare(text: str) -> str:
    """What of a name counts for its place: « État civil » is sorted as « etat civil »."""
    return text.translate(TABLE)


def bare_if_any(text: str | None) -> str | None:
    """The same in the database, where a name may be missing."""
    return text and bare(text)


class InFrench(Func):
    """The value to sort by: `order_by(InFrench("name"), "pk")`."""

    function = "essaim_bare"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        joined = "%(expressions)s"
        for letter, two in JOINED.items():
            joined = f"replace({joined}, '{letter}', '{two}')"
        template = f"translate({joined}, '{''.join(BARE)}', '{''.join(BARE.values())}') COLLATE \"C\""
        return self.as_sql(compiler, connection, template=template, **extra)


def by_name(prefix: str = "") -> tuple[Expression | F, ...]:
    """People by last name, then first name; `prefix` is the way to the person, such as `agent__`."""
    return InFrench(f"{prefix}last_name"), InFrench(f"{prefix}first_name")


def teach(*, connection: Any, **_: Any) -> None:
    """SQLite learns the function at each new connection."""
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.create_function("essaim_bare", 1, bare_if_any, deterministic=True)


connection_created.connect(teach, dispatch_uid="essaim_bare")
