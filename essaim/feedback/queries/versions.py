"""What a programme or one of its formats asks, asked before, and prepares to ask."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from essaim.agenda.models import Session
from essaim.feedback import rules
from essaim.feedback.models import Cold, Paper, Version, Wave
from essaim.feedback.rules import Asked
from essaim.programmes.models import Format, Programme


@dataclass(frozen=True)
class Scope:
    """Which questionnaire is meant: a whole programme's, or that of one format, and of which moment."""

    programme: Programme
    format: Format | None = None
    wave: str = Wave.HOT

    @property
    def is_cold(self) -> bool:
        """The one of some weeks later."""
        return self.wave == Wave.COLD


def versions_of(scope: Scope) -> QuerySet[Version]:
    return Version.objects.filter(programme=scope.programme, format=scope.format, wave=scope.wave)


def used_versions(scope: Scope) -> QuerySet[Version]:
    """The latest first."""
    return versions_of(scope).filter(in_use_at__isnull=False).order_by("-number")


def current_of(scope: Scope) -> Version | None:
    return used_versions(scope).first()


def draft_of(scope: Scope) -> Version | None:
    return versions_of(scope).filter(in_use_at=None).select_related("edited_by").first()


def last_number(scope: Scope) -> int:
    found = versions_of(scope).order_by("-number").values_list("number", flat=True).first()
    return found or 0


def version_in_use(kind: Format, wave: str = Wave.HOT) -> Version | None:
    """What a questionnaire of this format asks today: the format's own, else the programme's, else None."""
    found = Version.objects.filter(programme=kind.programme_id, wave=wave, in_use_at__isnull=False)
    latest: dict[int | None, Version] = {}
    for version in found.filter(Q(format=kind) | Q(format=None)).order_by("number"):
        latest[version.format_id] = version
    own = latest.get(kind.pk)
    return own if own and own.questions else latest.get(None)


def version_to_ask(session: Session, wave: str = Wave.HOT) -> Version | None:
    """What is printed, or asked at the end, of a session: as its sheets already ask, else what is in use."""
    if wave == Wave.HOT:
        printed = Paper.objects.filter(session=session).select_related("version").order_by("pk").first()
        if printed is not None:
            return printed.version
    return version_in_use(session.format, wave)


def asked_in(scope: Scope) -> list[Asked]:
    """What is asked there today."""
    version = version_in_use(scope.format, scope.wave) if scope.format else current_of(scope)
    return rules.read_asked(version.questions) if version else rules.brought(scope.wave)


def scopes_of(programme: Programme, wave: str = Wave.HOT) -> list[tuple[Scope, bool]]:
    """The programme, then each format, and whether it asks questions of its own."""
    own: dict[int | None, bool] = {}
    used = Version.objects.filter(programme=programme, wave=wave, in_use_at__isnull=False)
    for version in used.order_by("number"):
        own[version.format_id] = bool(version.questions)
    formats = programme.formats.order_by("rank", "pk")
    scopes = [Scope(programme, kind, wave) for kind in (None, *formats)]
    return [(scope, own.get(scope.format.pk if scope.format else None, False)) for scope in scopes]


def cold_of(programme: Programme) -> list[tuple[Format, int | None]]:
    """Each format, with after how many days it asks again; None when it does not."""
    days = dict(Cold.objects.filter(format__programme=programme).values_list("format", "days"))
    return [(kind, days.get(kind.pk)) for kind in programme.formats.order_by("rank", "pk")]
