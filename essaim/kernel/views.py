"""Pages for monitors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from essaim.kernel import clock, health


@require_GET
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@require_GET
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """The installation can serve."""
    report = health.report(clock.now())
    return JsonResponse(report, status=200 if report["ok"] else 503)
