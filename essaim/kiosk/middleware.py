"""What keeps a visit on a kiosk to its screen and to its time, on the server, whatever the browser does."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from essaim.kernel import clock
from essaim.kernel.language import FRENCH, choose
from essaim.kiosk import visits

Answer = Callable[[HttpRequest], HttpResponse]


def visit_on_a_kiosk(get_response: Answer) -> Answer:
    """After two minutes without a request the person is signed out; outside the kiosk's own pages they are nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not visits.is_one(request):
            return get_response(request)
        at, is_here = clock.now(), request.path.startswith(visits.PLACE)
        if visits.is_over(request, at=at):
            logout(request)
            choose(request, FRENCH)
            response = redirect(f"{reverse('kiosk:home')}?oubli=1") if is_here else get_response(request)
        elif is_here:
            visits.go_on(request, at=at)
            response = get_response(request)
        else:
            request.user = AnonymousUser()
            response = get_response(request)
        add_never_cache_headers(response)
        return response

    return middleware
