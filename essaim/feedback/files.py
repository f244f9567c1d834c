"""Questionnaires on paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Kind, Paper
from essaim.feedback.rules import Asked
from essaim.ui.dates import moment_text
from essaim.ui.pdf import pdf, qr_code

BRIEF = 3
"""So many questions to tick leave room for ten sheets on a page; more questions, or a free word, for six."""


def papers_pdf(session: Session, papers: Sequence[Paper], asked: Sequence[Asked], *, at: datetime) -> bytes:
    """One slip per code, ten on a page; whatever a slip asks is numbered as it is typed back."""
    is_brief = len(asked) <= BRIEF and all(question.kind == Kind.TILES for question in asked)
    organisation = session.programme.organisation
    data = {
        "title": _("Questionnaires sur papier, %(title)s") % {"title": session.title},
        "session": session.title,
        "programme": session.programme.name,
        "moment": moment_text(session.starts_at, organisation.zone),
        "rows": 5 if is_brief else 3,
        "questions": [_question(number, one) for number, one in enumerate(asked, start=1)],
        "code_label": _("Code"),
        "phone": _("Ou sur un téléphone :"),
        "qr_says": _("Code QR : répondre sur un téléphone"),
        "promise": _("Sans votre nom : seuls des totaux. Une fois suffit, ici ou sur un téléphone."),
        "site": settings.SITE_URL.partition("//")[2],
        "slips": [_slip(paper) for paper in papers],
    }
    return pdf("feedback/typst/papers.typ", data, at=at)


def _question(number: int, asked: Asked) -> dict[str, Any]:
    if asked.kind == Kind.SCALE:
        low, high = asked.labels
        choices = [f"1 {low}", "2", "3", "4", f"5 {high}"]
    else:
        choices = [f"{rank} {label}" for rank, label in enumerate(asked.labels, start=1)]
    return {"text": f"{number}. {asked.text}", "choices": choices, "is_word": asked.kind == Kind.TEXT}


def _slip(paper: Paper) -> dict[str, Any]:
    path = reverse("feedback:survey", args=[paper.code])
    return {
        "code": rules.spaced_code(paper.code),
        "path": path,
        "qr": qr_code(f"{settings.SITE_URL}{path}"),
    }
