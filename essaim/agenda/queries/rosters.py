"""Who has a seat, who waits, in order."""

from essaim.agenda.models import Registration, Session

State = Registration.State


def roster(session: Session) -> dict[str, list[str]]:
    """Sign-in identifiers: `confirmed` in order of arrival, `waiting` in order of the list."""
    rows = Registration.objects.filter(session=session).order_by("ticket", "pk")

    def logins(state: str) -> list[str]:
        return list(rows.filter(state=state).values_list("agent__login", flat=True))

    return {"confirmed": logins(State.CONFIRMED), "waiting": logins(State.WAITING)}
