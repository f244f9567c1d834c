"""Old workbooks (XLS): looked at by the names of their streams, then read behind walls."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from essaim.people.hrfile import archive
from essaim.people.hrfile.errors import FileRefused
from essaim.people.hrfile.parsing import Record, refuse_measures
from essaim.people.hrfile.sheets import SheetHead

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READER = Path(__file__).with_name("behind_walls.py")
ENTRY, SECTOR = 128, 512
BEGINS, WORKBOOK, CIPHERED = b"\x09\x08", b"\x05\x00", b"\x2f\x00"
"""Records of the format: BOF of the whole workbook, then FILEPASS when it has a password."""
STOPS = {
    "protected": archive.protected,
    "with_program": archive.with_program,
    "broken": archive.broken,
    "too_heavy": archive.too_heavy,
}


def old_rows(data: bytes, choose: Callable[[list[SheetHead]], str]) -> Iterator[Record]:
    """The rows of the sheet that is chosen once all are known; none if none is."""
    refuse_streams(stream_names(data))
    if any(is_locked(data, start) for start in range(SECTOR, len(data), SECTOR)):
        raise archive.protected()
    with reader() as (stdin, stdout):
        send(stdin, len(data).to_bytes(8, "big") + data)
        answers = (json.loads(line) for line in stdout)
        name = choose(heads_of(answers))
        if not name:
            return
        send(stdin, json.dumps(name).encode() + b"\n")
        for count, record in enumerate(rows_of(answers), 1):
            refuse_measures(record, count)
            yield record


def refuse_streams(names: set[str]) -> None:
    """What the names tell: a password, a program, another kind of document."""
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise archive.protected()
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise archive.with_program()
    if names and not names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        raise FileRefused(_("Ce document n’est pas un tableur. Enregistrez la liste en ods, xlsx ou CSV."))


def stream_names(data: bytes) -> set[str]:
    """Names of the storages and streams: entries of 128 bytes, aligned, that tell their own length."""
    names = set()
    for start in range(512, len(data) - ENTRY + 1, ENTRY):
        length, kind = data[start + 64] | data[start + 65] << 8, data[start + 66]
        if kind in {1, 2, 5} and 4 <= length <= 64 and length % 2 == 0:
            names.add(data[start : start + length - 2].decode("utf-16-le", "replace"))
    return names


def is_locked(data: bytes, start: int) -> bool:
    """True if a workbook begins in this sector and its first records say that the rest is ciphered."""
    end = min(start + SECTOR, len(data))
    if data[start : start + 2] != BEGINS or data[start + 6 : start + 8] != WORKBOOK:
        return False
    while start + 4 <= end:
        if data[start : start + 2] == CIPHERED:
            return True
        start += 4 + int.from_bytes(data[start + 2 : start + 4], "little")
    return False


@contextmanager
def reader() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The process that reads: where it listens and where it answers. It never outlives the question."""
    with subprocess.Popen(  # noqa: S603 -- our own file, run by our own Python
        [sys.executable, "-I", "-B", str(READER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        stdin, stdout = cast("tuple[IO[bytes], IO[bytes]]", (process.stdin, process.stdout))
        try:
            yield stdin, stdout
        finally:
            process.kill()
            with suppress(BrokenPipeError):
                stdin.close()


def send(stdin: IO[bytes], message: bytes) -> None:
    """A reader that died does not listen any more; its silence is what tells."""
    with suppress(BrokenPipeError):
        stdin.write(message)
        stdin.flush()


def heads_of(answers: Iterator[Any]) -> list[SheetHead]:
    heads = []
    for said in answers:
        if "stop" not in said:
            heads.append(SheetHead(said["sheet"], said["rows"], [cells for _line, cells in said["head"]]))
        elif said["stop"]:
            raise stopped(said["stop"])
        else:
            return [head for head in heads if head.head]
    raise archive.too_heavy()


def stopped(word: str) -> FileRefused:
    return STOPS[word]()


def rows_of(answers: Iterator[Any]) -> Iterator[Record]:
    """Every row; a reader that dies on the way was asked for more than it may take."""
    for said in answers:
        if isinstance(said, list):
            yield Record(*said)
        elif said["stop"]:
            raise stopped(said["stop"])
        else:
            return
    raise archive.too_heavy()
