"""Who has a seat, who waits, in order."""

from essaim.agenda.models import Registration, Session

State = Registration.State


def roster(session: Session) -> dict[str, list[str]]:
    """Sign-in identifiers: `confirmed` in order of arrival, `waiting` in order of the list.

    Those whose manager was asked stand under `pending`, a key that is there only when somebody is.
    """
    rows = Registration.objects.filter(session=session).order_by("ticket", "pk")

    def logins(state: str) -> list[str]:
        return list(rows.filter(state=state).values_list("agent__login", flat=True))

    lists = {"confirmed": logins(State.CONFIRMED), "waiting": logins(State.WAITING)}
    pending = logins(State.PENDING)
    return lists | {"pending": pending} if pending else lists
