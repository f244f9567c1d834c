"""A programme's own words: its « séance » may be « un atelier », « une rencontre » or « un iX’Presso ».

The sentences of the product are written once, with « séance » and « participant ». When a programme has other words,
each sentence is agreed with them as it is spoken: articles, elisions, and the adjectives that belong to the noun.
What people wrote (titles, names) is never touched: only our own sentences pass here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils import translation
from django.utils.functional import lazy

from essaim.kernel.kept import keep_apart
from essaim.kernel.language import in_english
from essaim.ui.agreement import AFTER, BEFORE, SENTENCES, Form

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Noun:
    """What something is called, one and several, and its gender."""

    one: str
    many: str
    is_feminine: bool

    @property
    def elides(self) -> bool:
        """Whether « le » and « de » lose their vowel before it; a capital is read letter by letter."""
        return self.one[:1].lower() in "aeiouyàâéèêëîïôûh"


SESSION = Noun("séance", "séances", is_feminine=True)
PARTICIPANT = Noun("participant", "participants", is_feminine=False)


@dataclass(frozen=True)
class Words:
    """The words of one programme."""

    session: Noun = SESSION
    participant: Noun = PARTICIPANT


USUAL = Words()
_spoken: ContextVar[Words | Callable[[], Words]] = ContextVar("words_of_the_programme", default=USUAL)
_NOUNS = re.compile(r"séances?|participants?", re.IGNORECASE)


def mentions(sentence: str) -> bool:
    """Whether a sentence holds a noun that programmes rename."""
    return _NOUNS.search(sentence) is not None


def words_from(written: Mapping[str, str]) -> Words:
    """The words of a programme as its settings keep them; the usual ones when nothing was changed."""
    session = Noun(
        written.get("session") or SESSION.one,
        written.get("sessions") or SESSION.many,
        is_feminine=written.get("session_gender", "f") != "m",
    )
    participant = Noun(
        written.get("participant") or PARTICIPANT.one, written.get("participants") or PARTICIPANT.many, False
    )
    words = Words(session, participant)
    return USUAL if words == USUAL else words


@contextmanager
def speaking(words: Words | Callable[[], Words]) -> Iterator[None]:
    """Inside, every sentence is said with these words; given as a function, they are asked for when one is said."""
    token = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(token)


def current() -> Words:
    """The words of the programme that speaks. They are French nouns: English keeps its own."""
    found = _spoken.get()
    if found is USUAL or in_english():
        return USUAL
    return found() if callable(found) else found


def said(sentence: str) -> str:
    """One of our sentences, in the words of the programme that speaks."""
    if _spoken.get() is USUAL or not mentions(sentence):
        return sentence
    words = current()
    return sentence if words is USUAL else agreed(sentence, words)


def gettext(sentence: str) -> str:
    """Django's, then the programme's own words; what is put in the sentence afterwards stays as it is."""
    return said(translation.gettext(sentence))


def ngettext(one: str, many: str, number: float) -> str:
    return said(translation.ngettext(one, many, number))


gettext_lazy = lazy(gettext, str)


def in_words_of(words_of: Callable[..., Words]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """What a function writes is said in the words that its first argument leads to."""

    def decorate(write: Callable[P, R]) -> Callable[P, R]:
        @wraps(write)
        def written(*args: P.args, **kwargs: P.kwargs) -> R:
            with speaking(words_of(args[0])):
                return write(*args, **kwargs)

        return written

    return decorate


@lru_cache(maxsize=8192)
def agreed(sentence: str, words: Words) -> str:
    """The sentence with the nouns of a programme, agreed in gender and elision."""
    if words.session != SESSION:
        sentence = _with_session(sentence, words.session)
    if words.participant != PARTICIPANT:
        sentence = _replaced(sentence, PARTICIPANT, words.participant)
    return sentence


def _with_session(sentence: str, noun: Noun) -> str:
    if not noun.is_feminine:
        sentence = SENTENCES.get(_plain(sentence), sentence)
    return _PHRASE.sub(lambda found: _phrase(found, noun), sentence)


def _plain(sentence: str) -> str:
    """As it is written in the sources, whatever spaces were set since."""
    return sentence.replace("\u202f", " ").replace("\u00a0", " ")


def _listed(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_PHRASE = re.compile(
    rf"(?P<before>\b(?:(?:de|à) )?(?:(?:{_listed(BEFORE)}) )*)"
    r"(?P<noun>séances?)\b"
    rf"(?P<after>(?: (?:est|sont|a été|ont été|n’est pas|n’est plus|ou|et|déjà|plus|trop|{_listed(AFTER)})\b)*)",
    re.IGNORECASE,
)


def _phrase(found: re.Match[str], noun: Noun) -> str:
    before, after = found["before"], found["after"]
    is_plural = found["noun"].lower().endswith("s")
    word = noun.many if is_plural else noun.one
    if found["noun"][0].isupper() and word == word.lower():
        word = word[0].upper() + word[1:]
    if not noun.is_feminine:
        before, after = _masculine(before, BEFORE, noun), _masculine(after, AFTER, noun)
    return _contracted(before, noun, plural=is_plural) + word + after


def _masculine(text: str, forms: Mapping[str, Form], noun: Noun) -> str:
    return re.sub(r"[\w’-]+", lambda one: _turned(one[0], forms.get(one[0].lower()), noun), text)


def _turned(word: str, form: Form | None, noun: Noun) -> str:
    if form is None:
        return word
    turned = form.before_vowel if form.before_vowel and noun.elides else form.word
    return turned[0].upper() + turned[1:] if word[0].isupper() else turned


def _contracted(before: str, noun: Noun, *, plural: bool) -> str:
    """« de le » is « du », « à le » is « au », and both give way to « l’ » before a vowel."""
    if plural:
        return before
    if noun.elides:
        before = re.sub(r"\bde $", "d’", before)
    before = re.sub(r"\bde le $", "du ", before)
    before = re.sub(r"\bà le $", "au ", before)
    if not noun.elides:
        return before
    before = re.sub(r"\b(l)[ae] $", "\\1’", before, flags=re.IGNORECASE)
    before = before.replace("du ", "de l’") if before.endswith("du ") else before
    return before.replace("au ", "à l’") if before.endswith("au ") else before


def _replaced(sentence: str, usual: Noun, own: Noun) -> str:
    for theirs, ours in ((usual.many, own.many), (usual.one, own.one)):
        sentence = re.sub(rf"\b{theirs}\b", ours, sentence)
        sentence = re.sub(rf"\b{theirs.capitalize()}\b", ours[0].upper() + ours[1:], sentence)
    return sentence


def _voice() -> Words | None:
    words = current()
    return None if words is USUAL else words


keep_apart(_voice)
