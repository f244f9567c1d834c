"""Send letters and do the regular work, for ever, or once."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from essaim.kernel import clock, ticks

PAUSE_SECONDS = 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, *, once: bool, **options: Any) -> None:
        while True:
            for name, count in ticks.run_due(clock.now()).items():
                if count:
                    self.stdout.write(f"{name} : {count}")
            if once:
                return
            time.sleep(PAUSE_SECONDS)
