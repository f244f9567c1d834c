"""Examples of the letters about sessions, for the programme that words them itself."""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime, timedelta

from essaim.agenda import emails
from essaim.agenda.models import Approval, DateChange, Registration, Session
from essaim.agenda.queries import nearing
from essaim.agenda.queries.changes import entries_of
from essaim.agenda.rules import approval_end, offer_end
from essaim.letters.emails import Draft
from essaim.letters.formulations import Group, Text, formulated
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.words import gettext_lazy as _

SHOWN = 3
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
Write = Callable[[Session, Agent, datetime], Draft]


def sessions_shown(programme: Programme, at: datetime) -> list[Session]:
    """The next ones; without any, the last ones, drafts too."""
    rows = Session.objects.filter(programme=programme, cancelled_at=None)
    rows = rows.select_related("programme__organisation", "format")
    coming = rows.filter(starts_at__gt=at, published_at__isnull=False).order_by("starts_at", "pk")[:SHOWN]
    return list(coming) or list(rows.order_by("-starts_at", "-pk")[:SHOWN])


def _each(name: str, group: Group, label: Text, leaves: Text, write: Write) -> None:
    """One example for each session shown."""

    @formulated(name, group, label, leaves)
    def make(programme: Programme, reader: Agent, at: datetime) -> list[tuple[str, Draft]]:
        return [(session.title, write(session, reader, at)) for session in sessions_shown(programme, at)]


def _seat(session: Session, reader: Agent) -> Registration:
    """The reader as if registered; written nowhere."""
    return Registration(session=session, agent=reader, state=Registration.State.CONFIRMED)


def _approval(session: Session, reader: Agent, at: datetime) -> Approval:
    return Approval(
        registration=_seat(session, reader),
        asked_at=at,
        due_at=approval_end(session, at),
        answered_by=reader,
        reason=Approval.Reason.SERVICE_NEEDS,
    )


def _called_off(session: Session) -> Session:
    """The same as if it had just been called off."""
    gone = copy(session)
    gone.cancel_reason = str(_("la raison que vous donnez en annulant"))
    return gone


def _moved(session: Session, at: datetime) -> DateChange:
    """As if each date had been a day earlier."""
    now = entries_of(session)
    return DateChange(session=session, before=[_earlier(entry) for entry in now], after=now, at=at)


def _earlier(entry: dict[str, str]) -> dict[str, str]:
    moved = {
        name: (datetime.fromisoformat(entry[name]) - A_DAY).isoformat() for name in ("starts_at", "ends_at")
    }
    return entry | moved


LETTERS: Iterable[tuple[str, Group, Text, Text, Write]] = (
    (
        "confirmed",
        Group.SEATS,
        _("Place réservée"),
        _("part à chaque inscription"),
        lambda session, _reader, _at: emails.confirmed(session),
    ),
    (
        "waiting",
        Group.SEATS,
        _("En attente"),
        _("part quand la séance est complète"),
        lambda session, _reader, _at: emails.waiting(session, session.waiting + 1),
    ),
    (
        "offered",
        Group.SEATS,
        _("Une place pour vous"),
        _("part quand une place se libère"),
        lambda session, _reader, at: emails.offered(session, offer_end(session, at)),
    ),
    (
        "offer_ended",
        Group.SEATS,
        _("Place passée à la personne suivante"),
        _("part quand une place proposée reste sans réponse"),
        lambda session, _reader, _at: emails.offer_ended(session),
    ),
    (
        "withdrawn",
        Group.SEATS,
        _("Désistement noté"),
        _("part à chaque désistement"),
        lambda session, _reader, _at: emails.withdrawn(session),
    ),
    (
        "moved",
        Group.SEATS,
        _("Retour en liste d’attente"),
        _("part quand le nombre de places baisse"),
        lambda session, _reader, _at: emails.moved_back(session, session.waiting + 1),
    ),
    (
        "week_before",
        Group.DATES,
        _("Rappel, une semaine avant"),
        _("part sept jours avant, à qui l’a demandé"),
        lambda session, reader, _at: emails.reminder(
            session, _seat(session, reader), nearing.hosts_of(session), at=session.starts_at - A_WEEK
        ),
    ),
    (
        "day_before",
        Group.DATES,
        _("Rappel, la veille"),
        _("part la veille de la séance"),
        lambda session, reader, _at: emails.reminder(
            session, _seat(session, reader), nearing.hosts_of(session), at=session.starts_at - A_DAY
        ),
    ),
    (
        "changed",
        Group.DATES,
        _("Changement de date, d’heure ou de lieu"),
        _("part à qui a une place ou attend"),
        lambda session, reader, at: emails.changed(session, _moved(session, at), _seat(session, reader)),
    ),
    (
        "cancelled",
        Group.DATES,
        _("Séance annulée"),
        _("part à qui avait une place ou attendait"),
        lambda session, _reader, _at: emails.cancelled(_called_off(session)),
    ),
    (
        "another_date",
        Group.SEATS,
        _("Une autre date"),
        _("part à qui attend, quand la même séance s’ouvre de nouveau"),
        lambda session, _reader, _at: emails.another_date(session),
    ),
    (
        "pending",
        Group.APPROVALS,
        _("Place tenue, accord demandé"),
        _("part quand la hiérarchie doit donner son accord"),
        lambda session, reader, at: emails.pending(session, _approval(session, reader, at)),
    ),
    (
        "approved",
        Group.APPROVALS,
        _("Place réservée, après accord"),
        _("part quand l’accord est donné"),
        lambda session, reader, at: emails.approved(session, _approval(session, reader, at)),
    ),
    (
        "refused",
        Group.APPROVALS,
        _("Pas cette fois"),
        _("part quand la hiérarchie refuse"),
        lambda session, reader, at: emails.refused(session, _approval(session, reader, at), at=at),
    ),
    (
        "approval_asked",
        Group.APPROVALS,
        _("Accord à donner"),
        _("part à qui donne son accord"),
        lambda session, reader, at: emails.approval_asked(
            _approval(session, reader, at), reader, is_reminder=False
        ),
    ),
    (
        "approval_reminder",
        Group.APPROVALS,
        _("Rappel d’un accord à donner"),
        _("part à mi-délai, sans réponse"),
        lambda session, reader, at: emails.approval_asked(
            _approval(session, reader, at), reader, is_reminder=True
        ),
    ),
    (
        "hosting",
        Group.HOSTS,
        _("Vous animez"),
        _("part à qui reçoit l’animation"),
        lambda session, reader, _at: emails.hosting(session, reader),
    ),
    (
        "host_brief",
        Group.HOSTS,
        _("Qui vient"),
        _("part la veille à qui anime"),
        lambda session, _reader, _at: emails.host_brief(session, nearing.those_who_come(session)),
    ),
)
for one in LETTERS:
    _each(*one)
