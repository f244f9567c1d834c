"""Saying what a file holds: its sheet, its columns, its words; and remembering it for the next one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.hrfile import FileRefused, HrTable, Memory, dumps
from essaim.people.hrfile.columns import Columns, by_hand, key_of, understand
from essaim.people.hrfile.grid import Grid
from essaim.people.hrfile.memory import digest_of
from essaim.people.hrfile.table import recalled, table_of
from essaim.people.models import ColumnMemory, StaffImport, WordMemory
from essaim.people.queries.mappings import MEANINGS, grid_of, grids_of, memory_of, words_of

OPEN = (StaffImport.State.DRAFT, StaffImport.State.PREVIEW)


class NotOpen(Refused):
    """The import was started, or its file is no longer kept."""


def prepare(staff_import: StaffImport, grid: Grid, memory: Memory) -> None:
    """Read the sheet by what is remembered or guessed; what cannot be read waits to be told."""
    try:
        columns = recalled(grid.headers, memory) or understand(list(grid.headers))
    except FileRefused:
        staff_import.state, staff_import.content = StaffImport.State.DRAFT, b""
        return
    keep(staff_import, table(staff_import, grid, columns=columns, memory=memory))


def table(staff_import: StaffImport, grid: Grid, *, columns: Columns, memory: Memory) -> HrTable:
    words = words_of(staff_import, memory)
    return table_of(columns, grid.records(), is_full=staff_import.is_full, words=words)


def keep(staff_import: StaffImport, read: HrTable) -> None:
    staff_import.state, staff_import.content = StaffImport.State.PREVIEW, dumps(read)


@transaction.atomic
def choose_sheet(*, staff_import: StaffImport, sheet: str) -> None:
    """Say which sheet holds the agents; what was told of another one is forgotten."""
    locked = opened(staff_import)
    grid = next((grid for grid in grids_of(locked) if grid.name == sheet), None)
    if grid is None:
        raise NotOpen(_("Ce classeur n’a pas cette feuille : choisissez-en une autre."))
    if sheet != locked.sheet:
        locked.sheet, locked.mapping = sheet, {}
        prepare(locked, grid, memory_of(locked.organisation))
        locked.save()


@transaction.atomic
def map_columns(
    *, staff_import: StaffImport, chosen: Mapping[int, str], remember: bool, at: datetime
) -> HrTable:
    """Say what each column is; doubles and missing ones are refused. The next file of these names is read so."""
    locked = opened(staff_import)
    grid = grid_of(locked)
    if grid is None:
        raise NotOpen(_("Choisissez d’abord la feuille qui contient les agents."))
    columns = by_hand(grid.headers, chosen)
    locked.mapping = locked.mapping | {"columns": {str(place): field for place, field in chosen.items()}}
    read = table(locked, grid, columns=columns, memory=memory_of(locked.organisation))
    keep(locked, read)
    locked.save()
    if remember:
        fields = {key_of(grid.headers[place]): field for place, field in chosen.items()}
        ColumnMemory.objects.update_or_create(
            organisation=locked.organisation,
            digest=digest_of(grid.headers),
            defaults={"columns": fields, "updated_at": at},
        )
    return read


@transaction.atomic
def map_words(
    *, staff_import: StaffImport, meanings: Mapping[tuple[str, str], str | None], remember: bool
) -> None:
    """Say what words mean, by field and key: a meaning, nothing when the word says nothing, None to ask later."""
    locked = opened(staff_import)
    told: dict[str, dict[str, str]] = {name: {} for name in MEANINGS}
    for (name, key), meaning in meanings.items():
        if meaning is not None:
            told[name][key] = meaning
    locked.mapping = locked.mapping | {"words": {name: words for name, words in told.items() if words}}
    if remember:
        remember_words(locked, meanings)
    grid = grid_of(locked)
    if grid is None:
        raise NotOpen(_("Choisissez d’abord la feuille qui contient les agents."))
    memory = memory_of(locked.organisation)
    by_place = {int(place): field for place, field in locked.mapping.get("columns", {}).items()}
    if by_place:
        keep(locked, table(locked, grid, columns=by_hand(grid.headers, by_place), memory=memory))
    else:
        prepare(locked, grid, memory)
    locked.save()


def remember_words(staff_import: StaffImport, meanings: Mapping[tuple[str, str], str | None]) -> None:
    for (name, key), meaning in meanings.items():
        known = WordMemory.objects.filter(organisation=staff_import.organisation, field=name, word=key[:200])
        if meaning is None:
            known.delete()
        elif not known.update(meaning=meaning):
            WordMemory.objects.create(
                organisation=staff_import.organisation, field=name, word=key[:200], meaning=meaning
            )


def opened(staff_import: StaffImport) -> StaffImport:
    """The import, locked, while its file can still be told anew."""
    locked = StaffImport.objects.select_for_update(of=("self",)).select_related("organisation")
    found = locked.get(pk=staff_import.pk)
    if found.state not in OPEN or not found.raw:
        raise NotOpen(_("Cet import est lancé ou terminé : déposez le fichier de nouveau."))
    return found
