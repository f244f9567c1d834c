"""Identifier and password, or an address for a link."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

TOO_MANY = "too_many_login_attempts"


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's, in our words; a closed account is told so, once its password was right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("Identifiant"), _("Mot de passe")
        login.help_text, password.help_text = (
            _("Votre adresse professionnelle, votre matricule ou votre identifiant"),
            "",
        )
        login.error_messages["required"] = _(
            "Écrivez votre adresse professionnelle, votre matricule ou votre identifiant."
        )
        password.error_messages["required"] = _("Écrivez votre mot de passe.")
        login.validators.append(ProhibitNullCharactersValidator(_("Cet identifiant ne va pas.")))
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.widget.attrs = {"autocomplete": "current-password"}

    def _clean_with_password(self, credentials: dict[str, Any]) -> Any:
        cleaned = super()._clean_with_password(credentials)
        if self.user is not None and not self.user.is_active:
            raise forms.ValidationError(
                _("Votre compte est fermé. Les ressources humaines peuvent le rouvrir.")
            )
        return cleaned

    @property
    def is_limited(self) -> bool:
        """Too many wrong passwords for this account."""
        return bool(self.has_error(NON_FIELD_ERRORS, code=TOO_MANY))


class LinkForm(forms.Form):
    """The address or identifier to which a link is sent."""

    name = forms.CharField(
        max_length=254,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            "required": _("Écrivez votre adresse professionnelle, votre matricule ou votre identifiant.")
        },
    )
