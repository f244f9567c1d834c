"""Words as they are compared: no case, no accent, no plural, and the stem that a family of words shares."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " "})
LONGEST = 40
IRREGULAR = {"travaux": "travail", "vitraux": "vitrail", "tuyaux": "tuyau", "noyaux": "noyau", "yeux": "oeil"}
_EMPTY = (
    "a ai au aux avec ce ces cette d dans de des du elle en est et eux il ils j je l la le les leur leurs lui m ma "
    "mais me mes mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sur t ta te tes ton tu un une "
    "vos votre vous y comment faire quel quelle"
)
EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that say nothing of what is looked for."""
_FRENCH = stemmer("french")


def fold(text: str) -> str:
    """Without case and accents; « œ » and « ² » become what one types."""
    bare = text.casefold().translate(LIGATURES)
    if bare.isascii():
        return bare
    return MARKS.sub("", unicodedata.normalize("NFKD", bare)).casefold()


def words_of(text: str) -> list[str]:
    """The words in order, folded; a word of another script becomes plain signs that any index takes."""
    return [_plain(word[:LONGEST]) for word in WORD.findall(fold(text))]


def _plain(word: str) -> str:
    return word if word.isascii() else f"u{word.encode().hex()}"


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """One of them, as plurals are written; « cours » becomes « cour » wherever it stands, which does no harm."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 4:
        return f"{word[:-3]}al"
    return word[:-1] if len(word) > 2 and word[-1] in "sx" else word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What « former », « formé » and « formation » share."""
    found: str = _FRENCH.stemWord(singular(word))
    return found


def tokens_of(text: str) -> list[str]:
    """Everything under which a text is found: its words, their singular, their stems; each once, in order."""
    return list(dict.fromkeys(form for word in words_of(text) for form in (word, singular(word), stem(word))))


def telling(words: list[str]) -> list[str]:
    """Those worth looking for; all of them when none is."""
    return [word for word in words if word not in EMPTY_WORDS] or words
