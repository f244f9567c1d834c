"""Pages of certificates: one's own, those of a session on paper, and the public check of a code."""

from io import BytesIO

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda.models import Session
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.tables import FORMATS, write_table
from essaim.people.http import AgentRequest
from essaim.recognition import files, operations, queries, rules
from essaim.recognition.forms import PreparationForm
from essaim.recognition.models import Certificate
from essaim.ui.words import gettext as _


@require_safe
def certificate_list(request: AgentRequest) -> HttpResponse:
    """What one holds: followed, then given."""
    held = list(queries.certificates_of(request.user))
    context = {
        "followed": [one for one in held if not one.is_hosting],
        "given": [one for one in held if one.is_hosting],
        "has_record": any(one.is_training for one in held),
    }
    return render(request, "recognition/certificate_list.html", context)


@never_cache
@require_safe
def certificate_pdf(request: AgentRequest, code: str) -> HttpResponse:
    found = queries.with_paper(Certificate.objects.visible_to(request.user))
    certificate = get_object_or_404(found, code=queries.plain_code(code))
    programme = certificate.session.programme
    paper = files.certificates_pdf([certificate], programme=programme, at=certificate.issued_at)
    return as_pdf(paper, name=f"attestation-{slugify(certificate.title)[:60]}")


def as_pdf(paper: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_POST
def certificate_prepare(request: AgentRequest, code: str) -> HttpResponse:
    """The host tells how long it took to prepare: a new certificate says it, the one before is replaced."""
    held = Certificate.objects.visible_to(request.user).filter(kind=Certificate.Kind.HOSTING)
    certificate = get_object_or_404(held, code=queries.plain_code(code))
    form = PreparationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez des heures, de 0 à 40, et des minutes, de 0 à 59."))
        return redirect("recognition:certificate_list")
    try:
        operations.tell_preparation(certificate=certificate, minutes=form.total, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("C’est noté. Une nouvelle attestation remplace la précédente."))
    return redirect("recognition:certificate_list")


@never_cache
@require_safe
def record_pdf(request: AgentRequest) -> HttpResponse:
    paper = files.record_pdf_of(request.user, queries.certificates_of(request.user), at=clock.now())
    return as_pdf(paper, name="livret-de-formation")


@never_cache
@require_safe
def record_sheet(request: AgentRequest) -> HttpResponse:
    """One's own data: no trace is kept of who took it."""
    file = BytesIO()
    write_table(files.record_table(queries.certificates_of(request.user)), "ods", file)
    headers = {"Content-Disposition": 'attachment; filename="livret-de-formation.ods"'}
    return HttpResponse(file.getvalue(), content_type=FORMATS["ods"].media_type, headers=headers)


@never_cache
@require_safe
def session_pdf(request: AgentRequest, slug: str) -> HttpResponse:
    """All of a session at once, to hand out on paper."""
    seen = Session.objects.visible_to(request.user).select_related("programme__organisation")
    session = get_object_or_404(seen, slug=slug)
    require(rules.can_print, request.user, session)
    certificates = list(queries.certificates_of_session(session))
    if not certificates:
        messages.info(request, _("Aucune attestation : personne n’était là, et personne du site n’animait."))
        return redirect("agenda:manage_presence", slug)
    paper = files.certificates_pdf(certificates, programme=session.programme, at=clock.now())
    return as_pdf(paper, name=f"attestations-{session.slug}")


# The public check -----------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_safe
def badge_find(request: HttpRequest) -> HttpResponse:
    """One field for the code of a paper."""
    written = request.GET.get("code", "").replace("\x00", "")[:100].strip()
    if not written:
        return render(request, "recognition/badge_find.html", {"written": "", "refusal": ""})
    return checked(request, written)


@login_not_required
@never_cache
@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper's address opens: what is true of it, and nobody's name."""
    return checked(request, code)


def checked(request: HttpRequest, written: str) -> HttpResponse:
    """The answer to a code. Only wrong ones count: a crowd that checks real papers is never slowed."""
    context: dict[str, object] = {"written": written, "refusal": ""}
    if not guesses(request, dry_run=True):
        context["refusal"] = _("Trop de codes inconnus viennent de votre réseau. Réessayez dans une minute.")
        return render(request, "recognition/badge_find.html", context, status=429)
    certificate = queries.certificate_of_code(written)
    if certificate is None:
        guesses(request, dry_run=False)
        context["refusal"] = _("Aucune attestation ne porte ce code. Relisez-le : douze signes, ni O, ni I.")
        return render(request, "recognition/badge_find.html", context, status=404)
    with timezone.override(certificate.session.programme.organisation.zone):
        context = {"certificate": certificate, "halves": queries.half_days_of(certificate)}
        return render(request, "recognition/badge.html", context)


def guesses(request: HttpRequest, *, dry_run: bool) -> bool:
    """Whether one more wrong code may come from this place."""
    usage = ratelimit.consume(request, app="allauth.account", action="badge", dry_run=dry_run, limit_get=True)
    return usage is not None
