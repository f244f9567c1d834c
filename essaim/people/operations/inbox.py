"""The folder where HR leaves its nightly export: each file taken once, filed with a report, closing few."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.hrfile import read
from essaim.people.hrfile.decoding import load
from essaim.people.models import Organisation, StaffImport
from essaim.people.operations.imports import import_table
from essaim.people.queries.imports import refused_summary
from essaim.people.queries.mappings import memory_of
from essaim.people.signals import staff_file_refused

TAKEN, REFUSED = "traites", "refuses"
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".swp")
Seen = dict[Path, tuple[int, int]]
"""Size and moment of writing of each file at the last look."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file."""

    name: str
    is_taken: bool
    report: str


def look(directory: Path) -> Seen:
    """The files that wait, with what tells whether they are still being written."""
    found: Seen = {}
    for path in sorted(directory.iterdir()):
        is_hidden = path.name.startswith((".", "~")) or path.name.lower().endswith(UNFINISHED)
        if is_hidden or path.is_symlink() or not path.is_file():
            continue
        seen = path.stat()
        found[path] = (seen.st_size, seen.st_mtime_ns)
    return found


def take_stable(
    directory: Path, *, before: Seen, organisation: Organisation, at: datetime
) -> Iterator[Outcome]:
    """Take each file that did not move since the look before; the others wait for the next turn."""
    for path, size_and_moment in look(directory).items():
        if before.get(path) == size_and_moment:
            yield take_file(path, organisation=organisation, at=at)


def take_file(path: Path, *, organisation: Organisation, at: datetime) -> Outcome:
    """Apply one file, once per content; then file it with its report beside. A crash between the two is harmless."""
    try:
        data = load(path)
        digest = hashlib.sha256(data).hexdigest()
        known = taken_before(organisation, digest)
        if known is None:
            known = apply_content(data, digest, name=path.name, organisation=organisation, at=at)
    except Refused as refused:
        known = keep_refusal(str(refused), "", name=path.name, organisation=organisation, at=at)
    is_taken = known.state == StaffImport.State.DONE
    outcome = Outcome(path.name, is_taken, report_of(known))
    file_away(path, path.parent / (TAKEN if is_taken else REFUSED), outcome.report, at=at)
    return outcome


def taken_before(organisation: Organisation, digest: str) -> StaffImport | None:
    """The same content, applied or refused already; one that was undone may come again."""
    states = (StaffImport.State.DONE, StaffImport.State.REFUSED)
    found = StaffImport.objects.filter(organisation=organisation, digest=digest, state__in=states)
    return found.order_by("-pk").first()


def apply_content(
    data: bytes, digest: str, *, name: str, organisation: Organisation, at: datetime
) -> StaffImport:
    try:
        import_table(
            organisation=organisation,
            table=read(data, memory=memory_of(organisation)),
            file_name=name,
            allow_closing=False,
            at=at,
            digest=digest,
        )
    except Refused as refused:
        return keep_refusal(str(refused), digest, name=name, organisation=organisation, at=at)
    return StaffImport.objects.filter(organisation=organisation, digest=digest).latest("pk")


@transaction.atomic
def keep_refusal(
    reason: str, digest: str, *, name: str, organisation: Organisation, at: datetime
) -> StaffImport:
    """A refused file is in the history too, and those who administer are told, in one transaction."""
    refused = StaffImport.objects.create(
        organisation=organisation,
        file_name=name[:200],
        digest=digest,
        content=b"",
        state=StaffImport.State.REFUSED,
        result=refused_summary(reason),
        created_at=at,
        finished_at=at,
    )
    staff_file_refused.send(StaffImport, staff_import=refused, reason=reason, at=at)
    return refused


def report_of(done: StaffImport) -> str:
    """What happened, for whoever looks into the folder."""
    result = done.result
    if result["refused"]:
        return _("Fichier refusé, rien n’a changé. %(reason)s") % {"reason": result["refused"]} + "\n"
    lines = [
        _("Créés : %(created)s, changés : %(changed)s, inchangés : %(unchanged)s, partants : %(closed)s.")
        % result
    ]
    lines += [
        _("Ligne %(line)s, %(column)s : %(reason)s") % {**bad, "column": bad["column"] or "-"}
        for bad in result["rejected"]
    ]
    return "\n".join(lines) + "\n"


def file_away(path: Path, folder: Path, report: str, *, at: datetime) -> None:
    """The report first, then the file: nothing leaves the folder without its report."""
    folder.mkdir(exist_ok=True)
    name = f"{at:%Y%m%d-%H%M%S}-{path.name}"
    while (folder / name).exists():
        name = f"_{name}"
    (folder / f"{name}.rapport.txt").write_text(report, encoding="utf-8")
    path.replace(folder / name)
