"""What can be wrong: the whole file, or one row of it."""

from dataclasses import dataclass

from essaim.kernel.errors import Refused


class FileRefused(Refused):
    """The file as a whole cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class BadRow:
    """A row that is left out: where it is, what is read there, why; its cells go back to be corrected."""

    line: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()


class RowRefused(Exception):  # noqa: N818 -- it is an answer, not a failure
    """One cell of a row does not go; `field` is the English name of its column."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason
