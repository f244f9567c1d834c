"""Two workers killed anywhere, a mail server that refuses a third of the time: nothing is lost, nothing said twice.

The workers are real processes and the server a real one. Time is played by `essaim tick --now`.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock
from urllib.parse import quote

import pytest
from django.db import connection

from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, OrganisationFactory
from tests.letters.smtp import Mailbox, listening
from tests.letters.test_operations import post

pytestmark = [pytest.mark.rush, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
LETTERS = 14
ROUND = timedelta(minutes=31)
"""Longer than a lease, and than the longest delay after a refusal."""
ROUNDS = 12


@dataclass
class Sky:
    """What the two desks of the server share: what they took, and what may lead to a repeat."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    asked: int = 0
    unsure: Counter = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)


class Desk(Mailbox):
    """One desk per worker, with an accident at every other letter, as long as it has some."""

    def __init__(self, sky):
        super().__init__()
        self.sky = sky
        self.worker = None
        self.accidents = []
        self.served = 0

    def kill(self):
        os.kill(self.worker.pid, signal.SIGKILL)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd
        with self.sky.lock:
            self.sky.asked += 1
            is_refused = self.sky.asked % 3 == 0
        if is_refused:
            return "451 4.3.0 Revenez"
        self.served += 1
        accident = self.accidents.pop(0) if self.accidents and self.served % 2 == 0 else ""
        if accident == "die before":
            self.kill()
            return "451 4.3.0 Trop tard"
        await super().handle_DATA(server, session, envelope)
        message = self.accepted[-1]
        with self.sky.lock:
            self.sky.taken.append((message["X-Essaim-Key"], message["Message-ID"]))
            self.sky.unsure[message["X-Essaim-Key"]] += bool(accident)
        if accident == "die after":
            self.kill()
        if accident == "hang up":
            server.transport.abort()
        return "250 OK"


def environment(folder, port):
    """What makes a worker use the database of this test and one desk of the server."""
    given = dict(os.environ) | {"ESSAIM_DATA": str(folder), "ESSAIM_EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        link = folder / "essaim.sqlite3"
        if not link.exists():
            link.symlink_to(base["NAME"])
        return given
    who = quote(base["USER"]) + (f":{quote(base['PASSWORD'])}" if base["PASSWORD"] else "")
    return given | {
        "ESSAIM_DATABASE_URL": f"postgres://{who}@{base['HOST']}:{base['PORT'] or 5432}/{base['NAME']}"
    }


def start(moment, given):
    """A worker that does what is due at the moment, then stops."""
    command = [sys.executable, "manage.py", "tick", "--now", moment.isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def play_round(number, desks, environments):
    """Two workers at once, or one when every accident has happened; what became of each."""
    moments = [NOW + number * ROUND + timedelta(seconds=10 * place) for place in range(2)]
    working = desks if any(desk.accidents for desk in desks) else desks[:1]
    for desk, moment, given in zip(working, moments, environments, strict=False):
        desk.worker = start(moment, given)
    return [desk.worker.communicate(timeout=60) and desk.worker.returncode for desk in working]


def test_two_workers_killed_anywhere_lose_nothing_and_repeat_only_what_no_one_could_know(tmp_path):
    agent = AgentFactory(organisation=OrganisationFactory())
    keys = {post(agent, version=str(number)).key for number in range(LETTERS)}
    sky = Sky()
    desks = [Desk(sky), Desk(sky)]
    desks[0].accidents = ["die before", "hang up", "die after"]
    desks[1].accidents = ["die after", "die before"]
    ended = []
    with ExitStack() as stack:
        servers = [stack.enter_context(listening(desk)) for desk in desks]
        environments = [environment(tmp_path, server.port) for server in servers]
        for number in range(ROUNDS):
            ended += play_round(number, desks, environments)
            if not Letter.objects.filter(state="to_send").exists():
                break

    sent = Counter(key for key, _message_id in sky.taken)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
    assert ended.count(-signal.SIGKILL) == 4
    assert set(sent) == keys
    assert sum(sky.unsure.values()) == 3
    assert {key: times for key, times in sent.items() if times > 1 + sky.unsure[key]} == {}
    assert len(set(sky.taken)) == LETTERS  # a repeat has the same Message-ID
    assert sky.asked > len(sky.taken)
