"""Writes `locale/fr`: every counted sentence of the product, so that French counts « 0 place ».

The source sentences are French, so nothing is translated: the catalogue only carries the rule that zero and one are
singular. Run by `make messages`; a test of the house fails while a sentence is missing.
"""

import polib

from scripts.sentences import ROOT, Counted, counted_sentences

CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def kept_sentences() -> set[Counted]:
    """What the catalogue holds."""
    return {(entry.msgid, entry.msgid_plural) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}


def write() -> None:
    """The catalogue, as text and as the file that the product reads."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "fr",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for one, many in sorted(counted_sentences()):
        catalogue.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: one, 1: many}))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


if __name__ == "__main__":
    write()
