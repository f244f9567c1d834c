"""The index of words: FTS5 on SQLite, a tsvector on PostgreSQL. Both hold the same tokens and give the same answers.

Tokens are lower-case letters and digits only, so none needs escaping and neither database rewrites any.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

ON_POSTGRES = {
    "store": "INSERT INTO search_words (id, words) VALUES (%s, %s::tsvector)",
    "match": "SELECT id, words @@ %s::tsquery AS in_title FROM search_words WHERE words @@ %s::tsquery",
    "remove": "DELETE FROM search_words WHERE id = %s",
}
ON_SQLITE = {
    "store": "INSERT INTO search_words (rowid, title, body) VALUES (%s, %s, %s)",
    "match": """
        SELECT rowid AS id, MAX(in_title) AS in_title FROM (
            SELECT rowid, 1 AS in_title FROM search_words WHERE search_words MATCH %s
            UNION ALL SELECT rowid, 0 FROM search_words WHERE search_words MATCH %s
        ) GROUP BY rowid
    """,
    "remove": "DELETE FROM search_words WHERE rowid = %s",
}
RANKED = """
    SELECT kind, key FROM (
        SELECT document.kind, document.key, ROW_NUMBER() OVER (
            PARTITION BY document.kind
            ORDER BY hit.in_title DESC, CASE WHEN document.starts_at < %s THEN 1 ELSE 0 END,
                CASE WHEN document.starts_at >= %s THEN document.starts_at END, document.starts_at DESC,
                document.title, document.id
        ) AS place
        FROM ({match}) hit INNER JOIN search_document document ON document.id = hit.id
        WHERE document.organisation = %s
    ) ranked
    WHERE place <= %s ORDER BY kind, place
"""
IS_HELD = """
    SELECT 1 FROM ({match}) hit INNER JOIN search_document document ON document.id = hit.id
    WHERE document.organisation = %s LIMIT 1
"""


@dataclass(frozen=True)
class Term:
    """One word looked for: any of these tokens, or any token that begins with the prefix."""

    tokens: Sequence[str]
    prefix: str = ""


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def sql(name: str) -> str:
    return (ON_POSTGRES if is_postgres() else ON_SQLITE)[name]


def store(rows: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Keep the tokens of documents, those of the title apart; what was kept of them is replaced."""
    held = list(rows)
    remove([pk for pk, _title, _body in held])
    if is_postgres():
        values: list[tuple[int | str, ...]] = [(pk, _vector(title, body)) for pk, title, body in held]
    else:
        values = [(pk, " ".join(title), " ".join(body)) for pk, title, body in held]
    with connection.cursor() as cursor:
        cursor.executemany(sql("store"), values)


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    return " ".join([*(f"{token}:1A" for token in title), *(f"{token}:2D" for token in body)])


def remove(keys: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql("remove"), [(key,) for key in keys])


def written(terms: Sequence[Term], *, any_of_them: bool, in_title: bool) -> str:
    """The terms in the language of the database's index."""
    if is_postgres():
        label = "A" if in_title else ""
        parts = [_postgres_term(term, label) for term in terms]
        return (" | " if any_of_them else " & ").join(parts)
    parts = [_sqlite_term(term) for term in terms]
    wanted = (" OR " if any_of_them else " AND ").join(parts)
    return f"{{title}} : ({wanted})" if in_title else wanted


def _postgres_term(term: Term, label: str) -> str:
    exact = [f"'{token}':{label}" if label else f"'{token}'" for token in term.tokens]
    begun = [f"'{term.prefix}':*{label}"] if term.prefix else []
    return f"({' | '.join([*exact, *begun])})"


def _sqlite_term(term: Term) -> str:
    exact = [f'"{token}"' for token in term.tokens]
    begun = [f'"{term.prefix}"*'] if term.prefix else []
    return f"({' OR '.join([*exact, *begun])})"


def ranked(
    terms: Sequence[Term], *, organisation: int, at: datetime, most: int, any_of_them: bool = False
) -> list[tuple[str, int]]:
    """Kinds and keys, at most so many of a kind: found in the title first, then what is still to come."""
    wanted = [written(terms, any_of_them=any_of_them, in_title=in_title) for in_title in (True, False)]
    now = at if is_postgres() else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with connection.cursor() as cursor:
        cursor.execute(RANKED.format(match=sql("match")), [now, now, *wanted, organisation, most])
        return [(kind, key) for kind, key in cursor.fetchall()]


def is_held(token: str, *, organisation: int) -> bool:
    """Whether any document of the organisation still has the token."""
    wanted = written([Term([token])], any_of_them=False, in_title=False)
    with connection.cursor() as cursor:
        cursor.execute(IS_HELD.format(match=sql("match")), [wanted, wanted, organisation])
        return cursor.fetchone() is not None
