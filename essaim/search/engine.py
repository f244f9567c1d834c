"""The index of words: FTS5 on SQLite, a tsvector on PostgreSQL. Both hold the same tokens and give the same answers.

Tokens are lower-case letters and digits only, so none needs escaping and neither database rewrites any.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

NEWEST = 1000
"""Of the documents that hold very common words, only so many are ranked: those that came last."""
ON_POSTGRES = {
    "store": "INSERT INTO search_words (id, title, body) VALUES (%s, %s::tsvector, %s::tsvector)",
    "title": "SELECT id FROM search_words WHERE title @@ %s::tsquery ORDER BY id DESC LIMIT {most}",
    "body": "SELECT id FROM search_words WHERE body @@ %s::tsquery ORDER BY id DESC LIMIT {most}",
    "remove": "DELETE FROM search_words WHERE id = %s",
}
_MATCH = "SELECT rowid AS id FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT {most}"
ON_SQLITE = {
    "store": "INSERT INTO search_words (rowid, title, body) VALUES (%s, %s, %s)",
    "title": _MATCH,
    "body": _MATCH,
    "remove": "DELETE FROM search_words WHERE rowid = %s",
}
RANKED = """
    SELECT kind, key FROM (
        SELECT document.kind, document.key, ROW_NUMBER() OVER (
            PARTITION BY document.kind
            ORDER BY hit.in_title DESC, CASE WHEN document.starts_at < %s THEN 1 ELSE 0 END,
                CASE WHEN document.starts_at >= %s THEN document.starts_at END, document.starts_at DESC,
                document.id
        ) AS place
        FROM (
            SELECT id, MAX(in_title) AS in_title FROM (
                SELECT id, 1 AS in_title FROM ({title}) in_titles UNION ALL SELECT id, 0 FROM ({body}) in_bodies
            ) hits GROUP BY id
        ) hit INNER JOIN search_document document ON document.id = hit.id
        WHERE document.organisation = %s
    ) ranked
    WHERE place <= %s ORDER BY kind, place
"""


@dataclass(frozen=True)
class Term:
    """One word looked for: any of these tokens, or any token that begins with the prefix."""

    tokens: Sequence[str]
    prefix: str = ""


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def sql(name: str) -> str:
    return (ON_POSTGRES if is_postgres() else ON_SQLITE)[name].format(most=NEWEST)


def mark_of(organisation: int) -> str:
    """A token that every document of an organisation holds, and that nobody can type: words have no « _ »."""
    return f"o_{organisation}"


def store(rows: Iterable[tuple[int, int, Sequence[str], Sequence[str]]]) -> None:
    """Keep the tokens of documents under their organisation; what was kept of them is replaced.

    Those of the title are kept apart, and again with all the others.
    """
    held = [
        (pk, [mark_of(there), *title], [mark_of(there), *title, *body]) for pk, there, title, body in rows
    ]
    remove([pk for pk, _title, _all in held])
    values = [
        (pk, " ".join(dict.fromkeys(title)), " ".join(dict.fromkeys(every))) for pk, title, every in held
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql("store"), values)


def remove(keys: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql("remove"), [(key,) for key in keys])


def written(terms: Sequence[Term], *, organisation: int, any_of_them: bool, column: str) -> str:
    """The terms in the language of the database's index; nothing of another organisation can match."""
    together, either = (" & ", " | ") if is_postgres() else (" AND ", " OR ")
    wanted = (either if any_of_them else together).join(_term(term, either) for term in terms)
    owned = f"{_token(mark_of(organisation))}{together}({wanted})"
    return owned if is_postgres() else f"{{{column}}} : ({owned})"


def _token(token: str) -> str:
    return f"'{token}'" if is_postgres() else f'"{token}"'


def _term(term: Term, either: str) -> str:
    begins = ":*" if is_postgres() else "*"
    begun = [f"{_token(term.prefix)}{begins}"] if term.prefix else []
    return f"({either.join([*map(_token, term.tokens), *begun])})"


def ranked(
    terms: Sequence[Term], *, organisation: int, at: datetime, most: int, any_of_them: bool = False
) -> list[tuple[str, int]]:
    """Kinds and keys, at most so many of a kind: found in the title first, then what is still to come."""
    wanted = [
        written(terms, organisation=organisation, any_of_them=any_of_them, column=column)
        for column in ("title", "body")
    ]
    now = at if is_postgres() else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    statement = RANKED.format(title=sql("title"), body=sql("body"))
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, now, *wanted, organisation, most])
        return [(kind, key) for kind, key in cursor.fetchall()]


def is_held(token: str, *, organisation: int) -> bool:
    """Whether any document of the organisation still has the token."""
    wanted = written([Term([token])], organisation=organisation, any_of_them=False, column="body")
    with connection.cursor() as cursor:
        cursor.execute(sql("body"), [wanted])
        return cursor.fetchone() is not None
