"""The button at the foot of every page: the same page in the other language."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from essaim.kernel.language import NAMES, choose
from essaim.kernel.routes import page_of
from essaim.people.models import Agent
from essaim.people.operations.language import choose_language


@login_not_required
@require_POST
def language_choose(request: HttpRequest) -> HttpResponse:
    """Remembered by the browser and, for whoever is signed in, by the account; another language is ignored."""
    language = request.POST.get("language", "")
    if language in NAMES:
        choose(request, language)
        if isinstance(request.user, Agent):
            choose_language(agent=request.user, language=language)
    return redirect(page_left(request))


def page_left(request: HttpRequest) -> str:
    """Where the button was pressed, if it is ours and can be opened again; else the home page."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return "/"
    parts = urlsplit(came_from)
    path = "/" + parts.path.lstrip("/\\")  # « //ailleurs.example » alone would be another site
    page = page_of(path)
    return f"{page}?{parts.query}" if parts.query and page == path else page
