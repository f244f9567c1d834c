"""The room for those who come: one's name picked in its list gives presence and the questionnaire, nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda import rules
from essaim.agenda.models import Session
from essaim.agenda.operations.guests import Noted, say_here, take_here_back
from essaim.agenda.queries import guests as queries
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.projecting import arrivals_of, host_names
from essaim.agenda.queries.room import halves_of_session, readable_code
from essaim.agenda.queries.running import running_order_of
from essaim.agenda.rules import Half
from essaim.agenda.views.codes import ROOMS, of_code
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people import ladder
from essaim.people.ladder import Action, Rung
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

SALT, PICK_LIFE = "agenda.guest", timedelta(hours=1)
"""A name can be picked for so long after it was found, and only when it was found."""
MOST_ROOMS, LONGEST_NAME = 5, 60


@dataclass(frozen=True)
class Picked:
    """Whose name was picked from this browser, for which half-day, and what that changed."""

    agent_id: int
    half: tuple[int, int] = (0, 0)
    noted_at: str = ""
    before: str = ""

    @classmethod
    def read(cls, request: HttpRequest, session: Session) -> Self | None:
        kept = request.session.get(ROOMS, {}).get(str(session.pk))
        return cls(kept[0], (kept[1], kept[2]), kept[3], kept[4]) if kept else None

    def keep(self, request: HttpRequest, session: Session, *, at: datetime) -> None:
        """In the browser's own session, which ends with the room unless somebody is signed in."""
        rooms = request.session.get(ROOMS, {}) | {
            str(session.pk): [self.agent_id, *self.half, self.noted_at, self.before]
        }
        request.session[ROOMS] = dict(list(rooms.items())[-MOST_ROOMS:])
        if not request.user.is_authenticated:
            request.session.set_expiry(session.ends_at + rules.OPINIONS_AFTER - at)

    @property
    def noted(self) -> Noted:
        return Noted(datetime.fromisoformat(self.noted_at) if self.noted_at else None, self.before)


def picked_agent(request: HttpRequest, session: Session) -> Agent | None:
    """Whose name was picked here, as long as the list has it."""
    picked = Picked.read(request, session)
    return queries.guest_of(session, picked.agent_id) if picked else None


def rung_here(request: HttpRequest) -> Rung:
    """In a room whoever is not signed in stands on the rung of its code."""
    rung = ladder.rung_of(request)
    return Rung.CODE if rung == Rung.NOBODY else rung


@require_http_methods(["GET", "HEAD", "POST"])
@of_code
def guest_room(request: HttpRequest, session: Session) -> HttpResponse:
    """One card that changes: « je suis là », the session, my opinion."""
    at = clock.now()
    halves = halves_of_session(session)
    half = None if session.closed_at else rules.arriving_half(halves, at)
    if half is None and "vu" in request.GET:  # the page that was kept open
        here = reverse("agenda:guest_room", args=[session.code])
        return HttpResponse(status=204, headers={"HX-Redirect": here})
    if session.cancelled_at or (half is None and not rules.takes_opinions(session, halves, at)):
        return shut(request, session, halves, at=at)
    ladder.require(rung_here(request), Action.BE_PRESENT if half else Action.ANSWER)
    if request.method == "POST":
        return told(request, session, half, at=at)
    return arrival(request, session, half, at=at) if half else to_opinion(request, session)


def arrival(request: HttpRequest, session: Session, half: Half, *, at: datetime) -> HttpResponse:
    """The names, « je suis là » of whoever is known here, or that the presence is noted."""
    if "vu" in request.GET:
        return news(request, session, half, at=at)
    agent = None if "autre" in request.GET else who(request, session)
    if agent is None:
        return names_page(request, session, half)
    here = queries.is_here(half, agent)
    page = present_context(request, session, half, at=at) if here else {"sign": sign(session, agent)}
    template = "agenda/guest_present.html" if here else "agenda/guest_hello.html"
    said = {"first_name": queries.first_name_of(agent)}
    return render(request, template, room_context(session, half) | page | said)


def shut(request: HttpRequest, session: Session, halves: list[Half], *, at: datetime) -> HttpResponse:
    """Too early, between two half-days, or too late: when it opens, and the ways on."""
    later = [] if session.closed_at or session.cancelled_at else [h for h in halves if h.starts_at > at]
    opens_at = later[0].starts_at - rules.ARRIVES_BEFORE if later else None
    context = {"session": session, "code": readable_code(session), "opens_at": opens_at}
    return render(request, "agenda/guest_shut.html", context)


def who(request: HttpRequest, session: Session) -> Agent | None:
    """Whose name was picked from this browser, else who is signed in and on the list."""
    picked = picked_agent(request, session)
    if picked or not request.user.is_authenticated:
        return picked
    return queries.guest_of(session, request.user.pk)


