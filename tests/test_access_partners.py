"""What an agent of a partner meets once a session keeps a seat for her organisation: that session, nothing else."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Pool, Session
from tests.factories import NOW, SessionFactory
from tests.test_access import ACCESS, ROLES, answer_to, arguments, asked  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db

OPENED = {
    "agenda:session_list": 200,
    "agenda:session_detail": 200,
    "agenda:session_register": 302,
    "agenda:session_withdraw": 302,
    "agenda:session_undo": 302,
    "agenda:session_calendar": 200,
    "agenda:short": 302,
    "agenda:guest_room": 200,
    "agenda:guest_undo": 302,
    "feedback:guest_survey": 302,
    "feedback:guest_thanks": 302,
    "agenda:session_poster": 200,
    "agenda:attendance_sheet": 403,
    "agenda:name_cards": 403,
    "agenda:room": 403,
    "agenda:room_mark": 403,
    "agenda:room_sheet": 403,
    "agenda:room_close": 403,
    "agenda:room_seek": 403,
    "agenda:room_kept": 403,
    "agenda:room_step": 403,
    "agenda:running_order": 403,
    "agenda:projector": 403,
    "agenda:session_leave": 200,
    "agenda:session_enrol": 403,
    "agenda:session_enrol_undo": 403,
    "feedback:survey_mine": 302,
    "feedback:paper": 403,
    "feedback:paper_print": 403,
    "feedback:paper_type": 403,
    "feedback:paper_undo": 403,
    "feedback:echo": 302,
}


@pytest.fixture
def opened(hosted, zoe):
    """Hugo's session, with a seat kept for Zoé's organisation."""
    Pool.objects.create(
        session=hosted,
        kind="organisation",
        organisation=zoe.organisation,
        seats=1,
        releases_on=hosted.starts_at.date() - timedelta(days=1),
    )
    Session.objects.filter(pk=hosted.pk).update(kept=1)
    return hosted


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_a_session_opened_to_a_partner_opens_nothing_else(client, request, opened, zoe, arguments, name):  # noqa: F811
    request.getfixturevalue("alice")
    client.force_login(zoe)
    method, answers = ACCESS[name]

    expected = OPENED.get(name, answers[ROLES.index("zoe")])

    assert answer_to(client, method, name, arguments) == expected


def test_the_pages_of_an_opened_session_name_none_of_our_services(client, opened, bob, zoe):
    operations.register(session=opened, agent=bob, at=NOW)
    client.force_login(zoe)

    pages = [client.get(path).content.decode() for path in ("/programme/", f"/seances/{opened.slug}/", "/")]

    ours = ("Une personne y va", "Système d’information", "Perrin")
    assert [name for name in ours if name in "".join(pages)] == []
    assert all("Ville de Caluire" in page for page in pages[:2])


def test_another_session_of_ours_stays_unseen_beside_the_opened_one(client, opened, zoe):
    other = SessionFactory(title="Rien que pour nous")
    client.force_login(zoe)

    assert other.title not in client.get("/programme/").content.decode()
    assert client.get(f"/seances/{other.slug}/").status_code == 404
