"""500 people, two clicks each, 50 at a time, on 20 seats: Essaim beside the floor, on one database."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.crowd import crowd, server

PEOPLE, AT_ONCE = 500, 50
TOKEN = "a" * 32


def run(code: str, settings: str, environment: dict[str, str]) -> str:
    """What a script of ours prints, in a Django of its own."""
    script = f"import django; django.setup()\n{code}"
    env = os.environ | environment | {"DJANGO_SETTINGS_MODULE": settings}
    return subprocess.run(
        [sys.executable, "-c", script], env=env, check=True, capture_output=True, text=True
    ).stdout


COOKIES = """
from importlib import import_module
from django.conf import settings
from essaim.people.models import Agent
engine = import_module(settings.SESSION_ENGINE)
for agent in Agent.objects.filter(login__startswith="agent0").order_by("pk"):
    store = engine.SessionStore()
    store["_auth_user_id"] = str(agent.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = agent.get_session_auth_hash()
    store.create()
    print(store.session_key)
"""
STATIC = "from django.core.management import call_command; call_command('collectstatic', interactive=False)"
FLOOR = """
from benchmarks.floor.models import Thing
from django.db import connection
from django.core.management import call_command
call_command("migrate", verbosity=0, run_syncdb=True)
Thing.objects.all().delete()
print(Thing.objects.create(name="bousculade").pk)
"""


def essaim(workers: int, environment: dict[str, str]) -> dict[str, object]:
    command = [str(Path(sys.executable).with_name("essaim"))]
    env = os.environ | environment
    for words in (["migrate", "-v0"], ["demo", "--profile", "load", "--agents", str(PEOPLE)]):
        subprocess.run([*command, *words], env=env, check=True, capture_output=True)
    run(STATIC, "config.settings", environment)
    keys = run(COOKIES, "config.settings", environment).split()
    headers = [
        {
            "Cookie": f"essaim_session={key}; essaim_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Host": "127.0.0.1",
            "HX-Request": "true",
        }
        for key in keys
    ]
    with server("config.wsgi:application", workers=workers, environment=environment) as port:
        clicks = [(port, "POST", "/seances/bousculade/inscription/", each, "") for each in headers * 2]
        result = crowd(clicks, at_once=AT_ONCE)
    roster = json.loads(subprocess.check_output([*command, "roster", "bousculade", "--json"], env=env))
    check = [*command, "check-invariants", "--json"]
    violations = subprocess.run(check, env=env, capture_output=True, text=True, check=False)
    return result | {
        "confirmed": len(roster["confirmed"]),
        "waiting": len(set(roster["waiting"])),
        "violations": len(json.loads(violations.stdout)["violations"]),
    }


def floor(workers: int, environment: dict[str, str]) -> dict[str, float]:
    pk = run(FLOOR, "benchmarks.floor.settings", environment).strip()
    with server("benchmarks.floor.wsgi:application", workers=workers, environment=environment) as port:
        clicks = [(port, "POST", f"/{pk}/take/{person}/", {}, "") for person in list(range(PEOPLE)) * 2]
        return crowd(clicks, at_once=AT_ONCE)


def databases(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """A fresh place for Essaim and one for the floor; on PostgreSQL, two new databases."""
    places = tempfile.mkdtemp(), tempfile.mkdtemp()
    if name == "sqlite":
        return tuple({"ESSAIM_DATA": place, "ESSAIM_DATABASE_URL": ""} for place in places)  # type: ignore[return-value]
    server_url = os.environ.get("ESSAIM_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
    found = []
    for place, database in zip(places, ("essaim_bench", "essaim_bench_floor"), strict=True):
        statements = [f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database}"]
        for statement in statements:
            code = "import sys, psycopg; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"
            subprocess.run([sys.executable, "-c", code, server_url, statement], check=True)
        found.append(
            {"ESSAIM_DATA": place, "ESSAIM_DATABASE_URL": server_url.rsplit("/", 1)[0] + f"/{database}"}
        )
    return found[0], found[1]


def main() -> None:
    print(
        "| database | workers | seats / ranks / errors / violations | Essaim | floor | ratio | Essaim p95 |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in ("sqlite", "postgresql"):
        for workers in (2, 4):
            ours, bare = databases(name)
            mine, theirs = essaim(workers, ours), floor(workers, bare)
            exact = f"{mine['confirmed']} / {mine['waiting']} / {mine['errors']} / {mine['violations']}"
            ratio = mine["seconds"] / theirs["seconds"]  # type: ignore[operator]
            seconds = f"{mine['seconds']:.2f} s | {theirs['seconds']:.2f} s | {ratio:.2f}"
            print(f"| {name} | {workers} | {exact} | {seconds} | {mine['p95_ms']:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
