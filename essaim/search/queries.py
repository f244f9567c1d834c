"""Looking for words: all of them, else all of them once a slip is mended, else some of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from essaim.search.engine import Term, ranked
from essaim.search.models import Slip
from essaim.search.stems import fold, singular, stem, telling, words_of
from essaim.search.typos import keys_of, may_be_mistyped, nearest

MOST_WORDS = 8
SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class Found:
    """Keys by kind, best first; whether all words are in them; and which words to show by a mark."""

    keys: dict[str, list[int]] = field(default_factory=dict)
    is_whole: bool = True
    stems: frozenset[str] = frozenset()
    prefix: str = ""


def search(text: str, *, organisation: int, at: datetime, most: int) -> Found:
    """What the documents of one organisation hold of a text, at most so many of each kind.

    Two queries at least, four at most. The last word may be unfinished: it is also looked for as a beginning.
    """
    words = telling(words_of(text))[:MOST_WORDS]
    if not words:
        return Found()
    prefix = words[-1] if len(words[-1]) >= SHORTEST_PREFIX and fold(text)[-1:].isalnum() else ""
    terms = [Term([stem(word)], prefix if word is words[-1] else "") for word in words]
    scope = {"organisation": organisation, "at": at, "most": most}
    if found := ranked(terms, **scope):  # type: ignore[arg-type]
        return _found(found, terms)
    near = words_near(words, organisation=organisation)
    mended = [Term([*term.tokens, *near[word]], term.prefix) for word, term in zip(words, terms, strict=True)]
    if mended != terms and (found := ranked(mended, **scope)):  # type: ignore[arg-type]
        return _found(found, mended)
    if len(words) == 1:
        return Found()
    found = ranked(mended, any_of_them=True, **scope)  # type: ignore[arg-type]
    return _found(found, mended, is_whole=False)


def words_near(words: Sequence[str], *, organisation: int) -> dict[str, list[str]]:
    """For each word, the stems of the organisation's words that are one slip away."""
    forms = {word: _forms(word) for word in words}
    wanted = {key for said in forms.values() for form in said for key in keys_of(form)}
    known = Slip.objects.filter(organisation=organisation, key__in=wanted) if wanted else Slip.objects.none()
    candidates = set(known.order_by("word").values_list("word", flat=True).distinct())
    return {
        word: sorted({stem(other) for form in said for other in nearest(form, candidates)})
        for word, said in forms.items()
    }


def _forms(word: str) -> set[str]:
    """The word and what it may be one of: a mistyped plural follows no rule."""
    return {word, singular(word), word.rstrip("sx")} if may_be_mistyped(word) else set()


def _found(pairs: Iterable[tuple[str, int]], terms: Sequence[Term], *, is_whole: bool = True) -> Found:
    keys: dict[str, list[int]] = {}
    for kind, key in pairs:
        keys.setdefault(kind, []).append(key)
    stems = frozenset(token for term in terms for token in term.tokens)
    return Found(keys, is_whole, stems, terms[-1].prefix)


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_hit: bool


def pieces(text: str, found: Found) -> list[Piece]:
    """The text cut at the words that were found, to be shown with a mark."""
    cut: list[Piece] = []
    for word, gap in _words_and_gaps(text):
        hit = bool(word) and is_hit(word, found)
        for part, marked in ((word, hit), (gap, False)):
            if part and cut and cut[-1].is_hit == marked:
                cut[-1] = Piece(cut[-1].text + part, marked)
            elif part:
                cut.append(Piece(part, marked))
    return cut


def is_hit(word: str, found: Found) -> bool:
    forms = words_of(word)
    return any(
        stem(form) in found.stems or (found.prefix and form.startswith(found.prefix)) for form in forms
    )


def _words_and_gaps(text: str) -> Iterable[tuple[str, str]]:
    """Each word as it is written, with what separates it from the next."""
    place = 0
    while place < len(text):
        end = place
        while end < len(text) and (text[end].isalnum() or "\u0300" <= text[end] <= "\u036f"):
            end += 1
        gap = end
        while gap < len(text) and not text[gap].isalnum():
            gap += 1
        yield text[place:end], text[end:gap]
        place = gap
