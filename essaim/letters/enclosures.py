"""What higher parts put into a letter as it leaves: they register by the cause of the letters that they write."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from essaim.letters.models import Letter


@dataclass(frozen=True)
class Enclosure:
    """Something that travels with a letter: `offered` stands beside the text for programs to read, else a file."""

    content: str
    kind: str
    """A MIME type, with its parameters."""
    name: str
    """Of the file, where it is one or is opened as one."""
    offered: bool = False


Maker = Callable[[Letter], Iterable[Enclosure]]
MAKERS: dict[str, Maker] = {}
READERS: dict[str, Maker] = {}


def encloses(cause: str) -> Callable[[Maker], Maker]:
    """Register what makes the enclosures of letters whose cause begins so (`session` for `session:12`).

    It is called each time the letter leaves, and must give the same when the same letter leaves again.
    """

    def register(function: Maker) -> Maker:
        MAKERS[cause] = function
        return function

    return register


def enclosures_of(letter: Letter) -> list[Enclosure]:
    """What travels with this letter."""
    make = MAKERS.get(letter.cause.partition(":")[0])
    return list(make(letter)) if make else []


def travelled_with(cause: str) -> Callable[[Maker], Maker]:
    """Register what reads the enclosures of such a letter once it has left; it writes nothing."""

    def register(function: Maker) -> Maker:
        READERS[cause] = function
        return function

    return register


def enclosures_sent(letter: Letter) -> list[Enclosure]:
    """What travelled with this letter; nothing before it has left."""
    read = READERS.get(letter.cause.partition(":")[0])
    return list(read(letter)) if read else []
