"""Note letters that came back: notices of a mail server (RFC 3464), from standard input, files or a maildir."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from essaim.letters import operations
from essaim.letters.bounces import LARGEST, Notice, read_notice
from essaim.letters.operations import Bounced

FINDINGS, USAGE = 1, 2
MAILDIR = ("new", "cur")
STDIN = "-"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="a notice, or a folder of them; standard input without"
        )
        parser.add_argument("--key", help="the X-Essaim-Key of the letter, instead of a notice")
        parser.add_argument("--reason", help="what the server said; goes with --key")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *, paths: list[str], key: str | None, reason: str | None, as_json: bool, **options: Any
    ) -> None:
        if (key is None) != (reason is None) or (key is not None and paths):
            self._refuse("Donnez --key avec --reason et rien d’autre, ou des avis à lire.")
        if key is not None and reason is not None:
            notices = iter([("--key", Notice(key=key, words=" ".join(reason.split())))])
        else:
            notices = ((name, read_notice(content)) for name, content in self._contents(paths or [STDIN]))
        found = [(name, operations.record_bounce(notice=notice)) for name, notice in notices]
        self._report(found, as_json=as_json)
        if any(bounced.why_not for _name, bounced in found):
            sys.exit(FINDINGS)

    def _contents(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        """Never more of a file than what can be a notice."""
        for path in paths:
            if path == STDIN:
                yield STDIN, sys.stdin.buffer.read(LARGEST + 1)
                continue
            for file in self._files(Path(path)):
                try:
                    with file.open("rb") as opened:
                        yield str(file), opened.read(LARGEST + 1)
                except OSError as error:
                    self._refuse(f"« {file} » ne se lit pas : {error.strerror}.")

    def _files(self, path: Path) -> list[Path]:
        """The file itself; of a folder its files, of a maildir those of `new` and `cur`."""
        if not path.exists():
            self._refuse(f"« {path} » n’existe pas.")
        if not path.is_dir():
            return [path]
        folders = [path / name for name in MAILDIR if (path / name).is_dir()] or [path]
        return sorted(file for folder in folders for file in folder.iterdir() if file.is_file())

    def _report(self, found: list[tuple[str, Bounced]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(as_facts(found), ensure_ascii=False))
            return
        for name, bounced in found:
            self.stdout.write(f"{name} : {said(bounced)}")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(USAGE)


def as_facts(found: list[tuple[str, Bounced]]) -> dict[str, list[Any]]:
    return {
        "bounced": [one.key for _name, one in found if one.is_new],
        "known": [one.key for _name, one in found if not one.is_new and not one.why_not],
        "rejected": [{"source": name, "reason": one.why_not} for name, one in found if one.why_not],
    }


def said(bounced: Bounced) -> str:
    if bounced.why_not:
        return bounced.why_not
    return f"noté, {bounced.key}" if bounced.is_new else f"déjà noté, {bounced.key}"
