"""Certificates are issued when a session closes, and follow every correction without being rewritten."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from essaim.agenda import operations as agenda
from essaim.agenda.models import Attendance, Presence, Session
from essaim.agenda.operations.sessions import CODE_SIGNS
from essaim.feedback.models import Answer
from essaim.kernel.errors import Refused
from essaim.programmes.operations import change_signature
from essaim.recognition import jobs, operations
from essaim.recognition.models import Certificate
from tests.factories import NOW, AgentFactory
from tests.recognition.conftest import correct, mark

Status = Presence.Status
Kind = Certificate.Kind


def standing():
    """Who holds what: names, kinds and minutes of the valid ones."""
    rows = Certificate.objects.filter(state="valid").order_by("kind", "agent__login")
    return list(rows.values_list("agent__login", "kind", "minutes"))


def history(agent, kind=Kind.ATTENDANCE):
    rows = Certificate.objects.filter(agent=agent, kind=kind).order_by("pk")
    return list(rows.values_list("state", "minutes"))


@pytest.fixture
def whole_day(hosted):
    """The hosted session lasts a morning and an afternoon of three hours each."""
    start = hosted.starts_at.replace(hour=8)
    hosted.sittings.update(starts_at=start, ends_at=start + timedelta(hours=8))
    Session.objects.filter(pk=hosted.pk).update(starts_at=start, ends_at=start + timedelta(hours=8))
    hosted.refresh_from_db()
    return hosted


class TestIssuing:
    def test_nobody_holds_one_before_the_session_is_closed(self, attended):
        assert standing() == []

    def test_closing_gives_one_to_who_came_and_one_to_who_led(self, closed):
        assert standing() == [("bob", "attendance", 120), ("hugo", "hosting", 120)]

    def test_who_was_away_holds_none(self, attended, hugo, maya, over):
        agenda.register(session=attended, agent=maya, at=NOW)

        agenda.close_session(session=attended, at=over, by=hugo)

        assert [login for login, *_rest in standing()] == ["bob", "hugo"]

    def test_hours_are_those_of_the_half_days_where_the_person_was(self, whole_day, bob, hugo):
        agenda.register(session=whole_day, agent=bob, at=NOW)
        mark(whole_day, bob, Status.PRESENT, half=2)

        agenda.close_session(session=whole_day, at=whole_day.ends_at, by=hugo)

        bobs = Certificate.objects.get(agent=bob)
        assert (bobs.minutes, [half["starts_at"][11:16] for half in bobs.halves]) == (180, ["14:00"])
        assert bobs.minutes == Attendance.objects.get(agent=bob).minutes
        assert Certificate.objects.get(agent=hugo).minutes == 360

    def test_it_says_what_the_session_was_and_who_signs(self, attended, hugo, over):
        change_signature(programme=attended.programme, signer_name="Claire Morel", signer_role="directrice")

        agenda.close_session(session=attended, at=over, by=hugo)

        one = Certificate.objects.get(kind=Kind.ATTENDANCE)
        assert (one.title, one.nature, one.modality) == ("Tableaux croisés", "improvement", "on_site")
        assert (one.signer_name, one.signer_role, one.issued_at) == ("Claire Morel", "directrice", over)

    def test_a_certificate_never_waits_for_an_answer(self, closed, bob):
        assert not Answer.objects.exists()
        assert history(bob) == [("valid", 120)]

    def test_bringing_up_to_date_again_changes_nothing(self, closed, over):
        before = list(Certificate.objects.order_by("pk").values_list("code", "state"))

        assert operations.bring_up_to_date(session=closed, at=over) == 0
        assert list(Certificate.objects.order_by("pk").values_list("code", "state")) == before

    def test_an_open_session_gives_none(self, attended, over):
        assert operations.bring_up_to_date(session=attended, at=over) == 0
        assert standing() == []

    def test_the_worker_gives_theirs_to_sessions_closed_before(self, closed, over):
        Certificate.objects.all().delete()

        assert (jobs.issue_what_is_missing(over), jobs.issue_what_is_missing(over)) == (2, 0)
        assert [login for login, *_rest in standing()] == ["bob", "hugo"]

    def test_three_hundred_cost_as_many_queries_as_three(
        self, hosted, hugo, over, django_assert_max_num_queries
    ):
        costs = []
        for count in (3, 40):
            with transaction.atomic():
                sitting = hosted.sittings.get()
                Session.objects.filter(pk=hosted.pk).update(seats=None, closed_at=over)
                people = [AgentFactory() for _one in range(count)]
                Presence.objects.bulk_create(
                    Presence(sitting=sitting, agent=one, status="present", recorded_at=NOW) for one in people
                )
                Attendance.objects.bulk_create(
                    Attendance(session=hosted, agent=one, person=one.person, day=NOW.date()) for one in people
                )
                with django_assert_max_num_queries(13) as queries:
                    issued = operations.bring_up_to_date(session=hosted, at=over)
                costs.append((issued - count, len(queries)))
                transaction.set_rollback(True)
        assert costs[0] == costs[1]


class TestCodes:
    def test_a_code_is_twelve_signs_that_cannot_be_confused(self, closed):
        codes = list(Certificate.objects.values_list("code", flat=True))

        assert len(set(codes)) == 2
        assert all(re.fullmatch(f"[{CODE_SIGNS}]{{12}}", code) for code in codes)
        assert not set("0O1ILU") & set(CODE_SIGNS)

    def test_codes_do_not_repeat_and_use_every_sign(self):
        drawn = [operations.new_code() for _turn in range(500)]

        assert len(set(drawn)) == 500
        assert set("".join(drawn)) == set(CODE_SIGNS)

    def test_the_database_refuses_a_code_given_twice(self, closed):
        first, second = Certificate.objects.order_by("pk")

        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=second.pk).update(code=first.code)


class TestCorrecting:
    def test_who_was_not_there_after_all_holds_none_any_more(self, closed, bob, alice):
        correct(closed, bob, Status.ABSENT, by=alice)

        assert history(bob) == [("cancelled", 120)]
        assert [login for login, *_rest in standing()] == ["hugo"]

    def test_who_was_there_after_all_is_given_one(self, closed, maya, alice):
        correct(closed, maya, Status.PRESENT, by=alice)

        assert history(maya) == [("valid", 120)]

    def test_a_half_day_more_replaces_it_with_another_code(self, whole_day, bob, hugo, alice):
        agenda.register(session=whole_day, agent=bob, at=NOW)
        mark(whole_day, bob, Status.PRESENT, half=1)
        agenda.close_session(session=whole_day, at=whole_day.ends_at, by=hugo)

        correct(whole_day, bob, Status.PRESENT, by=alice, half=2)

        assert history(bob) == [("replaced", 180), ("valid", 360)]
        assert len(set(Certificate.objects.filter(agent=bob).values_list("code", flat=True))) == 2

    def test_one_half_day_for_another_replaces_it_though_the_hours_are_the_same(self, whole_day, bob, hugo):
        agenda.register(session=whole_day, agent=bob, at=NOW)
        mark(whole_day, bob, Status.PRESENT, half=1)
        agenda.close_session(session=whole_day, at=whole_day.ends_at, by=hugo)
        Presence.objects.filter(agent=bob, half=2).delete()
        Presence.objects.filter(agent=bob, half=1).update(half=2)

        operations.bring_up_to_date(session=whole_day, at=whole_day.ends_at)

        assert history(bob) == [("replaced", 180), ("valid", 180)]

    def test_a_correction_that_says_the_same_keeps_the_paper(self, closed, bob, alice):
        code = Certificate.objects.get(agent=bob).code

        correct(closed, bob, Status.PRESENT, by=alice)

        assert Certificate.objects.get(agent=bob).code == code

    def test_corrected_and_corrected_back_is_another_paper(self, closed, bob, alice):
        correct(closed, bob, Status.EXCUSED, by=alice)
        correct(closed, bob, Status.PRESENT, by=alice)

        assert history(bob) == [("cancelled", 120), ("valid", 120)]

    def test_the_papers_of_others_do_not_move(self, closed, bob, hugo, alice):
        correct(closed, bob, Status.ABSENT, by=alice)

        assert history(hugo, Kind.HOSTING) == [("valid", 120)]


class TestPromisesOfTheDatabase:
    def test_two_valid_ones_for_one_person_session_and_kind_are_refused(self, closed, bob):
        one = Certificate.objects.get(agent=bob)
        one.pk, one.code = None, "222222222222"

        with pytest.raises(IntegrityError), transaction.atomic():
            one.save(force_insert=True)

    @pytest.mark.parametrize("wrong", [{"state": "replaced"}, {"ended_at": NOW}, {"preparation_minutes": 30}])
    def test_what_cannot_be_is_refused(self, closed, bob, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(agent=bob).update(**wrong)


class TestPreparation:
    def test_the_time_told_by_the_host_is_on_a_new_paper(self, closed, hugo, over):
        old = Certificate.objects.get(agent=hugo)

        new = operations.tell_preparation(certificate=old, minutes=90, at=over)

        old.refresh_from_db()
        assert (old.state, old.preparation_minutes) == ("replaced", 0)
        assert (new.state, new.preparation_minutes, new.minutes) == ("valid", 90, 120)
        assert new.code != old.code

    def test_telling_the_same_time_keeps_the_paper(self, closed, hugo, over):
        old = Certificate.objects.get(agent=hugo)

        assert operations.tell_preparation(certificate=old, minutes=0, at=over).code == old.code

    @pytest.mark.parametrize("minutes", [-1, 40 * 60 + 1])
    def test_impossible_times_are_refused_in_words(self, closed, hugo, over, minutes):
        with pytest.raises(Refused, match="de 0 à 40 heures"):
            operations.tell_preparation(
                certificate=Certificate.objects.get(agent=hugo), minutes=minutes, at=over
            )

    def test_who_attended_prepared_nothing(self, closed, bob, over):
        with pytest.raises(Refused, match="animation"):
            operations.tell_preparation(certificate=Certificate.objects.get(agent=bob), minutes=60, at=over)

    def test_it_stays_when_certificates_are_brought_up_to_date(self, closed, hugo, over):
        operations.tell_preparation(certificate=Certificate.objects.get(agent=hugo), minutes=90, at=over)

        operations.bring_up_to_date(session=closed, at=over)

        assert Certificate.objects.get(agent=hugo, state="valid").preparation_minutes == 90

    def test_a_paper_that_was_replaced_meanwhile_is_refused(self, closed, hugo, over):
        old = Certificate.objects.get(agent=hugo)
        operations.tell_preparation(certificate=old, minutes=90, at=over)

        with pytest.raises(Refused, match="remplacée"):
            operations.tell_preparation(certificate=old, minutes=120, at=over)
