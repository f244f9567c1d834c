"""Held sessions with people and answers, in few words."""

from datetime import timedelta

from essaim.agenda.models import Attendance
from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Invitation
from tests.factories import NOW, AgentFactory, SessionFactory

DAYS = timedelta(days=14)
STANDARD = ("useful", "use", "next")


def sheet_of(**values):
    """Answers by the name of their question, without those not given."""
    return {name: value for name, value in values.items() if value}


def publish(scope, questions, *, by):
    """Put these questions in use."""
    draft = queries.draft_of(scope)
    revision = draft.revision if draft else 0
    draft = operations.save_draft(scope=scope, asked=questions, revision=revision, by=by)
    return operations.put_in_use(scope=scope, revision=draft.revision, at=NOW)


def came(session, *agents):
    """Freeze these people as having attended."""
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            agent=agent,
            person=agent.person,
            day=session.starts_at.date(),
            organisation=agent.organisation,
            organisation_name=agent.organisation.name,
        )
        for agent in agents
    )


def held(people=0, **fields):
    """A closed session and those who attended it."""
    session = SessionFactory(**fields)
    session.closed_at = session.ends_at
    session.save()
    agents = AgentFactory.create_batch(people)
    came(session, *agents)
    return session, agents


def asked(people=0, **fields):
    """A closed session, its open questionnaire, those who were asked."""
    session, agents = held(people, **fields)
    return operations.open_questionnaire(session=session, at=session.closed_at), agents


def answered(sheets, *, silent=0, closed=True, **fields):
    """A questionnaire with these sheets of answers (useful, use, next), closed after its days."""
    questionnaire, agents = asked(len(sheets) + silent, **fields)
    for sheet, agent in zip(sheets, agents, strict=False):
        values = sheet if isinstance(sheet, dict) else sheet_of(**dict(zip(STANDARD, sheet, strict=True)))
        token = queries.token_of(questionnaire, agent)
        operations.answer_all(token=token, values=values, at=questionnaire.opened_at)
    if closed:
        operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
        questionnaire.refresh_from_db()
    return questionnaire


def counted(sheets, **fields):
    """A closed questionnaire with these sheets, without the people who wrote them."""
    session, _ = held(0, **fields)
    questionnaire = operations.open_questionnaire(session=session, at=session.closed_at)
    Invitation.objects.bulk_create(Invitation(questionnaire=questionnaire, has_answered=True) for _ in sheets)
    Answer.objects.bulk_create(
        Answer(questionnaire=questionnaire, useful=useful, use=use, next=next_)
        for useful, use, next_ in sheets
    )
    return operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)


YES = ("yes", "yes", "more")
SOMEWHAT = ("somewhat", "later", "enough")
NO = ("no", "no", "enough")
