"""What a text is made of: the stems of its words, and their runs of three and four characters."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from snowballstemmer import stemmer

from essaim.algorithms.proposals.common import COMMON

WORD = re.compile(r"[^\W_]+")
LENGTHS = (3, 4)
_stem = lru_cache(maxsize=65_536)(stemmer("french").stemWord)


def folded(text: str) -> str:
    """Return a text without case, accents or ligatures, the same however its accents were typed."""
    spelled = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in spelled if not unicodedata.combining(sign))


def terms(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the runs of characters of a text's words, ends of words included, and the stems of its words.

    Words that any sentence has (le, pour, mettre…) are left out, unless a text has nothing else.
    """
    words = WORD.findall(folded(text))
    telling = [word for word in words if word not in COMMON] or words
    runs: Counter[str] = Counter()
    for word in telling:
        framed = f" {word} "
        runs.update(framed[at : at + size] for size in LENGTHS for at in range(len(framed) - size + 1))
    return runs, Counter(_stem(word) for word in telling)