def to_opinion(request: HttpRequest, session: Session) -> HttpResponse:
    """One's own questionnaire: as oneself when signed in, else under the name picked here."""
    if "autre" not in request.GET:
        agent = who(request, session)
        if agent and agent == request.user:
            return redirect("feedback:survey_mine", session.slug)
        if agent:
            return redirect("feedback:guest_survey", session.code)
    return names_page(request, session, None)


def room_context(session: Session, half: Half | None) -> dict[str, Any]:
    return {
        "session": session,
        "half": half,
        "place": place_of(half.sitting) if half else "",
        "hosts": host_names(session),
    }


def names_page(
    request: HttpRequest,
    session: Session,
    half: Half | None,
    *,
    text: str = "",
    found: queries.Guests | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The field for a piece of one's name, and the names that begin like it."""
    page = {
        "text": text,
        "looked": found is not None,
        "too_many": found is not None and found.too_many,
        "names": [(sign(session, guest.agent), guest.shown) for guest in found.found] if found else [],
        "refusal": refusal,
    }
    return render(request, "agenda/guest_names.html", room_context(session, half) | page, status=status)


def sign(session: Session, agent: Agent) -> str:
    return signing.dumps([session.pk, agent.pk], salt=SALT)


def told(request: HttpRequest, session: Session, half: Half | None, *, at: datetime) -> HttpResponse:
    """A piece of a name to look for, or the name that was picked."""
    if "qui" in request.POST:
        return pick(request, session, half, at=at)
    text = request.POST.get("nom", "").replace("\x00", "")[:LONGEST_NAME].strip()
    if not ratelimit.consume(request, app="allauth.account", action="room_names", key=session.code):
        refusal = _("Beaucoup de monde cherche son nom en même temps. Réessayez dans une minute.")
        return names_page(request, session, half, text=text, refusal=refusal, status=429)
    if len(text) < queries.FEWEST_LETTERS:
        refusal = _("Écrivez au moins les deux premières lettres de votre nom ou de votre prénom.")
        return names_page(request, session, half, text=text, refusal=refusal)
    return names_page(request, session, half, text=text, found=queries.guests_named(session, text))


def pick(request: HttpRequest, session: Session, half: Half | None, *, at: datetime) -> HttpResponse:
    """Note the presence of that name, or remember it for the questionnaire."""
    refusal = _("Cette liste est ancienne : cherchez votre nom de nouveau.")
    agent = None
    try:
        of, pk = signing.loads(request.POST["qui"], salt=SALT, max_age=PICK_LIFE)
        agent = queries.guest_of(session, pk) if of == session.pk else None
    except signing.BadSignature:
        pass
    if agent is None:
        return names_page(request, session, half, refusal=refusal)
    if half is None:
        Picked(agent.pk).keep(request, session, at=at)
        return redirect("feedback:guest_survey", session.code)
    try:
        noted = say_here(half=half, agent=agent, at=at)
    except Refused as refused:
        return names_page(request, session, half, refusal=str(refused))
    noted_at = noted.at.isoformat() if noted.at else ""
    Picked(agent.pk, half.key, noted_at, noted.before).keep(request, session, at=at)
    return redirect("agenda:guest_room", session.code)


def present_context(request: HttpRequest, session: Session, half: Half, *, at: datetime) -> dict[str, Any]:
    picked = Picked.read(request, session)
    is_own = picked is not None and picked.half == half.key
    return live_context(session, half, at=at) | {
        "arrivals": arrivals_of(session, half),
        "may_undo": is_own and picked is not None and picked.noted_at != "",
        "was_here": is_own and picked is not None and picked.noted_at == "",
    }


def live_context(session: Session, half: Half, *, at: datetime) -> dict[str, Any]:
    order = running_order_of(session, at=at)
    return {
        "session": session,
        "order": order,
        "order_lines": order.lines(half.starts_at),
        "seen": order.current.position if order.current else 0,
    }


def news(request: HttpRequest, session: Session, half: Half, *, at: datetime) -> HttpResponse:
    """The step of the moment, if it has changed since the browser looked."""
    context = live_context(session, half, at=at)
    if request.GET["vu"] == str(context["seen"]):
        return HttpResponse(status=204)
    return render(request, "agenda/guest_present.html#live", context)


@require_POST
@of_code
def guest_undo(request: HttpRequest, session: Session) -> HttpResponse:
    """« C’était une erreur »: only what was noted from this browser, as long as nobody noted anything since."""
    picked = Picked.read(request, session)
    agent = picked_agent(request, session)
    half = next((h for h in halves_of_session(session) if picked and h.key == picked.half), None)
    if picked and agent and half:
        try:
            take_here_back(half=half, agent=agent, noted=picked.noted)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            del request.session[ROOMS][str(session.pk)]
            request.session.modified = True
            messages.success(request, _("C’est annulé : rien n’est noté sous ce nom."))
    return redirect(f"{reverse('agenda:guest_room', args=[session.code])}?autre=1")
