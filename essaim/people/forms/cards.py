"""An identifier and six digits."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _


class CardForm(forms.Form):
    """What is printed on a card, typed with the keyboard of numbers on a phone."""

    login = forms.CharField(max_length=150, validators=[ProhibitNullCharactersValidator()])
    code = forms.CharField(max_length=20, validators=[ProhibitNullCharactersValidator()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, code = self.fields["login"], self.fields["code"]
        login.label, code.label = _("Identifiant"), _("Code à six chiffres")
        login.help_text = _("Il est écrit sur votre carte.")
        login.error_messages["required"] = _("Écrivez l’identifiant de votre carte.")
        code.error_messages["required"] = _("Écrivez les six chiffres de votre carte.")
        login.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
