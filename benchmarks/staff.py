"""The HR import of 5,000 agents, beside reading the same file with `csv` alone: CPU, wall time, memory, progress."""

import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import environment

PEOPLE = 5000
HEADER = "matricule;nom;prénom;courriel;service;catégorie;responsable"
IMPORT = """
import resource, sys, time
from django.core.management import call_command
from essaim.kernel import clock
from essaim.people.models import Agent, Organisation
from essaim.people.operations import imports as operations
call_command("migrate", verbosity=0)
town = Organisation.objects.create(name="Essai", slug="essai")
ada = Agent.objects.create(organisation=town, login="ada", last_name="Ada", password="!", is_administrator=True)
for path in sys.argv[1:]:
    wall, cpu, seen = time.perf_counter(), time.process_time(), []
    with open(path, "rb") as source:
        given = operations.upload_file(
            organisation=town, by=ada, file_name="rh.csv", source=source, is_full=True, at=clock.now())
    operations.queue_import(staff_import=given, allow_closing=True, at=clock.now())
    given.refresh_from_db()
    operations.apply_import(staff_import=given, at=clock.now(), progress=seen.append)
    spent = time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{spent:.2f}|{time.perf_counter() - wall:.2f}|{memory:.0f}|{len(seen)} moves to {max(seen)} %")
"""


def write_file(path: Path, moved: int = 0) -> None:
    """As many rows as agents; the first `moved` of them work elsewhere than in the file before."""
    rows = [
        f"M{n};Nom{n};Prénom{n};a{n}@essai.example;Service {(n % 40) + (40 if n < moved else 0)};C;M{n // 50}"
        for n in range(PEOPLE)
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")


def read_with_csv(path: Path) -> float:
    """Seconds of CPU to read the file and nothing else; the best of five."""
    spent = []
    for _turn in range(5):
        start = time.process_time()
        with path.open(encoding="utf-8", newline="") as file:
            list(csv.DictReader(file, delimiter=";"))
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    places = [Path(tempfile.mkdtemp()) / "rh.csv" for _ in range(3)]
    for place, moved in zip(places, (0, 2500, 2500), strict=True):
        write_file(place, moved)
    script = f"import django; django.setup()\n{IMPORT}"
    output = subprocess.run(
        [sys.executable, "-c", script, *map(str, places)],
        env=environment("config.settings"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    alone = read_with_csv(places[0])
    print("| file of 5,000 agents | CPU | beside csv alone | wall | memory | progress |")
    print("|---|---|---|---|---|---|")
    names = ("all new", "2,500 of them move", "the same again")
    for name, line in zip(names, output.splitlines(), strict=True):
        cpu, wall, memory, seen = line.split("|")
        ratio = float(cpu) / alone
        print(f"| {name} | {cpu} s | {ratio:.0f} | {wall} s | {memory} MB | {seen} |", flush=True)


if __name__ == "__main__":
    main()
