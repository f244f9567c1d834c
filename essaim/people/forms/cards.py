"""The number of a card and six digits; and for whom cards are printed."""

from typing import Any, cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict
from django.utils.translation import gettext as _


class CardForm(forms.Form):
    """What is printed on a card, typed with the keyboard of numbers on a phone."""

    login = forms.CharField(max_length=150, validators=[ProhibitNullCharactersValidator()])
    code = forms.CharField(max_length=20, validators=[ProhibitNullCharactersValidator()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, code = self.fields["login"], self.fields["code"]
        login.label, code.label = _("Numéro de la carte"), _("Code à six chiffres")
        login.help_text = _("Sept chiffres, écrits sur votre carte.")
        login.error_messages["required"] = _("Écrivez le numéro de votre carte.")
        code.error_messages["required"] = _("Écrivez les six chiffres de votre carte.")
        login.widget.attrs |= {"inputmode": "numeric", "autocomplete": "username", "autocapitalize": "none"}
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


class CardsForm(forms.Form):
    """The people ticked in the list of a service."""

    MOST = 200
    agent = forms.TypedMultipleChoiceField(coerce=int, required=False)
    press = forms.CharField(max_length=64, required=False, validators=[ProhibitNullCharactersValidator()])
    """One for each time the list is shown: a button pressed twice prints one sheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = cast(QueryDict, self.data).getlist("agent")
        self.numbers = {int(pk) for pk in sent if pk.isdecimal() and len(pk) < 18}
        self.fields["agent"].choices = [(pk, pk) for pk in sent if pk.isdecimal() and len(pk) < 18]  # type: ignore[attr-defined]
        self.fields["agent"].error_messages["invalid_choice"] = _("Cochez des personnes de la liste.")

    def clean_agent(self) -> list[int]:
        """Somebody at least, and no more than are printed in a moment."""
        numbers: list[int] = self.cleaned_data["agent"]
        if not numbers:
            raise forms.ValidationError(_("Cochez au moins une personne, puis imprimez."))
        if len(numbers) > self.MOST:
            raise forms.ValidationError(_("Cochez deux cents personnes au plus à la fois."))
        return numbers
