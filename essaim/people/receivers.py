"""What happens when somebody comes in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from essaim.kernel.language import choose
from essaim.people.models import Agent


@receiver(user_logged_in, dispatch_uid="people.language_of_the_account")
def speak_as_before(*, request: HttpRequest, user: Agent, **_kwargs: Any) -> None:
    """The account's language follows its person to this browser; without a choice, the browser keeps its own."""
    if user.language:
        choose(request, user.language)
