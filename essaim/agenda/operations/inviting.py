"""Telling a partner that a session was opened to its agents: one letter, once, true at the moment it leaves."""

from datetime import datetime

from django.db.models import QuerySet

from essaim.agenda import emails
from essaim.agenda.models import Pool, Session
from essaim.agenda.queries.pools import coordination_at, opened_pools
from essaim.letters import operations as letters
from essaim.letters.models import Letter

KIND, CANCELLED = Letter.Kind.OPENED, Letter.State.CANCELLED


def tell_partners(session: Session, *, at: datetime) -> None:
    """Write to those who coordinate at each partner to which the published session is open.

    A partner that was told already is not told again, even if the session was closed to it in between.
    """
    if session.published_at is None:
        return
    for pool in opened_pools(session):
        if not _letters(pool).exclude(state=CANCELLED).exists():
            _post(session, pool, at=at)


def _post(session: Session, pool: Pool, *, at: datetime) -> None:
    wording = emails.opened(session, pool, at=at)
    for agent in coordination_at(pool.organisation_id):
        letters.post(
            agent=agent,
            kind=KIND,
            cause=session.cause,
            version=str(pool.pk),
            wording=wording,
            at=at,
            about=session.starts_at,
            expires_at=session.starts_at,
        )


def reword_invitations(session: Session, *, at: datetime) -> None:
    """Seats or dates moved: letters that have not left say what is true now."""
    for pool in opened_pools(session):
        waiting = _letters(pool).filter(state=Letter.State.TO_SEND)
        if waiting.exists():
            wording = emails.opened(session, pool, at=at)
            for language in waiting.order_by().values_list("agent__language", flat=True).distinct():
                said = wording.worded(language)
                theirs = waiting.filter(agent__language=language)
                theirs.update(
                    subject=said.subject, body=said.body, about=said.about, expires_at=session.starts_at
                )


def take_back_invitations(session: Session, *, at: datetime) -> None:
    """What is not open any more is told to nobody: letters of partners without kept seats that have not left."""
    open_to = [pool.organisation_id for pool in opened_pools(session)]
    waiting = letters.not_left(cause=session.cause, at=at).filter(kind=KIND)
    waiting.exclude(agent__organisation__in=open_to).update(state=CANCELLED)


def _letters(pool: Pool) -> QuerySet[Letter]:
    """What this partner was written of this session."""
    return Letter.objects.filter(
        cause=pool.session.cause, kind=KIND, agent__organisation=pool.organisation_id
    )
