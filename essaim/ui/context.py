"""What the frame around every page shows: programme, organisation, person, colours."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from essaim.ui.templatetags.ui import initials

DEFAULTS: dict[str, Any] = {
    "name": "Essaim",
    "organisation": "",
    "accessibility": "",
    "logo": "",
    "logo_box": (38, 38),
    "theme_url": None,
    "user_name": "",
    "may_pilot": False,
    "leads": False,
}


def site_of(request: HttpRequest) -> dict[str, Any]:
    """The defaults, completed by what a higher part left on the request as `site_context`."""
    given = getattr(request, "site_context", None) or {}
    site = DEFAULTS | (given() if callable(given) else given)
    site["user_initials"] = site.get("user_initials") or initials(site["user_name"])
    return site


def section_of(path: str) -> str:
    """The entry of Pilotage that an address belongs to: « reglages » for `/pilotage/reglages/mots/`."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "pilotage" else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """`site`, read only by the templates that show it, and `here`, the part of the current address."""
    match = request.resolver_match
    return {
        "site": SimpleLazyObject(lambda: site_of(request)),
        "here": match.view_name if match else "",
        "part": match.namespace if match else "",
        "in_pilotage": request.path.startswith("/pilotage/"),
        "section": section_of(request.path),
    }
