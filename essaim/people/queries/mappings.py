"""What the columns and the words of a file are: guessed, remembered, or still to be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.people.hrfile import HrTable, Memory
from essaim.people.hrfile.cells import CATEGORY, sex_of, status_of
from essaim.people.hrfile.columns import LABELS, guessed, is_never_read, key_of
from essaim.people.hrfile.grid import Grid, unpack
from essaim.people.hrfile.memory import digest_of
from essaim.people.hrfile.rows import Words
from essaim.people.models import ColumnMemory, Organisation, Posting, StaffImport, WordMemory

MEANINGS = {
    "category": Posting.Category.choices,
    "status": Posting.Status.choices,
    "sex": Posting.Sex.choices,
}
"""Fields whose words can be told, and what they may mean."""
RECOGNISED, DOUBTFUL, REMEMBERED, NEVER = "recognised", "doubtful", "remembered", "never"


@dataclass(frozen=True)
class ColumnGuess:
    """A column of the file: what it holds, what it seems to be."""

    place: int
    header: str
    samples: list[str]
    field: str
    remark: str


@dataclass(frozen=True)
class UnknownWord:
    """A word that nobody knows, in how many rows, and what was already said of it."""

    field: str
    label: str
    word: str
    key: str
    count: int
    meaning: str | None


def memory_of(organisation: Organisation) -> Memory:
    """What the employer told of its files before, in two queries."""
    columns = ColumnMemory.objects.filter(organisation=organisation).values_list("digest", "columns")
    words: dict[str, dict[str, str]] = {}
    told = WordMemory.objects.filter(organisation=organisation)
    for field, word, meaning in told.values_list("field", "word", "meaning"):
        words.setdefault(field, {})[word] = meaning
    return Memory(dict(columns), words)


def grids_of(staff_import: StaffImport) -> list[Grid]:
    """The sheets that the file brought; none once it is applied or too old."""
    return unpack(bytes(staff_import.raw)) if staff_import.raw else []


def grid_of(staff_import: StaffImport) -> Grid | None:
    """The sheet that holds the agents: the one that was chosen, or the only one."""
    grids = grids_of(staff_import)
    return next((grid for grid in grids if len(grids) == 1 or grid.name == staff_import.sheet), None)


def column_guesses(grid: Grid, staff_import: StaffImport) -> list[ColumnGuess]:
    """Each column with three values and what it is: as told by hand, as remembered, else as its name says."""
    sure = guessed(grid.headers)
    told = staff_import.mapping.get("columns")
    known = memory_of(staff_import.organisation).columns.get(digest_of(grid.headers))
    columns = []
    for place, header in enumerate(grid.headers):
        field, is_sure = sure.get(place, ("", True))
        remark = (RECOGNISED if is_sure else DOUBTFUL) if field else ""
        if known is not None:
            field, remark = known.get(key_of(header), ""), REMEMBERED
        if told is not None:
            field = told.get(str(place), "")
        if is_never_read(header):
            field, remark = "", NEVER
        columns.append(ColumnGuess(place, header, grid.samples(place), field, remark if header else ""))
    return columns


def unknown_words(table: HrTable, told: Words) -> list[UnknownWord]:
    """Words of category, status and sex that mean nothing to us, with the number of rows; those told, too."""
    found = []
    for place, field in enumerate(table.fields):
        if field not in MEANINGS:
            continue
        texts = Counter(row.texts[place] for row in table.rows)
        texts.update(bad.cells[place] for bad in table.bad if bad.cells)
        found += _unknown(field, texts, told.get(field, {}))
    return found


def _unknown(field: str, texts: Counter[str], told: Mapping[str, str]) -> list[UnknownWord]:
    """The words of one field, those that differ by case or accents only counted together."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, count in texts.items():
        key = key_of(text)
        if key and (key in told or not is_known(field, text)):
            counts[key] += count
            written.setdefault(key, text)
    return [
        UnknownWord(field, str(LABELS[field]), written[key], key, count, told.get(key))
        for key, count in counts.items()
    ]


def is_known(field: str, text: str) -> bool:
    """Whether we understand the word by ourselves."""
    if field == "category":
        return bool(CATEGORY.fullmatch(key_of(text)))
    return (status_of(text) if field == "status" else sex_of(text)) is not None


def words_of(staff_import: StaffImport, memory: Memory) -> dict[str, dict[str, str]]:
    """What is told of words: by the employer before, then for this very file."""
    told = {field: dict(words) for field, words in memory.words.items()}
    for field, words in staff_import.mapping.get("words", {}).items():
        told[field] = told.get(field, {}) | words
    return told


def missing_labels(chosen: Sequence[str]) -> list[str]:
    """The mandatory columns that nothing was told to be."""
    missing = [] if "last_name" in chosen else [str(LABELS["last_name"])]
    if not {"hr_number", "email"} & set(chosen):
        missing.append(_("%(one)s ou %(other)s") % {"one": LABELS["hr_number"], "other": LABELS["email"]})
    return missing
