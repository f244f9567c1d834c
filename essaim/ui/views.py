"""Pages about the product itself, and the pages that help when something is missing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from essaim.kernel import clock
from essaim.ui import guides, specimens, theme
from essaim.ui.forms import SpecimenForm
from essaim.ui.privacy import kept

COLOURS = {"vert": (gettext_lazy("Vert"), "14574f"), "prune": (gettext_lazy("Prune"), "6a2c63")}
"""Two institutions in whose colours every component is looked at."""


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build and check pages."""
    if not (settings.DEBUG or settings.DEMO or getattr(request.user, "is_platform_administrator", False)):
        raise PermissionDenied("components")
    form = SpecimenForm({"title": "", "seats": "0", "day": "2021-05-21", "level": ["start"]})
    form.is_valid()
    asked = request.GET.get("theme", "")
    context = {
        "families": specimens.families(clock.now().replace(minute=0, second=0, microsecond=0)),
        "colours": COLOURS,
        "asked": asked if asked in COLOURS else "",
        "colour": COLOURS.get(asked, ("", ""))[1],
        "form": form,
        "page": Paginator(range(60), 20).page(2),
        "steps": [_("Le fichier"), _("Les colonnes"), _("L’aperçu"), _("L’import")],
        "touched": [("is-hover", _("sous la souris")), ("is-focus", _("au clavier"))],
        "now": clock.now(),
        "theme": theme.tokens("#2e9bd0"),
    }
    return render(request, "ui/components.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of the employer, as a higher part left it on the request, and what the product itself checks."""
    given = getattr(request, "site_statement", None)
    return render(request, "ui/accessibility.html", {"organisation": given() if given else None})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/privacy.html", {"rows": kept()})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/help.html")


@login_not_required
@require_safe
def guide_coordination(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/guide_coordination.html", {"pictures": guides.COORDINATION})


@login_not_required
@require_safe
def guide_hosting(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/guide_hosting.html", {"pictures": guides.HOSTING})


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stayed open too long, or the browser keeps no cookie: say how to go on."""
    return render(request, "403.html", {"is_stale": True}, status=403)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"is_stale": False}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs nothing: no database, no person, no theme."""
    return HttpResponse(
        render_to_string("500.html", {"request_id": getattr(request, "request_id", "")}), status=500
    )
