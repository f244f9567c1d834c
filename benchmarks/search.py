"""The search on 20,000 documents, on both databases, beside a bare LIKE over the same texts."""

import os
import subprocess
import sys
import tempfile

from benchmarks.rush import run

SCRIPT = """
import random, time
from datetime import timedelta
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from essaim.search.models import Document
from essaim.search.operations import Entry, index
from essaim.search.queries import search

call_command("migrate", verbosity=0)
dice, now = random.Random(1), timezone.now()
parts = ["ta", "bleau", "cro", "ser", "vi", "for", "ma", "tion", "ac", "cueil", "nu", "mé", "ri", "que", "é", "crit",
         "po", "ta", "ger", "ré", "u", "ni", "on", "lo", "gi", "ciel", "bu", "dget", "co", "mp", "te", "jar", "din"]
words = sorted({"".join(dice.choices(parts, k=dice.randint(2, 4))) for _ in range(12_000)})
weights = [1 / (rank + 3) for rank in range(len(words))]
dice.shuffle(words)


def said(count):
    return " ".join(dice.choices(words, weights, k=count))


def entries():
    for key in range(20_000):
        kind = "agent" if key % 20 == 0 else "topic" if key % 20 == 1 else "session"
        starts_at = now + timedelta(days=dice.randint(-900, 60)) if kind == "session" else None
        yield Entry(kind, key, int(key % 10 == 9), said(4), said(35), starts_at)


start = time.perf_counter()
index(entries())
print(f"indexing|{time.perf_counter() - start:.1f}")
if connection.vendor == "postgresql":
    connection.cursor().execute("ANALYZE")


def slip(word):
    place = dice.randrange(1, len(word))
    return word[:place] + word[place + 1:]


asked = []
for _ in range(100):
    one, two = dice.choices(words, weights, k=2)
    asked += [one, f"{one} {two}", f"{one} {two[:3]}", f"{slip(one)} {two} ", f"{one} introuvablement "]


def p95(call):
    taken = []
    for text in asked:
        start = time.perf_counter()
        call(text)
        taken.append((time.perf_counter() - start) * 1000)
    ordered = sorted(taken)
    return ordered[int(len(ordered) * 0.5)], ordered[int(len(ordered) * 0.95)], ordered[-1]


def like(text):
    where = " AND ".join(["search_text LIKE %s"] * len(text.split()))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, key FROM search_document WHERE organisation = 0 AND {where}"
                       " ORDER BY starts_at DESC LIMIT 36", [f"%{word}%" for word in text.split()])
        cursor.fetchall()


held = sum(bool(search(text, organisation=0, at=now, most=12).keys) for text in asked)
if held < len(asked) * 0.8:
    raise SystemExit(f"only {held} of {len(asked)} requests find something: this measures nothing")
for name, call in (("ours", lambda text: search(text, organisation=0, at=now, most=12)), ("like", like)):
    p95(call)
    print(f"{name}|" + "|".join(f"{figure:.1f}" for figure in p95(call)))
"""


def places() -> dict[str, dict[str, str]]:
    """A fresh database of each kind."""
    server = os.environ.get("ESSAIM_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
    code = "import sys, psycopg; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"
    for statement in (
        "DROP DATABASE IF EXISTS essaim_bench_search WITH (FORCE)",
        "CREATE DATABASE essaim_bench_search",
    ):
        subprocess.run([sys.executable, "-c", code, server, statement], check=True)
    url = server.rsplit("/", 1)[0] + "/essaim_bench_search"
    return {
        "sqlite": {"ESSAIM_DATA": tempfile.mkdtemp(), "ESSAIM_DATABASE_URL": ""},
        "postgresql": {"ESSAIM_DATA": tempfile.mkdtemp(), "ESSAIM_DATABASE_URL": url},
    }


def main() -> None:
    print("| database | indexing, s | p50, ms | p95, ms | worst, ms | p95 of LIKE, ms | ratio |")
    print("|---|---|---|---|---|---|---|")
    for database, environment in places().items():
        lines = dict(
            line.split("|", 1)
            for line in run(SCRIPT, "config.settings", environment).splitlines()
            if "|" in line
        )
        p50, p95, worst = lines["ours"].split("|")
        like = lines["like"].split("|")[1]
        print(
            f"| {database} | {lines['indexing']} | {p50} | {p95} | {worst} | {like} | "
            f"{float(p95) / float(like):.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
