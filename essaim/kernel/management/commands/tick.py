"""Do the regular work that is due at a given moment."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from essaim.kernel import ticks


def moment(text: str) -> datetime | None:
    """An ISO moment; without an offset it is in the installation's time zone."""
    try:
        value = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(value) if value and timezone.is_naive(value) else value


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", required=True, metavar="ISO", help="for example 2030-03-01T09:00")

    def handle(self, *, now: str, **options: Any) -> None:
        at = moment(now)
        if at is None:
            self.stderr.write(f"« {now} » n’est pas un moment : écrivez par exemple 2030-03-01T09:00.")
            sys.exit(2)
        for name, count in ticks.run_due(at).items():
            self.stdout.write(f"{name} : {count}")
