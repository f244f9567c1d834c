"""Print a link that signs a person in once, for those whom no letter reaches."""

import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from essaim.kernel import clock
from essaim.people.operations.sign_in import make_link
from essaim.people.queries.agents import agent_named

USAGE = 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="the identifier, or the e-mail, of the person")

    def handle(self, *, login: str, **options: Any) -> None:
        agent = agent_named(login)
        if agent is None:
            self._refuse(f"Personne n’a l’identifiant « {login} ».")
        if not agent.is_active:
            self._refuse(f"Le compte de {agent.full_name} est fermé.")
        token, _link = make_link(agent=agent, at=clock.now())
        address = reverse("people:link_open", args=[token])
        self.stdout.write(f"{agent.full_name}, une fois, pendant 15 minutes : {settings.SITE_URL}{address}")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(USAGE)
