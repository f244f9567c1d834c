"""The accounts that a visitor of the demonstration may borrow, all with one password."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from essaim.people.models import Agent

PASSWORD = "essaim-demo"  # noqa: S105 -- printed on the sign-in page of every demo


@dataclass(frozen=True)
class Account:
    """A login, the colleague who lends it, and what can be seen through it."""

    login: str
    key: str
    role: str


ACCOUNTS: tuple[Account, ...] = (
    Account("agent", "benali", "Nadia Benali, agente d’accueil : s’inscrire, suivre, donner son avis"),
    Account("animatrice", "roux", "Inès Roux, CCAS : ouvrir une salle, noter les présences, terminer"),
    Account("responsable", "marchand", "Hélène Marchand, responsable de l’accueil et de l’état civil"),
    Account("coordinatrice", "morel", "Claire Morel, coordonne TRUC² : programme, import, impact"),
    Account("administratrice", "laurent", "Sophie Laurent, administre l’organisation : réglages, personnes"),
)
NEIGHBOUR = Account(
    "voisine", "caron", "Mathilde Caron, soignante à l’hôpital voisin : une autre organisation"
)


def shared_hash() -> str:
    """The hash of the one password, computed once: it is made to be slow."""
    return make_password(PASSWORD)


def lend(agent: Agent, *, login: str, password: str, **rights: bool) -> None:
    """Give an agent the login of a demo account, and the rights of its role."""
    agent.login, agent.password = login, password
    for name, value in rights.items():
        setattr(agent, name, value)
    agent.save(update_fields=["login", "password", *rights])
