"""Words one slip away: a letter too many, too few, another one, or two that changed places."""

from collections.abc import Iterable

SHORTEST, LONGEST = 4, 40
"""Below so many letters every word is near another."""


def keys_of(word: str) -> set[str]:
    """The word, and the word with any one letter left out. Two words one slip apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def may_be_mistyped(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not any(sign.isdigit() for sign in word)


def is_one_slip(one: str, other: str) -> bool:
    """Whether one slip of the hand, at most, leads from one word to the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    here, there = one[start:], other[start:]
    swapped = len(here) > 1 and len(there) > 1 and (here[0], here[1]) == (there[1], there[0])
    return (
        here[1:] == there[1:] or here[1:] == there or here == there[1:] or (swapped and here[2:] == there[2:])
    )


def nearest(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates one slip away, the word itself left out, in alphabetical order."""
    return sorted({other for other in candidates if other != word and is_one_slip(word, other)})
