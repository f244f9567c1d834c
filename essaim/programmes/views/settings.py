"""Réglages: look, words, rules."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.people.rules import can_administer
from essaim.programmes import forms, operations, queries, rules
from essaim.programmes.models import Format, Programme
from essaim.ui import theme as themes
from essaim.ui.settings import groups_open_to

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def programme_to_set(request: AgentRequest) -> Programme | None:
    """The programme whose settings are asked for; none yet on an empty installation."""
    require(rules.can_pilot_anything, request.user)
    asked = request.GET.get("dispositif", "")
    programme = queries.programme_to_pilot(request.user, asked)
    may_open_one = can_administer(request.user, request.user.organisation)
    if programme is None and (asked or not may_open_one):
        raise Http404
    return programme


def page(
    request: AgentRequest, template: str, programme: Programme | None, **context: object
) -> HttpResponse:
    """One tab of the settings."""
    others = list(queries.programmes_to_pilot(request.user))
    shared = {"programme": programme, "programmes": others, "which": which(request)}
    return render(request, template, shared | context)


def which(request: HttpRequest) -> str:
    """The end of an address that keeps the programme chosen."""
    slug = request.GET.get("dispositif", "")
    return f"?dispositif={slug}" if slug else ""


def stay(request: HttpRequest, said: str) -> HttpResponse:
    """Back to the page that was sent, with a word."""
    messages.success(request, said)
    return redirect(request.path + which(request))


@read_or_write
def settings(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return first_programme(request)
    sent = request.POST if request.method == "POST" else None
    form = forms.AppearanceForm(sent, request.FILES or None, instance=programme)
    looks = "look" in request.POST
    if form.is_valid() and not looks:
        operations.change_appearance(programme=programme, **form.change())
        colours = {
            kind.pk: request.POST.get(f"colour-{kind.pk}", "") for kind in queries.formats_of(programme)
        }
        operations.change_format_colours(programme=programme, colours=colours)
        return stay(request, _("C’est enregistré. Toutes les pages ont changé."))
    colour = programme.colour if sent is None or "colour" in form.errors else form.cleaned_data["colour"]
    return page(
        request,
        "programmes/settings.html",
        programme,
        form=form,
        colour=colour,
        theme=themes.tokens(colour),
        shades=queries.shades_of(themes.tokens(colour)),
        contrast=queries.said_contrast(colour, themes.WHITE),
        preview_url=f"{queries.theme_address(colour.lstrip('#'))}&pour=apercu",
        is_preview=looks,
        drops_upload=looks and "logo" in request.FILES,
        formats=list(queries.formats_of(programme)),
        pairs=queries.COLOUR_PAIRS,
    )


@require_safe
def settings_index(request: AgentRequest) -> HttpResponse:
    """Every page of settings, in a few groups, each with what it sets."""
    require(rules.can_pilot_anything, request.user)
    administers = can_administer(request.user, request.user.organisation)
    programme = queries.programme_to_pilot(request.user, request.GET.get("dispositif", ""))
    groups = [(group.label, pages) for group, pages in groups_open_to(administers=administers)]
    return page(request, "programmes/settings_index.html", programme, groups=groups)


def first_programme(request: AgentRequest) -> HttpResponse:
    """On an empty installation the administrator opens the first programme here."""
    form = forms.FirstProgrammeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation = request.user.organisation
        operations.open_first_programme(organisation=organisation, name=form.cleaned_data["name"])
        return stay(request, _("Votre dispositif est ouvert. Choisissez maintenant sa couleur."))
    return render(request, "programmes/first.html", {"form": form})


@read_or_write
def settings_words(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    formats = list(queries.formats_of(programme))
    sent = request.POST if request.method == "POST" else None
    form = forms.WordsForm(sent, programme=programme, formats=formats)
    if form.is_valid() and "look" not in request.POST:
        operations.change_words(programme=programme, words=form.words(), formats=form.names())
        return stay(request, _("Les mots sont enregistrés. Les pages les emploient désormais."))
    return page(request, "programmes/settings_words.html", programme, form=form)


@read_or_write
def settings_rules(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    if request.method == "POST" and (change := CHANGES.get(request.POST.get("change", ""))):
        return change(request, programme)
    return rules_page(request, programme)


def rules_page(
    request: AgentRequest,
    programme: Programme,
    *,
    form: forms.RulesForm | None = None,
    threshold: forms.ThresholdForm | None = None,
    manager: forms.ManagerForm | None = None,
    signature: forms.SignatureForm | None = None,
) -> HttpResponse:
    wanted = request.GET.get("chercher", "")
    names = rules.can_name_coordinators(request.user, programme)
    coordinators = list(queries.coordinators_of(programme))
    return page(
        request,
        "programmes/settings_rules.html",
        programme,
        form=form or forms.RulesForm(instance=programme),
        threshold=threshold or forms.ThresholdForm(instance=programme.organisation),
        manager=manager or forms.ManagerForm(instance=programme, formats=formats_to_rule(programme)),
        signature=signature or forms.SignatureForm(instance=programme),
        examples=queries.examples_of(programme),
        now_is=queries.rules_in_brief(programme, coordinators),
        coordinators=coordinators,
        wanted=wanted,
        to_open=request.GET.get("ouvrir", ""),
        found=list(queries.colleagues_named(programme, wanted)) if names else [],
        may_name=names,
        may_change_threshold=rules.can_change_threshold(request.user, programme),
    )


def set_rules(request: AgentRequest, programme: Programme) -> HttpResponse:
    require(rules.can_configure, request.user, programme)
    form = forms.RulesForm(request.POST, instance=programme)
    if not form.is_valid():
        return rules_page(request, programme, form=form)
    operations.change_rules(programme=programme, **form.cleaned_data)
    return stay(request, _("Les règles sont enregistrées. Elles valent à partir de maintenant."))


def formats_to_rule(programme: Programme) -> list[Format]:
    return list(queries.formats_of(programme))


def set_manager_rule(request: AgentRequest, programme: Programme) -> HttpResponse:
    require(rules.can_configure, request.user, programme)
    form = forms.ManagerForm(request.POST, instance=programme, formats=formats_to_rule(programme))
    if not form.is_valid():
        return rules_page(request, programme, manager=form)
    operations.change_manager_rule(programme=programme, **form.change())
    return stay(request, _("C’est enregistré. La règle vaut pour les demandes à venir."))


def set_signature(request: AgentRequest, programme: Programme) -> HttpResponse:
    require(rules.can_configure, request.user, programme)
    form = forms.SignatureForm(request.POST, instance=programme)
    if not form.is_valid():
        return rules_page(request, programme, signature=form)
    operations.change_signature(programme=programme, **form.cleaned_data)
    return stay(request, _("C’est enregistré. Les prochaines attestations portent cette signature."))


def set_threshold(request: AgentRequest, programme: Programme) -> HttpResponse:
    require(rules.can_change_threshold, request.user, programme)
    form = forms.ThresholdForm(request.POST, instance=programme.organisation)
    if not form.is_valid():
        return rules_page(request, programme, threshold=form)
    organisation = programme.organisation
    operations.change_threshold(organisation=organisation, threshold=form.cleaned_data["privacy_threshold"])
    return stay(request, _("C’est enregistré. Les résultats suivent dès maintenant."))


def name_coordinator(request: AgentRequest, programme: Programme) -> HttpResponse:
    agent = agent_meant(request, programme)
    operations.appoint_coordinator(programme=programme, agent=agent)
    return stay(request, _("%(name)s coordonne désormais ce dispositif.") % {"name": agent.full_name})


def thank_coordinator(request: AgentRequest, programme: Programme) -> HttpResponse:
    agent = agent_meant(request, programme)
    try:
        operations.dismiss_coordinator(programme=programme, agent=agent)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path + which(request))
    return stay(request, _("%(name)s ne coordonne plus ce dispositif.") % {"name": agent.full_name})


def agent_meant(request: AgentRequest, programme: Programme) -> Agent:
    """A colleague of the programme's organisation, if the person may name or thank."""
    require(rules.can_name_coordinators, request.user, programme)
    form = forms.CoordinatorForm(request.POST)
    wanted = form.cleaned_data["agent"] if form.is_valid() else None
    return get_object_or_404(queries.colleagues_of(programme), pk=wanted)


CHANGES: dict[str, Callable[[AgentRequest, Programme], HttpResponse]] = {
    "rules": set_rules,
    "threshold": set_threshold,
    "manager": set_manager_rule,
    "signature": set_signature,
    "name": name_coordinator,
    "thank": thank_coordinator,
}
