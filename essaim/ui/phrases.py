"""Two turns that every page needs, each language with its own signs: who says what, and a quotation."""

from essaim.ui.words import gettext as _


def told(who: object, what: object) -> str:
    """« Tableaux croisés : votre place est réservée »."""
    return _("%(who)s : %(what)s") % {"who": who, "what": what}


def quoted(text: object) -> str:
    """« Tableaux croisés », between the marks of the language."""
    return _("« %(text)s »") % {"text": text}
