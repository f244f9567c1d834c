"""Load demo data: TRUC² as lived, a crowd to test the load with, or an empty organisation."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from essaim.home.demo import accounts, build, staff
from essaim.kernel import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--profile", choices=build.PROFILES, default="truc2")
        parser.add_argument("--agents", type=int, help="how many agents (truc2: 600, load: 500)")
        parser.add_argument("--seed", type=int, default=2021, help="another seed, other people")
        parser.add_argument("--if-empty", action="store_true", help="do nothing if it is loaded already")

    def handle(self, *, profile: str, agents: int | None, seed: int, if_empty: bool, **options: Any) -> None:
        number = build.USUAL_AGENTS[profile] if agents is None else agents
        if profile == "truc2" and number < staff.SMALLEST:
            self.fail(f"La démonstration demande au moins {staff.SMALLEST} agents.", code=2)
        if build.is_loaded(profile):
            if not if_empty:
                self.fail(
                    "La démonstration est déjà chargée : partez d’une base vide pour la refaire.", code=1
                )
            self.stdout.write("La démonstration est déjà chargée.")
        else:
            build.build(profile, agents=number, seed=seed, now=clock.now())
        self.tell_accounts(profile, number)

    def fail(self, sentence: str, *, code: int) -> None:
        self.stderr.write(sentence)
        sys.exit(code)

    def tell_accounts(self, profile: str, number: int) -> None:
        """The address and who may enter there."""
        lines = {
            "truc2": [f"{a.login:<18}{a.role}" for a in (*accounts.ACCOUNTS, accounts.NEIGHBOUR)],
            "load": [f"agent0001 à agent{number:04}"],
            "empty": ["administratrice"],
        }[profile]
        self.stdout.write(f"Adresse : {settings.SITE_URL}/")
        self.stdout.write(f"Comptes, mot de passe « {accounts.PASSWORD} » :")
        for line in lines:
            self.stdout.write(f"  {line}")
