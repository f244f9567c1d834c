"""The `essaim` command: the product's own verbs, with dashes, over Django's commands."""

import os
import sys

from django.core.management import BaseCommand, ManagementUtility

VERBS = {
    "migrate": "prepare or update the database",
    "serve": "serve the site",
    "worker": "send letters and do the regular work",
    "tick": "do the regular work that is due at a moment",
    "bounce": "note letters that came back",
    "demo": "load demo data",
    "create-organisation": "open an employer with its first administrator",
    "sign-in-link": "print a link that signs a person in once",
    "import-agents": "import the HR file of an organisation",
    "indicators": "print the figures of a programme",
    "roster": "print who has a seat and who waits",
    "check-invariants": "check the promises that the database keeps",
    "routes": "list the addresses of the site",
}
USAGE = 2


class Verbs(ManagementUtility):
    """Django's commands under the names of the product, which their `--help` repeats."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        return super().fetch_command(subcommand.replace("-", "_"))


def usage() -> str:
    width = max(map(len, VERBS)) + 2
    lines = [f"  {verb:<{width}}{text}" for verb, text in VERBS.items()]
    return "\n".join(["usage: essaim COMMAND [--help]", "", *lines, ""])


def main(argv: list[str] | None = None) -> int:
    """Run one verb; 0 done, 1 findings, 2 bad use."""
    words = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(usage())
        return 0 if words else USAGE
    if words[0] not in VERBS:
        sys.stderr.write(f"essaim: commande inconnue : {words[0]}\n\n{usage()}")
        return USAGE
    try:
        Verbs(["essaim", *words]).execute()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read us, `head` for instance, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
