"""Serve the site with granian, two workers of eight threads."""

import errno
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there: the server would share the port, and visitors get one site or the other."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.ADDRESS, help="host:port")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *, address: str, workers: int, threads: int, **options: Any) -> None:
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit():
            self.stderr.write(
                f"« {address} » n’est pas une adresse : écrivez hôte:port, par exemple 127.0.0.1:8000."
            )
            sys.exit(2)
        if is_taken(host, int(port)):
            self.stderr.write(
                f"Le port {port} est déjà pris : un autre site répond peut-être à « {address} ». "
                "Arrêtez-le, ou choisissez une autre adresse avec ESSAIM_ADDRESS."
            )
            sys.exit(2)
        call_command("collectstatic", interactive=False, verbosity=0)
        Granian(
            "config.wsgi:application",
            address=host,
            port=int(port),
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_access=False,
        ).serve()
