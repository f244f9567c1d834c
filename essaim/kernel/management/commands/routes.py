"""List the addresses of the site."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import get_resolver

from essaim.kernel.routes import addresses, methods_of


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options: Any) -> None:
        rows = [
            {"path": path, "name": name, "methods": methods_of(pattern.callback)}
            for path, name, pattern in addresses(get_resolver())
        ]
        if json:
            self.stdout.write(dumps(rows))
            return
        for row in rows:
            self.stdout.write(f"{'|'.join(row['methods']):<10} {row['path']:<60} {row['name']}")


def dumps(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False)
