"""The employer's page in the settings, and the list of employers for who runs the installation."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.people import rules
from essaim.people.forms.organisations import (
    NewOrganisationForm,
    OrganisationForm,
    SiteForm,
    StatementForm,
)
from essaim.people.http import AgentRequest
from essaim.people.models import Organisation, Site
from essaim.people.operations import organisations as operations
from essaim.people.queries import organisations as queries

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def organisation(request: AgentRequest) -> HttpResponse:
    employer = request.user.organisation
    require(rules.can_administer, request.user, employer)
    if request.method == "POST":
        return CHANGES.get(request.POST.get("change", ""), change_details)(request, employer)
    return shown(request, employer)


def shown(
    request: AgentRequest,
    employer: Organisation,
    *,
    form: OrganisationForm | None = None,
    site_form: SiteForm | None = None,
) -> HttpResponse:
    context = {
        "organisation": employer,
        "form": form or OrganisationForm(instance=employer),
        "site_form": site_form or SiteForm(auto_id="lieu_%s"),
        "sites": queries.sites_of(employer),
    }
    return render(request, "people/organisation.html", context)


def change_details(request: AgentRequest, employer: Organisation) -> HttpResponse:
    form = OrganisationForm(request.POST, instance=employer)
    if not form.is_valid():
        employer.refresh_from_db()
        return shown(request, employer, form=form)
    operations.change_organisation(organisation=employer, **form.cleaned_data)
    messages.success(request, _("C’est enregistré."))
    return redirect("people:organisation")


def back_to_sites() -> HttpResponse:
    return redirect(reverse("people:organisation") + "#sites")


def change_site(request: AgentRequest, employer: Organisation) -> HttpResponse:
    wanted = request.POST.get("site", "")
    site = get_object_or_404(Site, organisation=employer, pk=sent_number(wanted)) if wanted else None
    form = SiteForm(request.POST, instance=site or Site(organisation=employer), auto_id="lieu_%s")
    if not form.is_valid():
        return shown(request, employer, site_form=form)
    try:
        operations.name_site(organisation=employer, site=site, **form.cleaned_data)
    except Refused as refused:
        form.add_error("name", str(refused))
        return shown(request, employer, site_form=form)
    messages.success(request, _("« %(name)s » est noté.") % {"name": form.cleaned_data["name"]})
    return back_to_sites()


def remove_site(request: AgentRequest, employer: Organisation) -> HttpResponse:
    wanted = request.POST.get("site", "")
    site = get_object_or_404(Site, organisation=employer, pk=sent_number(wanted))
    try:
        operations.remove_site(site=site)
        messages.success(request, _("« %(name)s » est retiré de la liste.") % {"name": site.name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return back_to_sites()


CHANGES: dict[str, Callable[[AgentRequest, Organisation], HttpResponse]] = {
    "details": change_details,
    "site": change_site,
    "remove": remove_site,
}


@read_or_write
def organisation_list(request: AgentRequest) -> HttpResponse:
    require(rules.can_run_installation, request.user)
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = operations.open_organisation(**form.opened(), on=clock.now().date())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s est ouverte.") % {"name": opened.name})
            return redirect("people:organisation_list")
    context = {"form": form, "organisations": queries.organisations_with_staff()}
    return render(request, "people/organisation_list.html", context)


@read_or_write
def statement(request: AgentRequest) -> HttpResponse:
    """What the employer declares of the accessibility of its site."""
    employer = request.user.organisation
    require(rules.can_administer, request.user, employer)
    form = StatementForm(request.POST if request.method == "POST" else None, instance=employer)
    if form.is_valid():
        operations.change_organisation(organisation=employer, **form.cleaned_data)
        messages.success(request, _("C’est enregistré. Le pied de chaque page le dit."))
        return redirect("people:statement")
    if request.method == "POST":
        employer.refresh_from_db()
    return render(request, "people/statement.html", {"form": form})
