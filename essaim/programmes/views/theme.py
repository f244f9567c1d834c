"""The theme and the logo of a programme."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from essaim.people.models import Agent
from essaim.programmes import queries
from essaim.ui import theme as themes
from essaim.ui.pictures import logo_content

DEFAULT_COLOUR = "14574f"
FOR_EVER = "max-age=31536000, immutable"
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@login_not_required
@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Four tokens drawn from one colour; the version in the address is that colour."""
    asked = request.GET.get("v", "")
    is_versioned = re.fullmatch("[0-9a-f]{6}", asked) is not None
    colour = asked if is_versioned else queries.site_of_visitors().colour or DEFAULT_COLOUR
    css = themes.stylesheet(themes.tokens(f"#{colour}"))
    if request.GET.get("pour") == "apercu":
        css = css.replace(":root", ".theme-preview")
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["ETag"] = tag = f'"{colour}"'
    response["Cache-Control"] = f"public, {FOR_EVER}" if is_versioned else "public, max-age=300"
    request.session.accessed = False  # the door-keeper looked at it; nothing here depends on who asks
    return get_conditional_response(request, etag=tag, response=response) or response


def framing(agent: Agent | None) -> queries.Site:
    return queries.site_of(agent) if agent else queries.site_of_visitors()


@login_not_required
@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the programme that frames the viewer's own pages, and no other."""
    agent = request.user if isinstance(request.user, Agent) else None
    site = framing(agent)
    if (site.slug, site.logo_version) != (slug, request.GET.get("v", site.logo_version)):
        queries.forget_site(agent.organisation_id if agent else queries.VISITORS)
        site = framing(agent)  # another process has just changed it
    if site.slug != slug or not site.logo_version:
        raise Http404
    kind, content = logo_content(queries.logo_of(site))
    response = HttpResponse(content, content_type=kind)
    response["Content-Security-Policy"] = LOGO_POLICY
    response["Cache-Control"] = f"private, {FOR_EVER}"
    return response
