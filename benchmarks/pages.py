"""CPU, queries and bytes of a page, on 5,000 agents, 2,000 sessions and 50,000 attendances, beside the floor."""

import os
import subprocess
import sys
import tempfile

MEASURE = """
import gc, time
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

settings.ALLOWED_HOSTS = ["*"]


def measure(name, call, times):
    for _warm_up in range(5):
        answer = call()
    with CaptureQueriesContext(connection) as queries:
        answer = call()
    asked = len(queries)
    gc.collect()
    batches = []
    for _batch in range(20):
        start = time.process_time()
        for _turn in range(times // 20):
            call()
        batches.append((time.process_time() - start) / (times // 20) * 1000)
    milliseconds = min(batches)  # what the others do on the machine only ever adds
    print(f"{name}|{milliseconds:.2f}|{asked}|{len(answer.content)}")
"""
FLOOR = (
    MEASURE
    + """
from django.core.management import call_command
from benchmarks.floor.models import Thing
call_command("migrate", verbosity=0, run_syncdb=True)
Thing.objects.bulk_create(Thing(name=f"Atelier {n}") for n in range(50))
client = Client()
measure("floor: list of 50", lambda: client.get("/list/"), 100)
measure("floor: detail", lambda: client.get("/1/"), 100)
people = iter(range(10_000))
measure("floor: take", lambda: client.post(f"/1/take/{next(people)}/"), 100)
"""
)
ESSAIM = (
    MEASURE
    + """
import random, uuid
from datetime import timedelta
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone
from essaim.agenda.models import Attendance, Host, Registration, Session, Sitting
from essaim.agenda.operations import close_session, register, withdraw
from essaim.home.operations import count_seasons
from essaim.home.queries import week
from essaim.impact.queries import indicators
from essaim.people.models import Agent, Organisation, Posting, Unit
from essaim.programmes.models import Format, Programme, Season

call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
dice, now = random.Random(1), timezone.now()
town = Organisation.objects.create(name="Essai", slug="essai")
units = Unit.objects.bulk_create(Unit(organisation=town, name=f"Service {n}") for n in range(40))
agents = Agent.objects.bulk_create(
    Agent(organisation=town, login=f"a{n}", hr_number=str(n), first_name="Nadia", last_name=f"N{n}",
          unit=dice.choice(units), password="!") for n in range(5000))
Posting.objects.bulk_create(
    Posting(agent=a, unit=a.unit, category="C", starts_on=now.date() - timedelta(900)) for a in agents)
school = Programme.objects.create(organisation=town, name="Essai", slug="essai")
kinds = [Format.objects.create(programme=school, name=f"Format {n}", slug=f"f{n}", colour=f"f{n}")
         for n in range(1, 6)]
held = [now - timedelta(days=n % 700 + 1) for n in range(1950)]
sessions = Session.objects.bulk_create(
    Session(programme=school, format=dice.choice(kinds), title=f"Atelier numéro {n}", slug=f"atelier-{n}",
            code=f"{n:05}", seats=30, starts_at=at, ends_at=at + timedelta(hours=2),
            published_at=now - timedelta(800), closed_at=at + timedelta(hours=3) if at < now else None)
    for n, at in enumerate([*held, *(now + timedelta(days=n % 25 + 1) for n in range(50))]))
Sitting.objects.bulk_create(
    Sitting(session=s, starts_at=s.starts_at, ends_at=s.ends_at, room="Salle 1") for s in sessions)
pairs = {(dice.choice(sessions[:1950]).pk, dice.randrange(5000)) for _ in range(51_000)}
Attendance.objects.bulk_create(
    (Attendance(session_id=s, agent=agents[a], person=agents[a].person, day=now.date(), organisation=town,
                organisation_name="Essai", unit=agents[a].unit, unit_path=[agents[a].unit.name])
     for s, a in list(pairs)[:50_000]), batch_size=2000)
clients = []
for agent in agents[:130]:
    client = Client()
    client.force_login(agent)
    client.handler = clients[0].handler if clients else client.handler
    clients.append(client)
client = clients[0]
measure("Programme, 50 sessions", lambda: client.get("/programme/"), 100)
measure("Séance", lambda: client.get("/seances/atelier-1960/"), 100)
measure("Accueil", lambda: client.get("/"), 100)
measure("Aide (frame and sign-in alone)", lambda: client.get("/aide/"), 100)
crowd = iter(clients)
measure("Registration, letter and ledger", lambda: next(crowd).post("/seances/atelier-1970/inscription/"), 100)

# A school that lives: hosts, a season and the one before, two who carry it, a team, things to decide.
today = now.date()
Season.objects.create(programme=school, name="Saison", starts_on=today - timedelta(330),
                      ends_on=today + timedelta(30))
Season.objects.create(programme=school, name="Avant", starts_on=today - timedelta(700),
                      ends_on=today - timedelta(331))
hosts = agents[200:260]
Host.objects.bulk_create(
    Host(session=s, agent=hosts[n % 60]) for n, s in enumerate(sessions) if n not in (1950, 1951, 1952))
Session.objects.filter(pk__in=[s.pk for s in sessions[1960:1963]]).update(waiting=4)
Session.objects.filter(pk__in=[s.pk for s in sessions[1:4]]).update(closed_at=None)
Registration.objects.bulk_create(
    Registration(session=s, agent=a, state="confirmed", ticket=500 + n, registered_at=now, changed_at=now)
    for s in sessions[1950:1956] for n, a in enumerate(agents[1000:1005]))
boss, pilot = agents[300], agents[301]
Posting.objects.filter(agent__in=agents[1000:1012]).update(line_manager=boss)
school.coordinators.add(pilot, agents[302])
Agent.objects.filter(pk=pilot.pk).update(is_coordinator=True)
for agent in (boss, pilot):
    clients.append(Client())
    clients[-1].force_login(agent)
desk, team = clients.pop(), clients.pop()
measure("Cette semaine, {} things to decide".format(len(week.tasks_for(Agent.objects.get(pk=pilot.pk), at=now))),
        lambda: desk.get("/pilotage/"), 100)


def first_view_after(name, happens, people):
    # Once each: what happened is not counted, the first view after it is.
    times, asked, size = [], 0, 0
    *several, last = people
    for one in several:
        happens(one)
        start = time.process_time()
        answer = desk.get("/pilotage/")
        times.append((time.process_time() - start) * 1000)
        size = len(answer.content)
    happens(last)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/pilotage/")
    print(f"Cette semaine, first view after {name}|{min(times):.2f}|{len(queries)}|{size}")


def nothing_kept(_turn):
    caches["pages"].clear()


count_seasons(at=now)
desk.get("/pilotage/")
first_view_after("a registration", lambda a: register(session=sessions[1980], agent=a, at=now), agents[2000:2040])
first_view_after("a withdrawal", lambda a: withdraw(session=sessions[1980], agent=a, at=now), agents[2000:2030])
to_close = sessions[100:120]


def closed(one):
    Session.objects.filter(pk=one.pk).update(closed_at=None)
    Attendance.objects.filter(session=one).delete()
    desk.get("/pilotage/")
    close_session(session=one, at=now, by=pilot)


first_view_after("a session was closed", closed, to_close)
count_seasons(at=now)
first_view_after("a process started (nothing kept)", nothing_kept, range(20))
measure("Mon équipe, 12 agents", lambda: team.get("/mon-equipe/"), 100)


class Counted:
    content = b""

    def __init__(self):
        indicators(school, today - timedelta(800), today)


measure("Indicators of all 50,000 attendances, nothing kept", Counted, 20)
"""
)


def environment(settings: str) -> dict[str, str]:
    """A Django of its own, on a new SQLite."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "ESSAIM_DATA": tempfile.mkdtemp(),
        "ESSAIM_DATABASE_URL": "",
        "ESSAIM_LOG_LEVEL": "ERROR",
    }


def run(code: str, settings: str) -> list[list[str]]:
    """The lines that a script of ours prints."""
    script = f"import django; django.setup()\n{code}"
    output = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(settings),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [line.split("|") for line in output.stdout.splitlines() if line.count("|") == 3]


def main() -> None:
    bare = run(FLOOR, "benchmarks.floor.settings")
    ours = run(ESSAIM, "config.settings")
    floor_list = float(bare[0][1])
    print("| page | CPU, ms | beside the floor's list | queries | bytes |")
    print("|---|---|---|---|---|")
    for name, milliseconds, queries, size in [*bare, *ours]:
        print(
            f"| {name} | {milliseconds} | {float(milliseconds) / floor_list:.2f} | {queries} | {size} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
