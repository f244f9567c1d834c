"""Print who has a seat and who waits, by sign-in identifier."""

import json as jsonlib
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from essaim.agenda.models import Session
from essaim.agenda.queries.rosters import roster


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, slug: str, json: bool, **options: Any) -> None:
        session = Session.objects.filter(slug=slug).first()
        if session is None:
            self.stderr.write(f"Aucune séance à l’adresse « {slug} ».")
            sys.exit(2)
        lists = roster(session)
        if json:
            self.stdout.write(jsonlib.dumps(lists, ensure_ascii=False))
            return
        for title, key in (
            ("Places réservées", "confirmed"),
            ("Accords demandés", "pending"),
            ("En attente", "waiting"),
        ):
            logins = lists.get(key, [])
            if key == "pending" and not logins:
                continue
            self.stdout.write(f"{title} ({len(logins)})")
            for rank, login in enumerate(logins, 1):
                self.stdout.write(f"  {rank}. {login}")
