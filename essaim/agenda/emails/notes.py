"""What a coordinator writes by hand to the people of a session."""

from essaim.agenda.emails.parts import in_its_words, when_and_where
from essaim.agenda.models import Session
from essaim.letters.emails import Wording
from essaim.people.models import Agent


@in_its_words
def note(session: Session, by: Agent, subject: str, text: str) -> Wording:
    """The person's own words, then the dates and the place, which add themselves."""
    return Wording(
        subject,
        "\n\n".join([*([text] if text else []), when_and_where(session)]),
        programme=session.programme,
        about={"by": by.full_name},
    )
