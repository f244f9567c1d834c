"""Open an employer with its first administrator, and print a link that signs in once."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.urls import reverse

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.forms.organisations import NewOrganisationForm
from essaim.people.models import Organisation
from essaim.people.operations import organisations as operations
from essaim.people.operations.sign_in import make_link

FINDINGS = 1


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="for example « Ville de Bourg-la-Reine »")
        parser.add_argument("--administrator", required=True, metavar="PRÉNOM NOM")
        parser.add_argument("--login", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--branch", choices=Organisation.Branch.values, default=Organisation.Branch.LOCAL)
        parser.add_argument("--siret", default="")
        parser.add_argument("--time-zone", default="Europe/Paris")

    def handle(self, **options: Any) -> None:
        now = clock.now()
        form = NewOrganisationForm(options)
        if not form.is_valid():
            for errors in form.errors.values():
                self.stderr.write("\n".join(map(str, errors)))
            sys.exit(FINDINGS)
        try:
            employer = operations.open_organisation(**form.opened(), on=now.date())
        except (Refused, ValidationError) as refused:
            self.stderr.write(str(refused))
            sys.exit(FINDINGS)
        token, _link = make_link(agent=employer.agents.get(), at=now)
        self.stdout.write(f"{employer.name} est ouverte ({employer.slug}).")
        address = reverse("people:link_open", args=[token])
        self.stdout.write(f"Pour se connecter, une fois, pendant 15 minutes : {settings.SITE_URL}{address}")
