"""List the addresses of the site."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

METHODS = {"require_GET": ["GET"], "require_POST": ["POST"]}


def addresses(
    resolver: URLResolver, prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address below a resolver: path, full name, pattern."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield path, f"{space}{entry.name}", entry


def methods_of(pattern: URLPattern) -> list[str]:
    """The methods that a view says it takes (`require_http_methods` and its kin keep them in their closure)."""
    view: Any = pattern.callback
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            value = cell.cell_contents
            if (
                isinstance(value, list | tuple)
                and value
                and set(value) <= {"GET", "POST", "HEAD", "PUT", "DELETE"}
            ):
                return sorted(value)
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options: Any) -> None:
        rows = [
            {"path": path, "name": name, "methods": methods_of(pattern)}
            for path, name, pattern in addresses(get_resolver())
        ]
        if json:
            self.stdout.write(dumps(rows))
            return
        for row in rows:
            self.stdout.write(f"{'|'.join(row['methods']):<10} {row['path']:<60} {row['name']}")


def dumps(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False)
