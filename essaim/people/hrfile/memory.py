"""What an employer told once of its files, so that nobody tells it again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from essaim.people.hrfile.columns import key_of
from essaim.people.hrfile.rows import Words


@dataclass(frozen=True)
class Memory:
    """The field of each column, by the digest of the names of columns; and what words mean."""

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Words = field(default_factory=dict)


NO_MEMORY = Memory()


def digest_of(headers: Sequence[str]) -> str:
    """The same for the same names of columns, whatever their order, case and accents."""
    keys = sorted({key_of(header) for header in headers} - {""})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()
