"""Import the HR file of an organisation: all of its staff, or only see what would change."""

import json as jsonlib
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.hrfile import HrTable, read
from essaim.people.models import Organisation
from essaim.people.operations import imports as operations
from essaim.people.operations import inbox
from essaim.people.queries.imports import ImportPlan, plan_import, refused_summary
from essaim.people.queries.mappings import memory_of

FINDINGS, BAD_USE = 1, 2
MOST_SHOWN = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--watch", type=Path, metavar="DIR", help="take the files that HR leaves in a folder"
        )
        parser.add_argument("--once", action="store_true", help="with --watch: look once, then stop")
        parser.add_argument("--pause", type=float, default=10, help="with --watch: seconds between two looks")
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument(
            "--allow-closing",
            action="store_true",
            help="close more than a fifth of the staff if the file says so",
        )
        parser.add_argument("--sheet", default="", help="the sheet of the workbook that holds the agents")
        parser.add_argument("--json", action="store_true")

    def handle(
        self,
        *,
        file: Path | None,
        organisation: str,
        dry_run: bool,
        allow_closing: bool,
        json: bool,
        sheet: str = "",
        **options: Any,
    ) -> None:
        employer = self.find_employer(organisation)
        if options.get("watch") is not None:
            self.watch(options["watch"], employer, once=options["once"], pause=options["pause"])
            return
        if file is None:
            self.bad_use("Donnez un fichier, ou un dossier avec --watch.")
        if not file.is_file():
            self.bad_use(f"Aucun fichier « {file} ».")
        self.tell("Lecture du fichier…")
        try:
            table = read(file, sheet=sheet, memory=memory_of(employer))
            plan = self.do(table, employer, file.name, dry_run=dry_run, allow_closing=allow_closing)
        except Refused as refused:
            self.report(refused_summary(str(refused)), as_json=json)
            sys.exit(FINDINGS)
        except OSError as error:
            self.bad_use(f"Ce fichier ne s’ouvre pas : {error.strerror}.")
        for doubt in plan.doubts[:MOST_SHOWN]:
            self.tell(f"ligne {doubt.line}, {doubt.column} : {doubt.reason}")
        self.report(plan.summary(), as_json=json)
        if plan.rejected:
            sys.exit(FINDINGS)

    def find_employer(self, slug: str) -> Organisation:
        employer = Organisation.objects.filter(slug=slug).first()
        if employer is None:
            self.bad_use(f"Aucune organisation « {slug} ».")
        return employer

    def watch(self, directory: Path, employer: Organisation, *, once: bool, pause: float) -> None:
        """Two looks with a pause between: what did not move in the meantime is whole, and is taken."""
        if not directory.is_dir():
            self.bad_use(f"Aucun dossier « {directory} ».")
        refused = 0
        before = inbox.look(directory)
        while True:
            time.sleep(pause)
            now = inbox.look(directory)
            found = inbox.take_stable(directory, before=before, organisation=employer, at=clock.now())
            for outcome in found:
                refused += not outcome.is_taken
                self.stdout.write(f"{outcome.name} : {outcome.report}".rstrip())
            before = now
            if once:
                sys.exit(FINDINGS if refused else 0)

    def do(
        self, table: HrTable, employer: Organisation, name: str, *, dry_run: bool, allow_closing: bool
    ) -> ImportPlan:
        at = clock.now()
        self.tell(f"{len(table.rows) + len(table.bad)} lignes lues, comparaison avec les agents connus…")
        if dry_run:
            plan = plan_import(table, employer, day=operations.day_of(employer, at))
            operations.refuse_closings(plan, allow_closing=allow_closing)
            return plan
        return operations.import_table(
            organisation=employer, table=table, file_name=name, allow_closing=allow_closing, at=at
        )

    def report(self, summary: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(jsonlib.dumps(summary, ensure_ascii=False))
            return
        if summary["refused"]:
            self.stdout.write(f"Fichier refusé. {summary['refused']}")
            return
        self.stdout.write(
            "Créés : {created}, changés : {changed}, inchangés : {unchanged}, fermés : {closed}, "
            "à corriger : {bad}.".format(bad=len(summary["rejected"]), **summary)
        )
        for bad in summary["rejected"]:
            self.stdout.write(f"  ligne {bad['line']}, {bad['column'] or 'ligne entière'} : {bad['reason']}")

    def tell(self, sentence: str) -> None:
        """Progress goes to the error output: the other one may be read by a machine."""
        self.stderr.write(sentence, lambda text: text)

    def bad_use(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(BAD_USE)
