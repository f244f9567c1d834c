"""Make the table of the shared cache; the migrations do, so that finding it there is nothing to tell."""

from django.core.management.base import CommandParser
from django.core.management.commands import createcachetable


class Command(createcachetable.Command):
    """Django calls it once more for each test database, and would say « already exists » there."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(verbosity=0)
