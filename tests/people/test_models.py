"""What the database promises about people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.people.models import Agent, Organisation, Posting
from essaim.people.models.organisations import check_siret, check_time_zone
from tests.factories import AgentFactory, OrganisationFactory, PostingFactory, UnitFactory

pytestmark = pytest.mark.django_db


def refused(create, *args, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        create(*args, **fields)
    return True


class TestAgent:
    def test_the_hr_number_is_unique_within_its_employer_only(self):
        elsewhere = OrganisationFactory(slug="hopital")
        AgentFactory(hr_number="0042")

        assert refused(AgentFactory, hr_number="0042")
        assert AgentFactory(hr_number="0042", organisation=elsewhere).pk

    def test_many_may_have_no_hr_number_and_no_email(self):
        AgentFactory.create_batch(3, hr_number="", email="")

        assert Agent.objects.count() == 3

    @pytest.mark.parametrize("field", ["login", "email"])
    def test_identifier_and_email_are_unique_in_the_installation_whatever_the_case(self, field):
        AgentFactory(**{field: "n.benali@caluire.example"})

        assert refused(
            AgentFactory,
            organisation=OrganisationFactory(slug="hopital"),
            **{field: "N.Benali@Caluire.example"},
        )

    def test_two_people_may_have_the_same_name(self):
        AgentFactory.create_batch(2, first_name="Nadia", last_name="Benali")

        assert Agent.objects.filter(last_name="Benali").count() == 2

    def test_the_person_in_figures_is_not_the_name(self):
        assert len({agent.person for agent in AgentFactory.create_batch(3)}) == 3

    def test_full_name_forgives_a_missing_first_name(self):
        assert str(Agent(first_name="", last_name="Koné")) == "Koné"

    def test_an_agent_is_found_by_identifier_in_any_case(self):
        agent = AgentFactory(login="N.Benali")

        assert Agent.objects.get_by_natural_key("n.BENALI") == agent

    def test_an_agent_created_without_password_has_none(self):
        agent = Agent.objects.create_user("carte", last_name="Petit", organisation=OrganisationFactory())

        assert not agent.has_usable_password()

    def test_those_of_another_employer_are_invisible(self, bob, zoe, root):
        assert list(Agent.objects.visible_to(zoe)) == [zoe]
        assert bob in Agent.objects.visible_to(root)

    @pytest.mark.parametrize("role", ["is_coordinator", "is_administrator", "is_platform_administrator"])
    def test_each_role_that_pilots(self, role):
        assert Agent(**{role: True}).may_pilot
        assert not Agent().may_pilot


class TestPosting:
    def test_an_agent_has_one_open_posting(self):
        posting = PostingFactory()

        assert refused(PostingFactory, agent=posting.agent)

    def test_it_ends_after_it_starts(self):
        assert refused(PostingFactory, starts_on=date(2030, 2, 1), ends_on=date(2030, 1, 31))
        assert PostingFactory(starts_on=date(2030, 2, 1), ends_on=date(2030, 2, 1)).pk

    def test_nobody_is_their_own_manager(self):
        agent = AgentFactory()

        assert refused(PostingFactory, agent=agent, line_manager=agent)

    def test_a_manager_who_is_erased_leaves_the_posting(self):
        posting = PostingFactory(line_manager=AgentFactory())
        posting.line_manager.delete()

        assert Posting.objects.get().line_manager is None


class TestOrganisation:
    def test_the_privacy_threshold_is_three_at_least(self):
        assert refused(OrganisationFactory, slug="petite", privacy_threshold=2)

    def test_siret_is_unique_when_given(self):
        OrganisationFactory(slug="a", siret="21690034000013")
        OrganisationFactory(slug="b")
        OrganisationFactory(slug="c")

        assert refused(OrganisationFactory, slug="d", siret="21690034000013")

    @pytest.mark.parametrize("siret", ["73282932000074", "35600000000048", "35600000009075"])
    def test_a_true_siret_is_accepted(self, siret):
        assert check_siret(siret) is None

    @pytest.mark.parametrize(
        "siret",
        ["73282932000075", "7328293200007", "732829320000741", "7328293200007A", "", "35600000009076"],
    )
    def test_a_false_siret_is_refused_in_words(self, siret):
        with pytest.raises(ValidationError, match="SIRET"):
            check_siret(siret)

    def test_a_time_zone_must_exist(self):
        assert check_time_zone("Indian/Reunion") is None
        with pytest.raises(ValidationError, match="fuseau"):
            check_time_zone("Europe/Caluire")
        assert Organisation(time_zone="Indian/Reunion").zone.key == "Indian/Reunion"


class TestUnit:
    def test_two_open_services_of_one_direction_do_not_share_a_name(self):
        direction = UnitFactory(name="Direction")
        UnitFactory(name="Archives", parent=direction)

        assert refused(UnitFactory, name="Archives", parent=direction)
        assert refused(UnitFactory, name="Direction")

    def test_a_closed_service_leaves_its_name_to_the_next(self):
        UnitFactory(name="Archives", valid_to=date(2029, 12, 31))

        assert UnitFactory(name="Archives", valid_from=date(2030, 1, 1)).pk

    def test_it_ends_after_it_begins(self):
        assert refused(UnitFactory, valid_from=date(2030, 1, 2), valid_to=date(2030, 1, 1))
