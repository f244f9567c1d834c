"""Telling the index what there is. Called in the transaction of the write, by the part that writes."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from essaim.search import engine
from essaim.search.models import Document, Slip
from essaim.search.stems import singular, tokens_of, words_of
from essaim.search.typos import keys_of, may_be_mistyped

AT_ONCE = 500
FIELDS = ["title", "search_text", "starts_at", "digest"]
Place = tuple[str, int, int]
"""Kind and key of a thing, and the organisation that finds it there."""


@dataclass(frozen=True)
class Entry:
    """A thing that everybody of an organisation may find: its name, what else it says, when it begins."""

    kind: str
    key: int
    organisation: int
    title: str
    text: str = ""
    starts_at: datetime | None = None
    guests: tuple[int, ...] = ()
    """Other organisations that may find it too."""

    @property
    def digest(self) -> str:
        said = (self.organisation, self.title, self.text, self.starts_at and self.starts_at.timestamp())
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def place(self) -> Place:
        return (self.kind, self.key, self.organisation)

    def for_each(self) -> list["Entry"]:
        """The thing as each organisation that may find it has it."""
        return [replace(self, organisation=there, guests=()) for there in (self.organisation, *self.guests)]


@transaction.atomic
def index(entries: Iterable[Entry]) -> int:
    """Make these things findable as they are now, by who may find them now; how many changed.

    Those that did not change cost one look.
    """
    waiting, changed = iter(entries), 0
    while batch := list(islice(waiting, AT_ONCE)):
        changed += _index_batch(batch)
    return changed


def _index_batch(batch: Sequence[Entry]) -> int:
    known = {place_of(document): document for document in _documents(batch)}
    wanted = {entry.place: entry for thing in batch for entry in thing.for_each()}
    gone = [document for place, document in known.items() if place not in wanted]
    fresh = [
        entry
        for place, entry in wanted.items()
        if (old := known.get(place)) is None or old.digest != entry.digest
    ]
    _remove(gone)
    if fresh:
        _write(fresh)
        unlearn([known[entry.place] for entry in fresh if entry.place in known])
    return len(gone) + len(fresh)


def place_of(document: Document) -> Place:
    return (document.kind, document.key, document.organisation)


def _documents(entries: Sequence[Entry]) -> list[Document]:
    """What is kept of these things, for every organisation."""
    return [
        document
        for kind in {entry.kind for entry in entries}
        for document in Document.objects.filter(kind=kind, key__in=[e.key for e in entries if e.kind == kind])
    ]


def _write(fresh: Sequence[Entry]) -> None:
    tokens = {(e.kind, e.key): (tokens_of(e.title), tokens_of(e.text)) for e in fresh}
    Document.objects.bulk_create(
        [_document(entry, *tokens[entry.kind, entry.key]) for entry in fresh],
        update_conflicts=True,
        unique_fields=["kind", "key", "organisation"],
        update_fields=FIELDS,
    )
    keys = {place_of(document): document.pk for document in _documents(fresh)}
    engine.store((keys[e.place], e.organisation, *tokens[e.kind, e.key]) for e in fresh)
    learn(fresh)


def _document(entry: Entry, title: Sequence[str], body: Sequence[str]) -> Document:
    return Document(
        kind=entry.kind,
        key=entry.key,
        organisation=entry.organisation,
        title=entry.title[:300],
        search_text=" ".join([*title, *body]),
        starts_at=entry.starts_at,
        digest=entry.digest,
    )


def learn(entries: Iterable[Entry]) -> None:
    """Keep the words of these things under the ways to mistype them."""
    words: dict[int, set[str]] = {}
    for entry in entries:
        said = (singular(word) for word in words_of(f"{entry.title} {entry.text}"))
        words.setdefault(entry.organisation, set()).update(word for word in said if may_be_mistyped(word))
    for organisation, said_there in words.items():
        known = Slip.objects.filter(organisation=organisation, key__in=said_there).values_list("key", "word")
        new = said_there - {key for key, word in known if key == word}
        Slip.objects.bulk_create(
            (
                Slip(organisation=organisation, key=key, word=word)
                for word in sorted(new)
                for key in sorted(keys_of(word))
            ),
            batch_size=2000,
            ignore_conflicts=True,
        )


def unlearn(documents: Iterable[Document]) -> None:
    """Drop the words that no document of the organisation has any more: a name that left is not kept."""
    for document in documents:
        tokens = [token for token in set(document.search_text.split()) if may_be_mistyped(token)]
        known = Slip.objects.filter(organisation=document.organisation, word__in=tokens)
        for word in known.order_by("word").values_list("word", flat=True).distinct():
            if not engine.is_held(word, organisation=document.organisation):
                Slip.objects.filter(organisation=document.organisation, word=word).delete()


@transaction.atomic
def forget(kind: str, keys: Collection[int]) -> int:
    """Make these things impossible to find from this moment; how many there were."""
    documents = list(Document.objects.filter(kind=kind, key__in=keys).order_by("pk"))
    _remove(documents)
    return len(documents)


def _remove(documents: Sequence[Document]) -> None:
    if not documents:
        return
    gone = [document.pk for document in documents]
    engine.remove(gone)
    Document.objects.filter(pk__in=gone).delete()
    unlearn(documents)


@transaction.atomic
def synchronise(kind: str, entries: Iterable[Entry]) -> int:
    """Bring one kind to exactly these things, whatever was missed; what did not change is not written."""
    kept: set[int] = set()

    def counted() -> Iterable[Entry]:
        for entry in entries:
            kept.add(entry.key)
            yield entry

    changed = index(counted())
    known = Document.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True)
    return changed + forget(kind, [key for key in known if key not in kept])
