"""Papers made from certificates: one or many as a PDF, and the record of somebody's training."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.urls import reverse

from essaim.agenda.queries.places import place_of
from essaim.kernel.tables import Cell, Table
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.recognition.models import Certificate
from essaim.recognition.queries import half_days_of
from essaim.ui.dates import day_and_year, duration, full_day
from essaim.ui.pdf import pdf, qr_code
from essaim.ui.phrases import told
from essaim.ui.pictures import printed_logo
from essaim.ui.theme import tokens
from essaim.ui.words import gettext as _

OUTCOMES, LONGEST_OUTCOME = 5, 90
"""More of a programme would push the signature off the page."""


def address_of(certificate: Certificate) -> str:
    """Where anybody checks it."""
    return f"{settings.SITE_URL}{reverse('recognition:badge', args=[certificate.code_text])}"


def certificates_pdf(certificates: Sequence[Certificate], *, programme: Programme, at: datetime) -> bytes:
    """One page each, in the colours of the programme."""
    theme = tokens(programme.colour)
    first = certificates[0]
    data = {
        "title": _title(first) if len(certificates) == 1 else _("Attestations"),
        "logo": printed_logo(programme.logo),
        "programme": programme.name,
        "organisation": programme.organisation.name,
        "brand": theme.brand,
        "strong": theme.brand_strong,
        "certificates": [said(one) for one in certificates],
        "words": {
            "day": _("Date"),
            "hours": _("Horaires"),
            "length": _("Durée"),
            "outcomes": _("Au programme"),
            "check": _("Pour vérifier cette attestation, scannez, ou ouvrez"),
            "code": _("et tapez le code"),
        },
    }
    return pdf("recognition/typst/certificate.typ", data, at=at)


def _title(certificate: Certificate) -> str:
    return _("Attestation d’animation") if certificate.is_hosting else _("Attestation de présence")


def said(one: Certificate) -> dict[str, Any]:
    """Everything that the paper of one certificate says, in words."""
    session = one.session
    organisation = session.programme.organisation
    address, page = address_of(one), f"{settings.SITE_URL}{reverse('recognition:badge_find')}"
    certifies = _("%(organisation)s atteste que") % {"organisation": organisation.name}
    return {
        "title": _title(one),
        "certifies": certifies,
        "name": one.agent.full_name if one.agent else "",
        "did": _("a animé la séance") if one.is_hosting else _("a participé à la séance"),
        "session": one.title,
        "halves": [{"day": h.day, "hours": h.hours, "length": h.length} for h in half_days_of(one)],
        "facts": [{"term": term, "says": says} for term, says in _facts(one) if says],
        "outcomes": _outcomes(session.outcomes),
        "issued": _("Délivrée le %(day)s") % {"day": full_day(one.issued_at.astimezone(organisation.zone))},
        "signer": one.signer_name or _("Pour %(organisation)s") % {"organisation": organisation.name},
        "role": one.signer_role,
        "page": page.removeprefix("https://").removeprefix("http://"),
        "code": one.code_text,
        "qr": qr_code(address),
        "qr_says": _("Code à scanner : %(address)s") % {"address": address},
    }


def _outcomes(written: str) -> list[str]:
    lines = [shorten(line, LONGEST_OUTCOME, placeholder=" …") for line in written.splitlines()]
    return [line for line in lines if line][:OUTCOMES]


def _facts(one: Certificate) -> list[tuple[str, str]]:
    session = one.session
    hosts = [host.agent.full_name if host.agent else host.speaker for host in session.hosts.all()]
    places = dict.fromkeys(place_of(sitting) for sitting in session.sittings.all())
    total = duration(one.minutes) or "0"
    prepared = duration(one.preparation_minutes) if one.preparation_minutes else ""
    return [
        (_("Durée animée") if one.is_hosting else _("Durée suivie"), total),
        (_("Préparation, déclarée"), prepared),
        (_("Nature"), one.get_nature_display()),
        (_("Modalité"), one.get_modality_display()),
        (_("Format"), one.format_name),
        (_("Lieu"), " · ".join(places)),
        (_("Animation"), "" if one.is_hosting else ", ".join(hosts)),
    ]


def record_pdf_of(agent: Agent, certificates: Iterable[Certificate], *, at: datetime) -> bytes:
    """The training record: what was followed, what was given, and the hours of each."""
    training = _training(certificates)
    data = {
        "title": _("Livret individuel de formation"),
        "name": agent.full_name,
        "organisation": agent.organisation.name,
        "made": _("Établi le %(day)s") % {"day": full_day(at.astimezone(agent.organisation.zone))},
        "rule": _("Seules les formations y figurent : ni les temps de convivialité, ni les réseaux."),
        "header": [_("Date"), _("Formation"), _("Nature"), _("Durée"), _("Code")],
        "parts": [
            _part(_("Formations suivies"), [one for one in training if not one.is_hosting]),
            _part(_("Formations animées"), [one for one in training if one.is_hosting]),
        ],
    }
    return pdf("recognition/typst/record.typ", data, at=at)


def _part(title: str, certificates: Sequence[Certificate]) -> dict[str, Any]:
    total = duration(sum(one.minutes for one in certificates))
    prepared = sum(one.preparation_minutes for one in certificates)
    with_preparation = _("%(total)s, et %(prepared)s de préparation")
    hours = with_preparation % {"total": total, "prepared": duration(prepared)} if prepared else total
    return {
        "title": title,
        "nothing": _("Rien encore."),
        "rows": [
            [day_and_year(one.day), one.title, one.get_nature_display(), duration(one.minutes), one.code_text]
            for one in certificates
        ],
        "total": told(_("Total"), hours),
    }


def _training(certificates: Iterable[Certificate]) -> list[Certificate]:
    """The oldest first, as a record is read."""
    return sorted((one for one in certificates if one.is_training), key=lambda one: (one.day, one.pk))


def record_table(certificates: Iterable[Certificate]) -> Table:
    """The same record for a spreadsheet: one line per certificate, followed then given."""
    header = [
        *(_("Suivie ou animée"), _("Date"), _("Formation"), _("Format"), _("Nature"), _("Modalité")),
        *(_("Heures"), _("Heures de préparation"), _("Code de vérification")),
    ]
    return Table(_("Livret de formation"), header, _rows(certificates))


def _rows(certificates: Iterable[Certificate]) -> Iterator[list[Cell]]:
    for one in sorted(_training(certificates), key=lambda one: one.is_hosting):
        yield [
            _("animée") if one.is_hosting else _("suivie"),
            one.day,
            one.title,
            one.format_name,
            one.get_nature_display(),
            one.get_modality_display(),
            round(one.minutes / 60, 2),
            round(one.preparation_minutes / 60, 2),
            one.code_text,
        ]
