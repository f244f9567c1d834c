"""What we ask of allauth: nobody signs up by themselves, an account is counted once, in French."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from essaim.people.queries.agents import agent_named


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the HR file; identifier and e-mail count as the same account, whatever the case."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "L’identifiant ou le mot de passe ne va pas. Vérifiez-les, ou recevez un lien."
        ),
        "too_many_login_attempts": _(
            "Trop d’essais pour cet identifiant. Attendez cinq minutes, ou recevez un lien dans votre messagerie."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that opens is answer enough."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The same, with a code that the page can tell: too many attempts are answered 429."""
        error: ValidationError = super().validation_error(code, *args)
        error.code = code
        return error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        name = str(credentials.get("username", ""))
        agent = agent_named(name)
        return f"agent:{agent.pk}" if agent else f"name:{name.strip().lower()}"
