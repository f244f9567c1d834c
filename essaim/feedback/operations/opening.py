"""Opening questionnaires: at the end of a session, and some weeks later."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from essaim.agenda.models import Attendance, Session
from essaim.agenda.queries.nearing import hosts_of
from essaim.feedback import emails, queries, rules
from essaim.feedback.models import Cold, Invitation, Questionnaire
from essaim.letters import operations as letters
from essaim.letters.emails import Draft
from essaim.letters.models import Letter
from essaim.people.models import Agent

HOT, COLD = Questionnaire.Wave.HOT, Questionnaire.Wave.COLD
COLD_DELAY = timedelta(days=14)
"""A worker that slept, or a setting turned on late, asks at most so long after the day."""


@transaction.atomic
def open_questionnaire(*, session: Session, at: datetime, wave: str = HOT) -> Questionnaire:
    """Ask everybody who attended, once: an invitation and a letter each. Opening twice is harmless.

    The version in use at this moment, or on the sheets already printed, stays with the questionnaire, whatever
    is edited afterwards.
    """
    questionnaire, is_new = Questionnaire.objects.get_or_create(
        session=session,
        wave=wave,
        defaults={
            "opened_at": at,
            "closes_at": at + timedelta(days=session.programme.survey_days),
            "secret": secrets.token_hex(32),
            "version": queries.version_to_ask(session, wave),
        },
    )
    if is_new:
        wording = _worded(questionnaire, session)
        came = Agent.objects.filter(attendances__session=session).select_related("organisation")
        for agent in came.order_by("pk"):
            _invite(questionnaire, agent, wording, at=at)
    return questionnaire


@transaction.atomic
def invite(*, session: Session, agent: Agent, at: datetime) -> Invitation | None:
    """Ask somebody whose presence was noted late, as long as the questionnaire is open."""
    rows = Questionnaire.objects.select_for_update(of=("self",)).filter(session=session, wave=HOT)
    questionnaire = rows.select_related("version").first()
    if questionnaire is None or not rules.is_open(questionnaire, at):
        return None
    return _invite(questionnaire, agent, _worded(questionnaire, session), at=at)


def open_cold_questionnaires(at: datetime) -> int:
    """Ask, once, those who attended a session so many days ago, in formats that want to know; how many sessions."""
    opened = 0
    for cold in Cold.objects.order_by("pk"):
        last = at - timedelta(days=cold.days)
        due = Session.objects.filter(
            format_id=cold.format_id, closed_at__lte=last, closed_at__gt=last - COLD_DELAY
        )
        for session in due.exclude(questionnaires__wave=COLD).order_by("closed_at", "pk"):
            open_questionnaire(session=session, at=at, wave=COLD)
            opened += 1
    return opened


def _worded(questionnaire: Questionnaire, session: Session) -> Draft:
    asked = rules.asked_by(questionnaire)
    if questionnaire.wave == COLD:
        return emails.cold(session, questionnaire.closes_at, asked)
    came = Attendance.objects.filter(session=session).count()
    return emails.survey(session, questionnaire.closes_at, asked, came=came, hosts=hosts_of(session))


def _invite(questionnaire: Questionnaire, agent: Agent, wording: Draft, *, at: datetime) -> Invitation:
    """The letter that follows a session has the second of the two places; the question of weeks later has none."""
    invitation, _is_new = Invitation.objects.get_or_create(questionnaire=questionnaire, agent=agent)
    path = reverse("feedback:survey", args=[queries.token_of(questionnaire, agent)])
    letters.post(
        agent=agent,
        kind=Letter.Kind.SURVEY,
        cause=questionnaire.cause,
        wording=wording.leading_to(path),
        at=at,
        expires_at=questionnaire.closes_at,
        occasion=None if questionnaire.wave == COLD else "",
    )
    return invitation
