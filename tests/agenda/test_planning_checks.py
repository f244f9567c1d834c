"""What stops or warns a coordinator: a change by somebody else, a room or a host taken twice, figures too large."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.agenda.models import Host, Session, Sitting
from essaim.agenda.operations import EditedMeanwhile, edit_session, publish, register, resize
from essaim.agenda.operations.replacing import replace_host, undo_replacement
from essaim.agenda.queries.replacements import colleagues_who_can_host
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Site
from essaim.people.operations.teams import note_leave
from tests.agenda.reading import address, text_of
from tests.agenda.test_planning_pages import a_plan, sent_by_the_edit_page
from tests.factories import NOW, AgentFactory, FormatFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
DAY = timedelta(days=1)


def plan(client, **changes):
    return client.post(reverse("agenda:manage_new"), a_plan(**changes))


def save(client, session, sent):
    return client.post(address("manage_edit", session), sent)


# Two coordinators -----------------------------------------------------------------------------------------


def meanwhile(session, by, **fields):
    edit_session(session=Session.objects.get(pk=session.pk), at=NOW, by=by, **fields)


def test_the_second_save_sees_both_side_by_side_and_loses_nothing(piloting, hosted, ada):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Mon titre", "promise": "Ma promesse"}
    meanwhile(hosted, ada, title="Son titre")

    html = save(piloting, hosted, sent).content.decode()

    hosted.refresh_from_db()
    assert hosted.title == "Son titre"
    assert all(words in html for words in ("Mon titre", "Son titre", "Ma promesse", "Ada Girard"))
    assert html.count('name="choix-') == 2


@pytest.mark.parametrize(("keep", "title"), [("mine", "Mon titre"), ("theirs", "Son titre")])
def test_each_field_is_kept_or_taken(piloting, hosted, ada, keep, title):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Mon titre", "promise": "Ma promesse"}
    meanwhile(hosted, ada, title="Son titre")
    page = save(piloting, hosted, sent).context["meanwhile"][0]
    choice = f"mine:{page.mark}" if keep == "mine" else "theirs"

    save(piloting, hosted, sent | {"choix-title": choice})

    hosted.refresh_from_db()
    assert (hosted.title, hosted.promise) == (title, "Ma promesse")


def test_a_third_change_asks_again(piloting, hosted, ada):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Mon titre"}
    meanwhile(hosted, ada, title="Son titre")
    mark = save(piloting, hosted, sent).context["meanwhile"][0].mark
    meanwhile(hosted, ada, title="Encore un autre")

    page = save(piloting, hosted, sent | {"choix-title": f"mine:{mark}"})

    assert [field.theirs for field in page.context["meanwhile"]] == ["Encore un autre"]


def test_dates_and_hosts_of_the_other_are_taken(piloting, hosted, ada, bob):
    sent = sent_by_the_edit_page(piloting, hosted) | {"dates-0-starts": "08:00"}
    theirs = hosted.sittings.get()
    meanwhile(hosted, ada, hosts=[bob])
    Sitting.objects.filter(pk=theirs.pk).update(room="Salle bleue")

    save(piloting, hosted, sent | {"choix-dates": "theirs", "choix-hosts": "theirs"})

    assert (hosted.sittings.get().starts_at, hosted.sittings.get().room) == (theirs.starts_at, "Salle bleue")
    assert hosted.hosts.get().agent == bob


def test_the_same_change_twice_is_no_conflict(piloting, hosted, ada):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Le même"}
    meanwhile(hosted, ada, title="Le même")

    assert save(piloting, hosted, sent).status_code == 302


def test_a_registration_meanwhile_is_no_conflict(piloting, hosted, bob):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Mon titre"}
    register(session=hosted, agent=bob, at=NOW)

    assert save(piloting, hosted, sent).status_code == 302


def test_a_change_between_reading_and_writing_is_refused(hosted, ada, alice):
    read = Session.objects.get(pk=hosted.pk)
    meanwhile(hosted, ada, title="Son titre")

    with pytest.raises(EditedMeanwhile):
        edit_session(session=read, at=NOW, by=alice, title="X", unless_edited_since=read.edited_at)


# Doubts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def room(alice):
    """A session in the blue room on the morning of `a_plan`."""
    site = Site.objects.create(organisation=alice.organisation, name="Médiathèque")
    other = SessionFactory(title="Publipostage")
    start = NOW.replace(month=3, day=12, hour=8)
    other.sittings.update(site=site, room="Salle bleue", starts_at=start, ends_at=start + timedelta(hours=1))
    return site


def test_a_room_taken_twice_warns_with_a_link_and_may_be_kept_on_purpose(piloting, room):
    place = {"dates-0-site": room.pk, "dates-0-room": "salle Bleue"}

    page = plan(piloting, **place)
    kept_back = Session.objects.filter(title="Ranger ses mails").count()
    doubt = page.context["doubts"][0]
    plan(piloting, voulu=doubt.key, **place)

    assert "est déjà prise par « Publipostage »" in text_of(page)
    assert f"/seances/{doubt.slug}/" in page.content.decode()
    assert 'value="Ranger ses mails"' in page.content.decode()
    assert (kept_back, Session.objects.filter(title="Ranger ses mails").count()) == (0, 1)


def test_another_room_or_another_hour_warns_of_nothing(piloting, room):
    plan(piloting, **{"dates-0-site": room.pk, "dates-0-room": "Salle verte"})
    plan(piloting, **{"dates-0-site": room.pk, "dates-0-room": "Salle bleue", "dates-0-starts": "10:00"})

    assert Session.objects.filter(title="Ranger ses mails").count() == 2


def test_a_host_on_leave_or_busy_warns(piloting, hugo):
    day = NOW.replace(month=3, day=12).date()
    note_leave(agent=hugo, starts_on=day, ends_on=day, by=hugo)
    other = SessionFactory(title="Publipostage", starts_at=NOW.replace(month=3, day=12, hour=8))
    Host.objects.create(session=other, agent=hugo)

    text = text_of(plan(piloting, hosts=[hugo.pk]))

    assert "Hugo Haddad. En congé le mar. 12" in text
    assert "Hugo Haddad. Anime à la même heure « Publipostage »" in text


def test_the_draft_of_another_programme_warns_without_its_title(piloting, hugo, room):
    theirs = FormatFactory(programme=ProgrammeFactory(name="Ailleurs", slug="ailleurs"))
    draft = SessionFactory(
        format=theirs,
        title="Projet secret",
        published_at=None,
        starts_at=NOW.replace(month=3, day=12, hour=8),
    )
    Sitting.objects.filter(session=draft).update(site=room, room="Salle bleue")
    Host.objects.create(session=draft, agent=hugo)

    answer = plan(piloting, hosts=[hugo.pk], **{"dates-0-site": room.pk, "dates-0-room": "Salle bleue"})

    text = text_of(answer)
    assert "est déjà prise par une autre séance, " in text
    assert "Hugo Haddad. Anime à la même heure une autre séance" in text
    assert "Projet secret" not in text
    assert draft.slug not in answer.content.decode()


def test_a_day_gone_by_warns_and_is_not_published(piloting, alice):
    page = plan(piloting, **{"dates-0-day": "2030-01-15"})
    plan(piloting, voulu=page.context["doubts"][0].key, **{"dates-0-day": "2030-01-15"})
    draft = Session.objects.get()

    assert "est déjà passée" in text_of(page)
    with pytest.raises(Refused, match="première date est passée"):
        publish(session=draft, at=NOW, by=alice)


def test_who_will_be_told_is_shown_before_saving(piloting, hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    sent = sent_by_the_edit_page(piloting, hosted) | {"dates-0-day": "2030-03-05", "voulu": ""}

    page = save(piloting, hosted, sent)
    before = hosted.sittings.get().starts_at.day
    answer = piloting.post(address("manage_edit", hosted), sent | {"voulu": "tell"}, follow=True)

    assert "1 personne inscrite, 1 qui anime" in text_of(page)
    assert (before, hosted.sittings.get().starts_at.day) == (1, 5)
    assert "Les lettres partent dans 30 secondes" in text_of(answer)
    assert reverse("agenda:manage_change_undo", args=[hosted.slug]) in answer.content.decode()


def test_what_was_kept_on_purpose_is_not_asked_again(piloting, hosted, hugo):
    day = hosted.starts_at.date()
    note_leave(agent=hugo, starts_on=day, ends_on=day, by=hugo)

    assert save(piloting, hosted, sent_by_the_edit_page(piloting, hosted)).status_code == 302


def test_a_date_gone_by_of_a_running_course_is_not_asked_about_again(piloting, hosted):
    gone = NOW - 5 * DAY
    Sitting.objects.create(session=hosted, starts_at=gone, ends_at=gone + timedelta(hours=1))
    Session.objects.filter(pk=hosted.pk).update(starts_at=gone)
    sent = sent_by_the_edit_page(piloting, hosted) | {"dates-1-starts": "09:00"}

    assert save(piloting, hosted, sent).status_code == 302


def test_what_was_taken_from_the_other_may_be_rewritten_after(piloting, hosted, ada, bob):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Mon titre", "dates-0-day": "2030-03-05"}
    meanwhile(hosted, ada, title="Son titre")

    page = save(piloting, hosted, sent | {"choix-title": "theirs", "voulu": ""})

    assert 'value="Son titre"' in page.content.decode()
    assert "choix-title" not in page.content.decode()


# Figures and titles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seats": "0"}, "Il faut au moins une place"),
        ({"seats": "100000"}, "9 999 places au plus"),
        ({"dates-0-ends": "08:00"}, "doit venir après le début"),
        ({"minimum": "11"}, "Le minimum dépasse le nombre de places"),
        ({"minimum": "beaucoup"}, "Le minimum s’écrit en chiffres"),
        ({"title": "é" * 2000}, "Le titre compte 2 000 signes"),
    ],
)
def test_what_cannot_be_is_told_in_words_and_kept(piloting, change, sentence):
    page = plan(piloting, **change)

    assert Session.objects.count() == 0
    assert sentence in text_of(page).replace("\xa0", " ").replace("\u202f", " ")
    assert str(next(iter(change.values()))) in page.content.decode()


def test_emoji_are_fine_in_a_title(piloting):
    plan(piloting, title="🐝 Tableaux croisés 🎉")

    assert Session.objects.get().title == "🐝 Tableaux croisés 🎉"


def test_the_minimum_is_kept_and_fewer_seats_than_it_are_refused(piloting, alice):
    plan(piloting, minimum="5")

    assert Session.objects.get().minimum == 5
    with pytest.raises(Refused, match="minimum de cette séance est de 5"):
        resize(session=Session.objects.get(), seats=4, at=NOW, by=alice)


# Replacing a host -----------------------------------------------------------------------------------------


def led(agent, **fields):
    session = SessionFactory(starts_at=NOW - 9 * DAY, closed_at=NOW - 8 * DAY, **fields)
    Host.objects.create(session=session, agent=agent)
    return session


def test_colleagues_who_led_the_like_and_are_free_can_host(hosted, bob, maya):
    led(bob), led(bob), led(maya), led(AgentFactory(is_active=False))

    assert [one.agent for one in colleagues_who_can_host(hosted, NOW)] == [bob, maya]
    day = hosted.starts_at.date()
    note_leave(agent=bob, starts_on=day, ends_on=day, by=bob)
    register(session=SessionFactory(), agent=maya, at=NOW)
    assert colleagues_who_can_host(hosted, NOW) == []


def test_both_hosts_read_of_the_replacement(hosted, hugo, bob, alice):
    replace_host(session=hosted, old=hugo, new=bob, at=NOW, by=alice)
    replace_host(session=hosted, old=hugo, new=bob, at=NOW, by=alice)

    assert [host.agent for host in hosted.hosts.all()] == [bob]
    assert dict(Letter.objects.values_list("agent__login", "kind")) == {"bob": "hosting", "hugo": "hosting"}


def test_a_replacement_undone_before_letters_left_is_as_if_nothing_had_been(hosted, hugo, bob, alice):
    replace_host(session=hosted, old=hugo, new=bob, at=NOW, by=alice)

    undo_replacement(session=hosted, old=hugo, new=bob, at=NOW + timedelta(seconds=5), by=alice)

    assert [host.agent for host in hosted.hosts.all()] == [hugo]
    assert Letter.objects.exclude(state="cancelled").count() == 0


def test_nobody_of_another_employer_replaces_a_host(hosted, hugo, zoe, alice):
    with pytest.raises(Refused, match="ne travaille pas ici"):
        replace_host(session=hosted, old=hugo, new=zoe, at=NOW, by=alice)


def test_a_substitute_is_chosen_in_one_tap_and_taken_back_in_one(piloting, hosted, hugo, bob):
    led(bob)
    page = address("manage_replace", hosted)

    text = text_of(piloting.get(page))
    answer = piloting.post(page, {"ancien": hugo.pk, "nouveau": bob.pk}, follow=True)
    replaced = hosted.hosts.get().agent
    undo = f"{address('manage_replace_undo', hosted)}?ancien={hugo.pk}&nouveau={bob.pk}"
    piloting.post(undo)

    assert "Bob Perrin" in text
    assert "a animé ce format 1 fois" in text
    assert undo.replace("&", "&amp;") in answer.content.decode()
    assert (replaced, hosted.hosts.get().agent) == (bob, hugo)


@pytest.mark.parametrize("strange", ["", "abc", "9" * 30])
def test_a_substitute_that_makes_no_sense_changes_nothing(piloting, hosted, hugo, strange):
    piloting.post(address("manage_replace", hosted), {"ancien": hugo.pk, "nouveau": strange})

    assert hosted.hosts.get().agent == hugo


def test_the_page_of_substitutes_costs_the_same_for_one_and_three(piloting, hosted):
    counts = []
    for number in (1, 2):
        for _agent in range(number):
            led(AgentFactory())
        piloting.get(address("manage_replace", hosted))
        with CaptureQueriesContext(connection) as found:
            piloting.get(address("manage_replace", hosted))
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_where_nobody_can_be_proposed_the_page_leads_to_the_search_by_name(piloting, hosted):
    page = piloting.get(address("manage_replace", hosted)).content.decode()

    assert "Personne à proposer encore" in page
    assert f'href="{address("manage_edit", hosted)}#animation"' in page
