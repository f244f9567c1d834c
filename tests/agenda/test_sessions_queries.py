"""Reading sessions for agents: what comes back, in which order."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration, Sitting
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.codes import session_of_code
from essaim.agenda.queries.sessions import Colleagues, Filters, HostName
from essaim.people.models import Site
from tests.conftest import person
from tests.factories import NOW, FormatFactory, OrganisationFactory, ProgrammeFactory, SessionFactory


def titles(sessions) -> list[str]:
    return [session.title for session in sessions.order_by("starts_at", "pk")]


def found(agent, **filters) -> list[str]:
    upcoming = queries.upcoming_sessions(agent, at=NOW)
    return titles(queries.narrowed(upcoming, Filters(**filters), agent=agent, at=NOW))


def test_upcoming_sessions_are_published_here_and_not_over(bob):
    SessionFactory(title="En cours", starts_at=NOW - timedelta(hours=1))
    SessionFactory(title="À venir")
    SessionFactory(title="Passée", starts_at=NOW - timedelta(days=1))
    SessionFactory(title="Terminée", closed_at=NOW)
    SessionFactory(title="Brouillon", published_at=None)
    elsewhere = ProgrammeFactory(slug="ix", organisation=OrganisationFactory(slug="hopital"))
    SessionFactory(title="Voisine", format=FormatFactory(programme=elsewhere))

    assert titles(queries.upcoming_sessions(bob, at=NOW)) == ["En cours", "À venir"]


def test_upcoming_sessions_leave_drafts_and_neighbours_out_even_for_those_who_see_them(alice, root):
    SessionFactory(title="Brouillon", published_at=None)
    elsewhere = ProgrammeFactory(slug="ix", organisation=OrganisationFactory(slug="hopital"))
    SessionFactory(title="Voisine", format=FormatFactory(programme=elsewhere))

    assert [titles(queries.upcoming_sessions(agent, at=NOW)) for agent in (alice, root)] == [[], []]


def test_line_keys_tell_what_is_cancelled(bob):
    SessionFactory(cancelled_at=NOW, cancel_reason="Grève")
    SessionFactory()

    keys = queries.line_keys(queries.upcoming_sessions(bob, at=NOW), bob)

    assert [key.cancelled_at for key in keys] == [NOW, None]


def test_line_keys_come_soonest_first(bob):
    later = SessionFactory(starts_at=NOW + timedelta(days=9), version=4)
    sooner = SessionFactory(starts_at=NOW + timedelta(days=2))

    keys = queries.line_keys(queries.upcoming_sessions(bob, at=NOW), bob)

    assert [(key.pk, key.version) for key in keys] == [(sooner.pk, 1), (later.pk, 4)]


def test_narrowed_keeps_a_session_as_soon_as_one_of_its_dates_fits(bob):
    session = SessionFactory(title="Deux dates", starts_at=NOW + timedelta(days=1))
    late = NOW + timedelta(days=40)
    Sitting.objects.create(session=session, starts_at=late, ends_at=late + timedelta(minutes=45))

    assert [found(bob, when=when) for when in ("2030-02", "2030-03", "2030-04")] == [
        ["Deux dates"],
        ["Deux dates"],
        [],
    ]
    assert [found(bob, length=length) for length in (queries.SHORT, queries.MEDIUM, queries.LONG)] == [
        ["Deux dates"],
        ["Deux dates"],
        [],
    ]


def test_narrowed_separates_remote_dates_from_places(bob):
    site = Site.objects.create(organisation=bob.organisation, name="Médiathèque")
    SessionFactory(title="Sur place")
    SessionFactory(title="À distance")
    Sitting.objects.filter(session__title="Sur place").update(site=site, link="https://visio.example/2")
    Sitting.objects.filter(session__title="À distance").update(link="https://visio.example/1")

    assert found(bob, where=queries.REMOTE) == ["À distance"]
    assert found(bob, where=str(site.pk)) == ["Sur place"]
    assert queries.sites_of(queries.upcoming_sessions(bob, at=NOW)) == [site]


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (queries.THIS_WEEK, "2030-01-28", "2030-02-04"),
        (queries.NEXT_WEEK, "2030-02-04", "2030-02-11"),
        ("2030-12", "2030-12-01", "2031-01-01"),
    ],
)
def test_period_of_runs_from_midnight_to_midnight(bob, when, first, last):
    start, end = queries.period_of(when, at=NOW, agent=bob)

    assert [f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"] == [f"{first} 00:00", f"{last} 00:00"]


def test_registrations_of_gives_ranks_and_the_last_reason(bob, maya, hugo):
    session = SessionFactory(seats=1)
    for agent in (hugo, maya, bob):
        operations.register(session=session, agent=agent, at=NOW)

    operations.withdraw(session=session, agent=maya, at=NOW)

    mine = [queries.registrations_of(agent, after=NOW)[session.pk] for agent in (hugo, maya, bob)]

    assert [(row.state, queries.rank_of(row), queries.last_reason_of(row)) for row in mine] == [
        ("confirmed", None, ""),
        ("withdrawn", None, "own_wish"),
        ("waiting", 1, ""),
    ]


def test_people_of_names_hosts_in_order_and_counts_services(hosted, hugo, bob, maya):
    Host.objects.create(session=hosted, speaker="Inès Roux")
    twin = person("twin", "Perrin", "Espaces verts")
    twin.unit = bob.unit
    twin.save()
    for agent in (bob, twin, maya):
        operations.register(session=hosted, agent=agent, at=NOW)

    hosts, colleagues = queries.people_of(hosted)

    assert hosts == [
        HostName(hugo.pk, "Hugo Haddad", "Système d’information"),
        HostName(None, "Inès Roux", ""),
    ]
    assert colleagues == [Colleagues("Accueil", 2), Colleagues("Direction de l’accueil", 1)]


def test_standing_of_finds_what_overlaps_date_by_date(bob):
    session = SessionFactory(starts_at=NOW + timedelta(days=1))
    week_later = session.starts_at + timedelta(days=7)
    Sitting.objects.create(session=session, starts_at=week_later, ends_at=week_later + timedelta(hours=2))
    session.ends_at = week_later + timedelta(hours=2)
    session.save()
    between = SessionFactory(starts_at=NOW + timedelta(days=3))
    second_date = SessionFactory(starts_at=week_later + timedelta(hours=1))
    given_back = SessionFactory(starts_at=week_later)
    just_after = SessionFactory(starts_at=week_later + timedelta(hours=2))
    for other in (between, second_date, given_back, just_after):
        operations.register(session=other, agent=bob, at=NOW)
    operations.withdraw(session=given_back, agent=bob, at=NOW)

    standing = queries.standing_of(bob, session)

    assert standing.registration is None
    dates = list(session.sittings.order_by("starts_at", "pk"))
    assert queries.meeting_at_the_same_hours(standing.others, dates) == [second_date]


def test_standing_of_carries_the_own_registration(bob):
    session = SessionFactory()
    operations.register(session=session, agent=bob, at=NOW)

    standing = queries.standing_of(bob, session)

    assert standing.registration == Registration.objects.get()
    assert standing.others == []


def test_session_of_code_forgives_case_and_dash_but_not_walls(bob, zoe, hosted):
    found = [session_of_code(code, viewer=bob) for code in ("tcd-48", "TCD48", "TCD4")]
    assert found == [hosted, hosted, None]
    assert session_of_code("TCD48", viewer=zoe) is None
