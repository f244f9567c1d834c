"""What the agenda says of the letters that it writes: whose they are, why, and whether they still hold."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from essaim.agenda.models import Approval, Entry, Registration, Session
from essaim.kernel.sorting import InFrench
from essaim.letters.models import Letter
from essaim.letters.origins import About, Origin, causes_of, number_in, rows_behind
from essaim.programmes.models import Programme
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _

Kind, State = Letter.Kind, Registration.State
HOLD_A_SEAT = {Kind.CONFIRMED, Kind.WEEK_BEFORE, Kind.DAY_BEFORE}
WAIT = {Kind.WAITING, Kind.MOVED}
STANDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(HOLD_A_SEAT, (State.CONFIRMED,)),
    **dict.fromkeys(WAIT, (State.WAITING,)),
    Kind.OFFERED: (State.OFFERED,),
    Kind.PENDING: (State.PENDING,),
}
"""What the person's registration must still be, for the letter to hold."""
LEAD = {Kind.HOSTING, Kind.HOST_BRIEF}
TELL_THE_DATES = {Kind.CONFIRMED, Kind.CHANGED}


class SessionOrigin(Origin):
    """`session:12`, and `session:12:cold` for what is asked some weeks later."""

    def causes_in(self, programmes: QuerySet[Programme]) -> Iterable[QuerySet[Any, Any]]:
        return both_waves(Session.objects.filter(programme__in=programmes))

    def causes_named(self, words: Collection[str]) -> Iterable[QuerySet[Any, Any]]:
        return both_waves(sessions_named(words))

    def causes_about(self, cause: str) -> Iterable[QuerySet[Any, Any]]:
        return both_waves(Session.objects.filter(pk=session_in(cause)))

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        rows = rows_behind(causes, Session.objects.only("pk", "title", "slug"))
        return {cause: about_session(session) for cause, session in rows.items()}

    def why(self, letter: Letter) -> str:
        session = session_of(letter)
        if session is None:
            return ""
        said = {"who": letter.agent.full_name, "title": session.title}
        if letter.kind in LEAD:
            return _("Parce que %(who)s anime « %(title)s ».") % said
        if letter.kind == Kind.CANCELLED:
            return _("Parce que « %(title)s » n’aura pas lieu.") % said
        if letter.kind == Kind.OPENED:
            return _("Parce que « %(title)s » s’ouvre aussi à un partenaire.") % said
        registration = Registration.objects.filter(session=session, agent=letter.agent_id).first()
        if registration is None:
            return _("Parce qu’il s’agit de « %(title)s ».") % said
        zone = session.programme.organisation.zone
        said["day"] = moment_text(registration.registered_at, zone)
        return _("Parce que %(who)s a demandé une place à « %(title)s » le %(day)s.") % said

    def why_untrue(self, letter: Letter, *, at: datetime) -> str:
        if letter.kind == Kind.SURVEY:
            return "" if letter.action_path else _("Le questionnaire est fermé.")
        session = session_of(letter)
        if session is None or session.ends_at <= at:
            return _("La séance est passée.")
        if session.cancelled_at and letter.kind != Kind.CANCELLED:
            return _("La séance est annulée.")
        if letter.kind in LEAD and not session.hosts.filter(agent=letter.agent_id).exists():
            return _("Cette personne n’anime plus cette séance.")
        states = STANDS.get(letter.kind)
        own = Registration.objects.filter(session=session, agent=letter.agent_id)
        if states and not own.filter(state__in=states).exists():
            return _("Ce que dit la lettre n’est plus vrai pour cette personne.")
        return ""

    def settle(self, letter: Letter) -> None:
        Session.objects.select_for_update().filter(pk=session_in(letter.cause)).order_by("pk").first()

    def attached(self, letter: Letter) -> list[str]:
        kept = Entry.objects.filter(letter=letter).first()
        if kept is not None:
            given = {_("les dates, pour l’agenda"): kept.request, _("les dates annulées"): kept.cancel}
            return [name for name, content in given.items() if content]
        waits = letter.state == Letter.State.TO_SEND and letter.kind in TELL_THE_DATES
        return [_("les dates, pour l’agenda")] if waits else []


