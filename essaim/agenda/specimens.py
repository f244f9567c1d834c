"""The card, the line and the roll of a session in each of their states, for the page of components."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from essaim.agenda.models import Move, Registration, Session, Sitting, Step
from essaim.agenda.queries.cards import CardState, hosting_card, state_of
from essaim.agenda.queries.projecting import Arrivals
from essaim.agenda.queries.room import RollRow
from essaim.agenda.queries.running import RunningOrder
from essaim.agenda.views.details import SHOWS_SEATS, facts_of
from essaim.agenda.views.lines import moves_of
from essaim.people.models import Organisation
from essaim.programmes.models import Format, Programme
from essaim.ui.specimens import Specimen, specimens
from essaim.ui.words import gettext as _
from essaim.ui.words import gettext_lazy

State = Registration.State
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
RANK = 2


def session_at(starts_at: datetime, **fields: Any) -> Session:
    """A session that is nowhere kept."""
    programme = Programme(organisation=Organisation(name="Ville", slug="ville"))
    usual = {"title": _("Tableaux croisés"), "slug": "specimen", "code": "TCD48", "seats": 12, "taken": 5}
    times = {"starts_at": starts_at, "ends_at": starts_at + 2 * HOUR, "published_at": starts_at - 8 * WEEK}
    return Session(programme=programme, **(usual | times | fields))


def standing(state: str, at: datetime, **fields: Any) -> Registration:
    return Registration(state=state, ticket=1, registered_at=at, changed_at=at, **fields)


def every_state(at: datetime) -> Iterator[tuple[str, Session, CardState]]:
    """Each state with its name, the session and what the card says."""
    soon, full = session_at(at + WEEK), session_at(at + WEEK, taken=12, waiting=3)
    yield _("places libres"), soon, state_of(soon, None, at)
    few = session_at(at + WEEK, taken=10)
    yield _("dernières places"), few, state_of(few, None, at)
    endless = session_at(at + WEEK, seats=None)
    yield _("sans limite"), endless, state_of(endless, None, at)
    yield _("complet"), full, state_of(full, None, at)
    yield _("en attente"), full, state_of(full, standing(State.WAITING, at), at, rank=RANK)
    offer = standing(State.OFFERED, at, offered_until=at + 9 * HOUR)
    yield _("place proposée"), full, state_of(full, offer, at)
    yield _("accord demandé"), soon, state_of(soon, standing(State.PENDING, at), at)
    yield _("refus"), soon, state_of(soon, standing(State.REFUSED, at), at)
    yield _("place réservée"), soon, state_of(soon, standing(State.CONFIRMED, at), at)
    gone = standing(State.WITHDRAWN, at)
    yield _("désistement"), soon, state_of(soon, gone, at, last_reason=Move.Reason.OWN_WISH)
    if hosting := hosting_card(soon, None, at):
        yield _("animation"), soon, hosting
    yield from shut_states(at)


def shut_states(at: datetime) -> Iterator[tuple[str, Session, CardState]]:
    """When nothing more can be asked."""
    shut = session_at(at + WEEK, registration_closes_at=at - HOUR)
    yield _("inscriptions closes"), shut, state_of(shut, None, at)
    later = session_at(at + 4 * WEEK, registration_opens_at=at + WEEK)
    yield _("inscriptions à venir"), later, state_of(later, None, at)
    off = session_at(at + WEEK, cancelled_at=at, cancel_reason=_("La salle est en travaux"))
    yield _("annulée"), off, state_of(off, None, at)
    over = session_at(at - WEEK, closed_at=at - WEEK + 3 * HOUR)
    yield _("passée"), over, state_of(over, standing(State.CONFIRMED, at), at)


@specimens("10-card", gettext_lazy("Carte d’inscription"))
def cards(at: datetime) -> Iterator[Specimen]:
    for name, session, card in every_state(at):
        yield Specimen(name, "agenda/_card.html", card_context(session, card))
    session = session_at(at + WEEK, taken=4)
    clash = {"conflicts": (facts_of(session_at(at + WEEK, title=_("Publipostage"))),)}
    yield Specimen(
        _("deux séances à la même heure"),
        "agenda/_card.html",
        card_context(session, state_of(session, None, at)) | clash,
    )


def card_context(session: Session, card: CardState) -> dict[str, Any]:
    return {
        "session": facts_of(session, counted=True),
        "card": card,
        "moves": moves_of(session, card),
        "code": "TCD 48",
        "conflicts": (),
        "others": (),
        "is_draft": False,
        "may_answer": card.name == "past",
        "shows_seats": card.name in SHOWS_SEATS,
        "almost_full": session.seats - 1 if session.seats else 0,
    }


@specimens("20-line", gettext_lazy("Ligne d’une séance"), list_css="card card-flush")
def lines(at: datetime) -> Iterator[Specimen]:
    for name, session, card in every_state(at):
        yield Specimen(name, "agenda/_line.html", line_context(session, card))


def line_context(session: Session, card: CardState) -> dict[str, Any]:
    return {
        "session": session,
        "card": card,
        "moves": moves_of(session, card),
        "format": Format(name="Un truc² en +", icon="screen", colour="f1"),
        "sitting": Sitting(starts_at=session.starts_at, ends_at=session.ends_at),
        "place": _("Médiathèque"),
        "hosts": [(_("Samir Haddad"), _("Système d’information"))],
        "other_dates": 0,
        "reason": "",
        "refusal": "",
    }


@specimens("30-roll", gettext_lazy("Qui est là ?"), list_css="card card-flush roll")
def roll(at: datetime) -> Iterator[Specimen]:
    session = session_at(at)
    states = {
        "": _("attendu"),
        "present": _("sur place"),
        "excused": _("excuse"),
        "absent": _("absence"),
    }
    for number, (status, name) in enumerate(states.items()):
        row = RollRow(number, "Awa", "Awa Koné", _("Petite enfance"), status, is_registered=True)
        context = {"row": row, "session": session, "refusal": "", "undo": None}
        yield Specimen(name, "agenda/room_roll.html#row", context)
    walk_in = RollRow(9, "Lucas", "Lucas Perrin", _("Police municipale"), "", is_registered=False)
    refusal = _("Toutes les places sont prises : ajoutez d’abord une place.")
    context = {"row": walk_in, "session": session, "refusal": refusal, "undo": None}
    yield Specimen(_("refus"), "agenda/room_roll.html#row", context)


def steps_at(at: datetime, *spent: int) -> RunningOrder:
    """Three steps; each number says how many minutes ago one began."""
    titles = (_("Tour de table"), _("Votre fichier, votre question"), _("À deux, sur vos fichiers"))
    began = [at - timedelta(minutes=minutes) for minutes in spent]
    steps = [
        Step(
            position=number,
            title=title,
            minutes=20,
            began_at=began[number - 1] if number <= len(began) else None,
        )
        for number, title in enumerate(titles, start=1)
    ]
    return RunningOrder(steps, at)


@specimens("31-order", gettext_lazy("Déroulé dans la salle"))
def running_orders(at: datetime) -> Iterator[Specimen]:
    states = {
        _("pas écrit"): RunningOrder([], at),
        _("pas commencé"): steps_at(at),
        _("en cours"): steps_at(at, 28, 8),
        _("dépassé"): steps_at(at, 60, 32),
        _("dernière étape"): steps_at(at, 60, 32, 5),
    }
    for name, order in states.items():
        context = {
            "session": session_at(at),
            "order": order,
            "order_lines": order.lines(at - HOUR),
        }
        yield Specimen(name, "agenda/_running_order.html", context)


@specimens("32-projector", gettext_lazy("Écran de la salle"))
def projectors(at: datetime) -> Iterator[Specimen]:
    hosts = [_("Samir Haddad")]
    join = {
        "part": "agenda/_projector_join.html",
        "code": "TCD-48",
        "site_address": "truc2.example",
        "code_address": "https://truc2.example/salle/TCD48/",
    }
    arriving, over = session_at(at), session_at(at - 2 * HOUR, closed_at=at)
    yield Specimen(_("arrivées"), "agenda/_projector_part.html", join | {"session": arriving, "hosts": hosts})
    yield Specimen(_("fin"), "agenda/_projector_part.html", join | {"session": over, "hosts": hosts})
    finances = (_("Finances"), 3)
    for name, arrivals in {
        _("personne"): Arrivals(0, 0, [], 0),
        _("trop peu pour dire d’où"): Arrivals(2, 2, [], 2),
        _("de plusieurs services"): Arrivals(7, 4, [finances], 4),
    }.items():
        yield Specimen(
            name, "agenda/_projector_part.html", {"part": "agenda/_projector_hive.html", "arrivals": arrivals}
        )
