"""Print the figures of a programme over a period; both days are included."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from essaim.impact import files, queries, rules
from essaim.programmes.models import Programme


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--from", required=True, dest="first", metavar="DATE", help="2021-01-01")
        parser.add_argument("--to", required=True, dest="last", metavar="DATE", help="2021-05-31")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, programme: str, first: str, last: str, as_json: bool, **options: Any) -> None:
        found = Programme.objects.select_related("organisation").filter(slug=programme).first()
        if found is None:
            self._refuse(f"Aucun dispositif ne s’appelle « {programme} ».")
        begins, ends = self._day(first), self._day(last)
        if reason := rules.why_not_counted(begins, ends):
            self._refuse(reason)
        figures = queries.indicators(found, begins, ends)
        if as_json:
            self.stdout.write(json.dumps(files.as_json(figures), ensure_ascii=False))
            return
        for line in files.as_text(figures):
            self.stdout.write(line)

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._refuse(f"« {text} » n’est pas un jour : écrivez par exemple 2021-05-31.")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(2)
