"""Refreshes `locale/en`: every sentence of the product has its line, translated or waiting, and no other.

Run by `make messages`, which prints what waits for its English. A sentence that changed is a new one: nothing is
guessed. A test of the house fails while a line is empty, or lost a placeholder on the way.
"""

import re
import sys

import polib

from scripts.sentences import ROOT, counted_sentences, plain_sentences

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEAD = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%%|\{\w*\}|</?\w+")


def spelled(sentence: str) -> str:
    """Whatever spaces French typography set, it is the same sentence to translate."""
    return sentence.replace("\u202f", " ").replace("\u00a0", " ")


def wanted() -> list[polib.POEntry]:
    """A line for each sentence. A counted one also answers for its singular alone, so that one stands once."""
    counted = sorted(counted_sentences())
    alone = sorted(plain_sentences() - {one for one, _many in counted})
    return [
        *(polib.POEntry(msgid=one) for one in alone),
        *(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: "", 1: ""}) for one, many in counted),
    ]


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    return spelled(entry.msgid), spelled(entry.msgid_plural)


def refreshed() -> polib.POFile:
    """The catalogue as the product asks for it today, with the translations that it has."""
    known = {key_of(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = HEAD
    for entry in sorted(wanted(), key=key_of):
        found = known.get(key_of(entry))
        if found:
            entry.msgstr, entry.msgstr_plural = found.msgstr, found.msgstr_plural
        catalogue.append(entry)
    return catalogue


def said_by(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each French form with its English."""
    if entry.msgid_plural:
        return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    return [(entry.msgid, entry.msgstr)]


def trouble_of(entry: polib.POEntry) -> str:
    """What is wrong with a line, in a few words; nothing when it is right."""
    if entry.fuzzy or entry.obsolete:
        return "fuzzy or obsolete"
    for french, english in said_by(entry):
        if not english.strip():
            return "not translated"
        lost = sorted(PLACEHOLDER.findall(french)) != sorted(PLACEHOLDER.findall(english))
        if lost or ends_of(french) != ends_of(english):
            return "placeholders, tags, or spaces at the ends differ"
    return ""


def ends_of(sentence: str) -> tuple[bool, bool]:
    return sentence[:1].isspace(), sentence[-1:].isspace()


def write() -> int:
    """The catalogue, as text and as the file that the product reads; how many lines want a hand."""
    catalogue = refreshed()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    troubles = [(trouble, entry.msgid) for entry in catalogue if (trouble := trouble_of(entry))]
    for trouble, sentence in troubles:
        sys.stdout.write(f"locale/en, {trouble}: {sentence!r}\n")
    return len(troubles)


if __name__ == "__main__":
    sys.exit(1 if write() else 0)
