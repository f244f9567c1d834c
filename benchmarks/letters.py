"""5,000 letters, written, then sent by one worker to a server of this machine that takes everything."""

import json
import subprocess
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from benchmarks.pages import environment
from benchmarks.running import megabytes

LETTERS = 5_000
PEOPLE = 500
PORT = 8125
WRITE = f"""
import json, time
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from essaim.kernel import clock
from essaim.letters.emails import Wording
from essaim.letters.operations import post
from essaim.people.models import Agent, Organisation
town = Organisation.objects.create(name="Ville", slug="ville")
people = [
    Agent(organisation=town, login=f"a{{n}}", hr_number=f"{{n:06}}", first_name="Nadia",
          last_name=f"Benali {{n}}", email=f"a{{n}}@ville.example")
    for n in range({PEOPLE})
]
people = Agent.objects.bulk_create(people)
wording = Wording("Place réservée : Tableaux croisés, ven. 21 mai, 9 h", "Bonjour,\\n\\nVotre place est réservée.",
                  "Voir la séance", "/seances/tableaux-croises/")
began = time.perf_counter()
for number in range({LETTERS}):
    with transaction.atomic():
        post(agent=people[number % {PEOPLE}], kind="confirmed", cause=f"session:{{number}}",
             wording=wording, at=clock.now())
print(json.dumps(time.perf_counter() - began))
"""
LEFT = """
from essaim.letters.models import Letter
print(Letter.objects.filter(state="to_send").count())
"""


def django(code: str, given: dict[str, str]) -> str:
    """The last line that a script of ours prints."""
    script = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.run(script, env=given, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]


def send(given: dict[str, str]) -> tuple[float, float]:
    """Seconds that one worker takes for everything, and its largest memory."""
    memory = 0.0
    began = time.perf_counter()
    while django(LEFT, given) != "0":
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--once"], env=given, stdout=subprocess.DEVNULL
        )
        while worker.poll() is None:
            memory = max(memory, megabytes(worker.pid))
            time.sleep(0.2)
    return time.perf_counter() - began, memory


def main() -> None:
    given = environment("config.settings") | {"ESSAIM_EMAIL_URL": f"smtp://127.0.0.1:{PORT}"}
    written = json.loads(django(WRITE, given))
    server = Controller(Sink(), hostname="127.0.0.1", port=PORT)
    server.start()
    try:
        sent, memory = send(given)
    finally:
        server.stop()
    print("| letters | written per second | sent per second | memory of the worker |")
    print("|---|---|---|---|")
    print(f"| {LETTERS:,} | {LETTERS / written:.0f} | {LETTERS / sent:.0f} | {memory:.0f} MB |")


if __name__ == "__main__":
    main()
