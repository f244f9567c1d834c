"""Every write of certificates: they are issued, replaced, cancelled, never rewritten."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product

from django.db import transaction

from essaim.agenda.models import Session
from essaim.agenda.operations.sessions import CODE_SIGNS
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.recognition import emails, queries
from essaim.recognition.models import CODE_LENGTH, Certificate
from essaim.ui.words import gettext as _

Kind, State = Certificate.Kind, Certificate.State
AT_ONCE = 50
STILL_NEWS = timedelta(days=30)
"""Certificates of sessions over for longer are given without a word: nobody waits for them."""
ready = emails.ready_paragraph
MOST_PREPARATION = 40 * 60


def new_code() -> str:
    """One among 30 to the twelfth: nobody finds one by trying."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


@transaction.atomic
def bring_up_to_date(*, session: Session, at: datetime, only: Agent | None = None) -> int:
    """Make the certificates of a closed session say what its presences and hosts say; how many were issued.

    One that still says it stays, with its code. One that says something else is replaced, one that nothing supports
    any more is cancelled. Called again it changes nothing.
    """
    session = _held(session)
    if session.closed_at is None:
        return 0
    standing = Certificate.objects.filter(session=session, state=State.VALID)
    if only is not None:
        standing = standing.filter(person=only.person)
    before = {(one.person, one.kind): one for one in standing.order_by("pk")}
    to_issue, replaced = [], []
    for true in queries.true_certificates(session, only=only):
        old = before.pop((true.person, true.kind), None)
        if old is not None and old.halves == true.halves:
            continue
        if old is not None:
            true.preparation_minutes = old.preparation_minutes
            replaced.append(old)
        to_issue.append(true)
    _end(replaced, State.REPLACED, at=at)
    _end(before.values(), State.CANCELLED, at=at)
    _untell(session, replaced=replaced, cancelled=before.values(), at=at)
    issued = _issue(to_issue, at=at)
    if session.closed_at + STILL_NEWS > at:
        _tell(session, issued, at=at)
    return len(issued)


def _held(session: Session) -> Session:
    """The session, which nobody else corrects meanwhile."""
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("programme__organisation", "format").get(pk=session.pk)


def _end(certificates: Iterable[Certificate], state: str, *, at: datetime) -> None:
    ended = [one.pk for one in certificates]
    if ended:
        Certificate.objects.filter(pk__in=ended).update(state=state, ended_at=at)


def _issue(certificates: list[Certificate], *, at: datetime) -> list[Certificate]:
    for one in certificates:
        one.code, one.issued_at = new_code(), at
    return Certificate.objects.bulk_create(certificates)


def _untell(
    session: Session, *, replaced: Iterable[Certificate], cancelled: Iterable[Certificate], at: datetime
) -> None:
    """What ended before it was told is not told."""
    cause = session.cause
    for one in (*replaced, *cancelled):
        if one.agent is not None:
            letters.cancel(cause=cause, at=at, agent=one.agent, kinds=[Letter.Kind.CERTIFICATE])
    for one in cancelled:
        if one.agent is not None:
            letters.unsay(cause=cause, agent=one.agent, kind=Letter.Kind.SURVEY, write=ready)


def _tell(session: Session, issued: list[Certificate], *, at: datetime) -> None:
    """In the letter of thanks as long as it has not left, else in one of its own, which says that it is corrected."""
    came = [one.agent for one in issued if one.agent and one.kind == Kind.ATTENDANCE]
    told = letters.conclude(cause=session.cause, kind=Letter.Kind.SURVEY, agents=came, write=ready)
    ended = Certificate.objects.filter(session=session, person__in=[one.person for one in issued])
    before = set(ended.exclude(state=State.VALID).order_by("pk").values_list("person", "kind"))
    for kind, is_corrected in product(Kind, (False, True)):
        agents = [
            one.agent
            for one in issued
            if one.agent and one.kind == kind and ((one.person, one.kind) in before) == is_corrected
        ]
        letters.post_each(
            agents=[agent for agent in agents if kind == Kind.HOSTING or agent.pk not in told],
            kind=Letter.Kind.CERTIFICATE,
            cause=session.cause,
            version=f"{kind}:{at.isoformat()}",
            wording=emails.certificate(session, kind, is_corrected=is_corrected),
            at=at,
            occasion=None if is_corrected else "",
        )


@transaction.atomic
def tell_preparation(*, certificate: Certificate, minutes: int, at: datetime) -> Certificate:
    """Write how long the host prepared on a new certificate, which replaces the one before."""
    if not 0 <= minutes <= MOST_PREPARATION:
        raise Refused(_("Le temps de préparation va de 0 à 40 heures."))
    _held(certificate.session)
    old = Certificate.objects.get(pk=certificate.pk)
    if not old.is_valid:
        raise Refused(_("Cette attestation vient d’être remplacée. Voici la nouvelle."))
    if not old.is_hosting:
        raise Refused(_("Seule une attestation d’animation compte la préparation."))
    if old.preparation_minutes == minutes:
        return old
    _end([old], State.REPLACED, at=at)
    new = Certificate.objects.get(pk=old.pk)
    new.pk, new.state, new.ended_at, new.preparation_minutes = None, State.VALID, None, minutes
    return _issue([new], at=at)[0]


def issue_what_is_missing(at: datetime) -> int:
    """Some sessions at a time; how many certificates they gave."""
    return sum(
        bring_up_to_date(session=session, at=at) for session in list(queries.sessions_without(AT_ONCE))
    )
