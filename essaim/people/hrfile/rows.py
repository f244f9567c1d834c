"""One row understood: the fields of a person, or the reason why it is left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from essaim.people.hrfile import cells
from essaim.people.hrfile.columns import Columns, key_of
from essaim.people.hrfile.errors import BadRow, RowRefused

PATH = ">"
Words = Mapping[str, Mapping[str, str]]
"""What an employer's own words mean: by field, then by the key of the word."""
NO_WORDS: Words = {}


@dataclass(frozen=True)
class HrRow:
    """A person as the HR file tells; an empty value says nothing and changes nothing."""

    line: int
    hr_number: str
    last_name: str
    first_name: str
    email: str
    unit: tuple[str, ...]
    site: str
    occupation: str
    stream: str
    category: str
    status: str
    sex: str
    entry_on: date | None
    manager: str
    doubts: tuple[tuple[str, str], ...] = ()
    """Columns whose word is unknown and was left empty: field, and what is read there."""
    texts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def understand_row(
    line: int, texts: tuple[str, ...], columns: Columns, *, fields: tuple[str, ...], words: Words = NO_WORDS
) -> HrRow | BadRow:
    """What a row says, its clean texts standing in the order of the fields."""
    given = dict(zip(fields, texts, strict=True))
    said = {field: told_meaning(given, field, words) for field in words} if words else {}
    try:
        return _row(line, texts, given | said)
    except RowRefused as refused:
        header = columns.header(refused.field)
        return BadRow(line, header, given.get(refused.field, ""), refused.reason, texts)


def told_meaning(given: Mapping[str, str], field: str, words: Words) -> str:
    """The cell, unless somebody told what its word means; nothing when it says nothing."""
    text = given.get(field, "")
    return words[field].get(key_of(text), text)


def _row(line: int, texts: tuple[str, ...], given: dict[str, str]) -> HrRow:
    def text(field: str) -> str:
        return cells.text_of(field, given.get(field, ""))

    if not given["last_name"]:
        raise RowRefused("last_name", _("Le nom manque."))
    if not given.get("hr_number") and not given.get("email"):
        field = "hr_number" if "hr_number" in given else "email"
        raise RowRefused(
            field, _("Ni matricule ni courriel : rien ne distinguerait cet agent d’un homonyme.")
        )
    doubts: list[tuple[str, str]] = []

    def guess(field: str, read: Callable[[str], str | None]) -> str:
        found = read(given.get(field, ""))
        if found is None:
            doubts.append((field, given[field]))
        return found or ""

    status, sex = guess("status", status_of), guess("sex", cells.sex_of)
    return HrRow(
        line=line,
        hr_number=text("hr_number"),
        last_name=text("last_name"),
        first_name=text("first_name"),
        email=cells.email_of(given.get("email", "")),
        unit=path_of(given.get("direction", ""), given.get("unit", "")),
        site=text("site"),
        occupation=text("occupation"),
        stream=text("stream"),
        category=cells.category_of(given.get("category", "")),
        status=status,
        sex=sex,
        entry_on=cells.day_of(given.get("entry_on", "")),
        manager=given.get("manager", ""),
        doubts=tuple(doubts),
        texts=texts,
    )


def status_of(text: str) -> str | None:
    """The status by its own code, as a told word gives it, else as people write it."""
    return text if text in cells.STATUSES else cells.status_of(text)


def path_of(direction: str, unit: str) -> tuple[str, ...]:
    """From the direction down: « Direction > Service » in one cell, or in two."""
    steps: list[str] = []
    for field, text in (("direction", direction), ("unit", unit)):
        for step in (part.strip() for part in text.split(PATH)):
            cells.text_of(field, step)
            if step and (not steps or steps[-1].casefold() != step.casefold()):
                steps.append(step)
    return tuple(steps)
