"""A new password, twice, and the present one of whoever did not just come in by a link."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.models import Agent

LONGEST = 200
SAID = {
    "password_too_short": gettext_lazy("Il est trop court : écrivez au moins 12 caractères."),
    "password_too_common": gettext_lazy("Beaucoup de gens emploient celui-ci : choisissez-en un autre."),
    "password_too_similar": gettext_lazy(
        "Il ressemble trop à votre nom, à votre courriel ou à votre matricule."
    ),
    "password_entirely_numeric": gettext_lazy("Ajoutez des lettres : des chiffres seuls se devinent."),
}
"""What Django's validators find, in our words."""


def password_field(label: Any, missing: Any, *, kind: str, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
        error_messages={"required": missing},
    )


class PasswordForm(forms.Form):
    """`current` is asked only of those who have a password and did not just prove who they are by a link."""

    current = password_field(
        gettext_lazy("Mot de passe actuel"),
        gettext_lazy("Écrivez votre mot de passe actuel."),
        kind="current-password",
    )
    new = password_field(
        gettext_lazy("Nouveau mot de passe"),
        gettext_lazy("Écrivez le mot de passe que vous choisissez."),
        kind="new-password",
        hint=gettext_lazy("Au moins 12 caractères. Trois mots sans rapport se retiennent bien."),
    )
    again = password_field(
        gettext_lazy("Le même, encore une fois"),
        gettext_lazy("Écrivez-le une seconde fois."),
        kind="new-password",
    )

    def __init__(self, *args: Any, agent: Agent, asks_current: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agent = agent
        if not asks_current:
            del self.fields["current"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.agent.check_password(current):
            raise ValidationError(_("Ce n’est pas votre mot de passe actuel."))
        return current

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        try:
            validate_password(new, self.agent)
        except ValidationError as found:
            raise ValidationError(
                [SAID.get(error.code or "", error) for error in found.error_list]
            ) from found
        return new

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("Les deux ne sont pas pareils : écrivez-les de nouveau."))
        return data
