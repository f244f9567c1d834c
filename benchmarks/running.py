"""Memory of a web process and of the chore worker, and the time until the first answer, beside the floor."""

import os
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path

from benchmarks.crowd import ask, server
from benchmarks.pages import environment

PAGES = 100
FIELDS_BEFORE_PARENT = 1
PREPARE = """
import sys
from django.core.management import call_command
call_command("migrate", verbosity=0, run_syncdb="floor" in sys.argv)
if "floor" not in sys.argv:
    call_command("collectstatic", interactive=False, verbosity=0)
"""


def children_of(pid: int) -> list[int]:
    """The processes that it started, and theirs."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[FIELDS_BEFORE_PARENT])
        except (OSError, ValueError):
            continue
        if parent == pid:
            child = int(stat.parent.name)
            found += [child, *children_of(child)]
    return found


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def web(application: str, settings: str, path: str) -> tuple[float, float]:
    """Seconds until the first answer, and the memory of the largest process after some pages."""
    given = environment(settings)
    kind = "floor" if "floor" in settings else "essaim"
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{PREPARE}", kind], env=given, check=True
    )
    start = time.perf_counter()
    with server(application, workers=1, environment=given) as port:
        status, _took = ask(port, "GET", path, {})
        if status != HTTPStatus.OK:
            raise SystemExit(f"{application} answers {status}")
        seconds = time.perf_counter() - start
        for _page in range(PAGES):
            ask(port, "GET", path, {})
        return seconds, max(megabytes(pid) for pid in children_of(os.getpid()))


def chores() -> float:
    """The memory of the worker after it went through its chores."""
    given = environment("config.settings")
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{PREPARE}", "essaim"], env=given, check=True
    )
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], env=given, stdout=subprocess.DEVNULL)
    try:
        time.sleep(15)
        return max(megabytes(pid) for pid in [process.pid, *children_of(process.pid)])
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    print("| process | until the first answer | beside the floor | memory |")
    print("|---|---|---|---|")
    floor = min(
        web("benchmarks.floor.wsgi:application", "benchmarks.floor.settings", "/list/") for _ in range(3)
    )
    ours = min(web("config.wsgi:application", "config.settings", "/connexion/") for _ in range(3))
    print(f"| floor, web | {floor[0]:.2f} s | 1.00 | {floor[1]:.0f} MB |")
    print(f"| Essaim, web | {ours[0]:.2f} s | {ours[0] / floor[0]:.2f} | {ours[1]:.0f} MB |", flush=True)
    print(f"| Essaim, worker | | | {chores():.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
