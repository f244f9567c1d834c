"""Check the promises that the database keeps: seats, ranks, ledger, doubles, attendances."""

import json as jsonlib
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from essaim.agenda.queries.invariants import violations
from essaim.kernel import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options: Any) -> None:
        found = violations(clock.now())
        if json:
            rows = [violation._asdict() for violation in found]
            self.stdout.write(jsonlib.dumps({"violations": rows}, ensure_ascii=False))
        else:
            for violation in found:
                self.stdout.write(f"{violation.rule} : {violation.detail}")
            self.stdout.write("Tout est en ordre." if not found else f"{len(found)} anomalie(s).")
        if found:
            sys.exit(1)
