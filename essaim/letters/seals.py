"""Which letters somebody else may read: each kind is open to those who run the programme, or sealed.

Sealed: what lets its reader act in somebody's name (ways in, approvals, questionnaires), and what is said to one
person about others. Those who run the programme see that such a letter exists, for whom, and whether it left; never
what it says. A kind that stands in neither set is treated as sealed, and fails a test.
"""

from essaim.letters.models import Letter

Kind = Letter.Kind

SEALED: frozenset[str] = frozenset(
    {
        Kind.SIGN_IN_LINK,
        Kind.PASSWORD,
        Kind.APPROVAL_ASKED,
        Kind.APPROVAL_REMINDER,
        Kind.SURVEY,
        Kind.SURVEY_REMINDER,
        Kind.TEAM_DIGEST,
        Kind.CONFLICT,
        Kind.COORDINATOR_WEEK,
    }
)
OPEN: frozenset[str] = frozenset(
    {
        Kind.CONFIRMED,
        Kind.WAITING,
        Kind.OFFERED,
        Kind.OFFER_ENDED,
        Kind.WITHDRAWN,
        Kind.CANCELLED,
        Kind.MOVED,
        Kind.TOPIC_PROPOSED,
        Kind.TOPIC_ASKED,
        Kind.TOPIC_ANSWERED,
        Kind.TOPIC_PUBLISHED,
        Kind.TOPIC_DECLINED,
        Kind.TOPIC_REOPENED,
        Kind.ANOTHER_DATE,
        Kind.INVITATION,
        Kind.CHANGED,
        Kind.HOSTING,
        Kind.PENDING,
        Kind.REFUSED,
        Kind.PARTNERSHIP,
        Kind.OPENED,
        Kind.FILE_REFUSED,
        Kind.WEEK_BEFORE,
        Kind.DAY_BEFORE,
        Kind.HOST_BRIEF,
        Kind.CERTIFICATE,
        Kind.PROGRAMME_WEEK,
        Kind.NOTE,
    }
)
UNTOLD: frozenset[str] = frozenset({Kind.SURVEY_REMINDER})
"""Of these not even the existence is shown: they go to those who have not answered, and would say who has."""


def is_open(kind: str) -> bool:
    """Whether those who run the programme may read letters of this kind."""
    return kind in OPEN