class NoteOrigin(Origin):
    """`note:12`: what a coordinator wrote by hand to the people of the twelfth session."""

    def causes_in(self, programmes: QuerySet[Programme]) -> Iterable[QuerySet[Any, Any]]:
        yield causes_of(Session.objects.filter(programme__in=programmes), "note")

    def causes_named(self, words: Collection[str]) -> Iterable[QuerySet[Any, Any]]:
        yield causes_of(sessions_named(words), "note")

    def causes_about(self, cause: str) -> Iterable[QuerySet[Any, Any]]:
        yield causes_of(Session.objects.filter(pk=session_in(cause)), "note")

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        rows = rows_behind(causes, Session.objects.only("pk", "title", "slug"))
        return {cause: about_session(session) for cause, session in rows.items()}

    def why(self, letter: Letter) -> str:
        session = Session.objects.filter(pk=number_in(letter.cause)).first()
        if session is None:
            return ""
        said = {"who": (letter.about or {}).get("by") or _("La coordination"), "title": session.title}
        return _("Parce que %(who)s a écrit à propos de « %(title)s ».") % said

    def why_untrue(self, letter: Letter, *, at: datetime) -> str:
        stands = Session.objects.filter(pk=number_in(letter.cause), cancelled_at=None)
        return "" if stands.exists() else _("La séance est annulée.")

    def settle(self, letter: Letter) -> None:
        Session.objects.select_for_update().filter(pk=number_in(letter.cause)).order_by("pk").first()


class ApprovalOrigin(Origin):
    """`approval:12`: a question to who may answer it, about one registration."""

    def causes_in(self, programmes: QuerySet[Programme]) -> Iterable[QuerySet[Any, Any]]:
        yield causes_of(Approval.objects.filter(registration__session__programme__in=programmes), "approval")

    def causes_named(self, words: Collection[str]) -> Iterable[QuerySet[Any, Any]]:
        rows = Approval.objects.filter(registration__session__in=sessions_named(words))
        yield causes_of(rows, "approval")

    def causes_about(self, cause: str) -> Iterable[QuerySet[Any, Any]]:
        rows = Approval.objects.filter(registration__session=session_in(cause))
        yield causes_of(rows, "approval")

    def abouts(self, causes: Collection[str]) -> dict[str, About]:
        rows = rows_behind(causes, Approval.objects.select_related("registration__session"))
        return {cause: about_session(row.registration.session) for cause, row in rows.items()}

    def why(self, letter: Letter) -> str:
        rows = Approval.objects.select_related("registration__agent", "registration__session")
        approval = rows.filter(pk=number_in(letter.cause)).first()
        if approval is None:
            return ""
        registration = approval.registration
        return _("Parce que la place de %(who)s à « %(title)s » attend un accord.") % {
            "who": registration.agent.full_name,
            "title": registration.session.title,
        }

    def why_untrue(self, letter: Letter, *, at: datetime) -> str:
        waits = Approval.objects.filter(pk=number_in(letter.cause), state__in=Approval.OPEN)
        return "" if waits.exists() else _("Cette demande n’attend plus de réponse.")


def session_in(cause: str) -> int:
    return number_in(cause) if cause.startswith("session:") else 0


def session_of(letter: Letter) -> Session | None:
    rows = Session.objects.select_related("programme__organisation")
    return rows.filter(pk=session_in(letter.cause)).first()


def about_session(session: Session) -> About:
    return About(session.title, reverse("agenda:manage_session", args=[session.slug]), session.cause)


def both_waves(rows: QuerySet[Session]) -> Iterable[QuerySet[Any, Any]]:
    yield causes_of(rows, "session")
    yield causes_of(rows, "session", ":cold")


def sessions_named(words: Collection[str]) -> QuerySet[Session]:
    rows = Session.objects.annotate(bare_title=InFrench("title"))
    for word in words:
        rows = rows.filter(bare_title__contains=word)
    return rows
