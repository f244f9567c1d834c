"""What a cell says: clean text, a day, a category, an e-mail."""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from essaim.people.hrfile.columns import key_of
from essaim.people.hrfile.errors import RowRefused

FORMULA = frozenset("=+-@")
LONGEST = {"hr_number": 60, "last_name": 150, "first_name": 150, "email": 254, "stream": 100}
LONGEST_NAME = 200
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 00:00(?::00)?)?")
PIVOT = 69
"""Two digits of a year: up to 69 they are of this century, as everywhere."""
CATEGORY = re.compile(r"(?:cat|categ|categorie)?([abc])")
STATUSES = {
    "tenured": ("titulaire", "fonctionnaire"),
    "contract": ("contract", "contrat", "cdd", "cdi", "nontitulaire"),
    "casual": ("vacataire", "vacation"),
    "apprentice": ("alternan", "apprenti"),
}
SEXES = {
    "F": {"f", "femme", "feminin", "mme", "madame", "mlle", "mademoiselle"},
    "M": {"m", "h", "homme", "masculin", "monsieur", "mr"},
}


def clean(text: str) -> str:
    """Composed Unicode, without invisible signs; any white space, line breaks too, becomes one space.

    The apostrophe that our exports put before a formula is taken off: the file comes back as it left.
    """
    if not (text.isascii() and text.isprintable()):
        composed = unicodedata.normalize("NFC", text)
        kept = (
            " " if sign.isspace() else sign for sign in composed if sign.isspace() or not _is_invisible(sign)
        )
        text = unicodedata.normalize("NFC", "".join(kept))
    folded = " ".join(text.split())
    return folded[1:] if folded[:1] == "'" and folded[1:2] in FORMULA else folded


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cc", "Cs", "Co", "Cn"}


def text_of(field: str, text: str) -> str:
    most = LONGEST.get(field, LONGEST_NAME)
    if len(text) > most:
        raise RowRefused(field, _("Ce texte est trop long : %(most)s signes au plus.") % {"most": most})
    return text


def day_of(text: str) -> date | None:
    """31/12/2024, 31/12/24, 2024-12-31, 31-12-2024."""
    if not text:
        return None
    iso, french = ISO_DAY.fullmatch(text), FRENCH_DAY.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif french:
        day, month, year = (int(part) for part in french.groups())
        if len(french.group(3)) == 2:
            year += 2000 if year < PIVOT else 1900
    else:
        raise RowRefused("entry_on", _("Cette date ne se lit pas. Écrivez-la ainsi : 31/12/2024."))
    try:
        found = date(year, month, day)
    except ValueError:
        raise RowRefused("entry_on", _("Cette date n’existe pas.")) from None
    if not 1900 <= year <= 2100:
        raise RowRefused("entry_on", _("Cette année n’est pas vraisemblable."))
    return found


def email_of(text: str) -> str:
    if not text:
        return ""
    text_of("email", text)
    try:
        validate_email(text)
    except ValidationError:
        raise RowRefused("email", _email_reason(text)) from None
    return text


def _email_reason(text: str) -> str:
    if "@" not in text:
        return _("Ce n’est pas une adresse : il manque « @ ».")
    if "." not in text.rpartition("@")[2]:
        return _("Adresse incomplète : il manque la fin, par exemple « .fr ».")
    return _("Cette adresse ne s’écrit pas ainsi.")


def category_of(text: str) -> str:
    """A, B or C; unknown words are refused, nothing is nothing."""
    if not text:
        return ""
    found = CATEGORY.fullmatch(key_of(text))
    if not found:
        raise RowRefused("category", _("Catégorie inconnue : écrivez A, B ou C."))
    return found.group(1).upper()


def status_of(text: str) -> str | None:
    """The employment status, nothing if empty, None if the word is unknown."""
    key = key_of(text)
    if not key:
        return ""
    if "nontitulaire" in key:
        return "contract"
    return next((name for name, words in STATUSES.items() if any(word in key for word in words)), None)


def sex_of(text: str) -> str | None:
    """F or M, nothing if empty, None if the word is unknown."""
    key = key_of(text)
    if not key:
        return ""
    return next((name for name, words in SEXES.items() if key in words), None)
