"""What a coordinator types to the people of a session."""

from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Any

from django import forms

from essaim.agenda.operations.writing import checked_subject, checked_text
from essaim.agenda.queries.writing import Audience
from essaim.kernel.errors import Refused
from essaim.ui.words import gettext_lazy as _


class NoteForm(forms.Form):
    """To whom, the subject, the words; `press` names the form, so that it is sent once."""

    audience = forms.ChoiceField(
        label=_("À qui ?"), error_messages={"required": _("Choisissez à qui vous écrivez.")}
    )
    subject = forms.CharField(
        label=_("Objet"),
        error_messages={"required": _("Écrivez l’objet : c’est ce que l’on lit en premier.")},
    )
    text = forms.CharField(
        label=_("Votre message"),
        help_text=_("Cinq lignes suffisent. La date, l’heure et le lieu s’ajoutent seuls."),
        error_messages={"required": _("Écrivez votre message : quelques mots suffisent.")},
        widget=forms.Textarea(attrs={"class": "input-note", "rows": 9, "spellcheck": "true"}),
    )
    press = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, audiences: Sequence[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        field.choices = [(one.slug, one.label) for one in audiences]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = field.error_messages["required"]
        self.fields["press"].initial = token_hex(16)

    def clean_subject(self) -> str:
        return self._told(checked_subject, "subject")

    def clean_text(self) -> str:
        return self._told(checked_text, "text")

    def _told(self, check: Callable[[str], str], name: str) -> str:
        try:
            return check(self.cleaned_data[name])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
