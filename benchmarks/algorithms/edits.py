"""Copies of a text as people make them: a word less, two swapped, a slip, accents lost, an ending more."""

import random
import unicodedata

ENDINGS = (
    "dès l'année prochaine",
    "dans toutes les communes",
    "et en faire le bilan chaque année",
    "avec l'appui des régions",
    "pour tous les publics, partout en France.",
    "Cette mesure sera évaluée au bout de trois ans.",
    "Il faudra y associer les habitants.",
)
KINDS = ("drop", "swap", "slip", "accents", "ending", "case")


def edited(text: str, dice: random.Random, *, edits: int) -> str:
    """Return the text after so many edits, drawn from the dice."""
    for _ in range(edits):
        text = _edit(text, dice, dice.choice(KINDS))
    return text


def _edit(text: str, dice: random.Random, kind: str) -> str:
    words = text.split()
    place = dice.randrange(max(1, len(words) - 1))
    if kind == "drop" and len(words) > 3:
        return " ".join(words[:place] + words[place + 1 :])
    if kind == "swap" and len(words) > 2:
        return " ".join([*words[:place], words[place + 1], words[place], *words[place + 2 :]])
    if kind == "slip" and len(text) > 2:
        at = dice.randrange(len(text) - 1)
        return dice.choice(
            [text[:at] + text[at + 1 :], text[:at] + dice.choice("aeinrst") + text[at:], _turned(text, at)]
        )
    if kind == "accents":
        return "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
    if kind == "ending":
        return f"{text.rstrip(' .')} {dice.choice(ENDINGS)}"
    return dice.choice([text.lower(), text.upper()])


def _turned(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
