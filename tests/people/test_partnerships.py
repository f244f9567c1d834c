"""Two organisations agree to share sessions: proposed by one, accepted by the other, ended by either."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Partnership
from essaim.people.operations.partnerships import answer_partnership, end_partnership, propose_partnership
from essaim.people.queries.partnerships import partners_of
from tests.factories import NOW, OrganisationFactory

pytestmark = pytest.mark.django_db
PAGE = "/pilotage/reglages/partenaires/"


def propose(by, partner):
    return propose_partnership(organisation=by.organisation, partner=partner, at=NOW, by=by)


def letters():
    return list(Letter.objects.order_by("pk").values_list("agent__login", "subject"))


def test_a_proposal_accepted_makes_partners_and_tells_the_administrators(ada, zoe):
    row = propose(ada, zoe.organisation)
    nobody_yet = list(partners_of(ada.organisation_id))

    answer_partnership(partnership=row, accepts=True, at=NOW, by=zoe)

    assert nobody_yet == []
    assert list(partners_of(ada.organisation_id)) == [zoe.organisation]
    assert list(partners_of(zoe.organisation_id)) == [ada.organisation]
    assert letters() == [
        ("zoe", "Ville de Caluire-et-Cuire propose un partenariat"),
        ("ada", "Hôpital de la Saône accepte votre partenariat"),
    ]


def test_everything_twice_is_harmless(ada, zoe):
    rows = [propose(ada, zoe.organisation) for _time in range(2)]
    for _time in range(2):
        answer_partnership(partnership=rows[0], accepts=True, at=NOW, by=zoe)
    for _time in range(2):
        end_partnership(partnership=rows[0], at=NOW + timedelta(days=1), by=ada)

    assert Partnership.objects.get().state == "ended"
    assert Letter.objects.count() == 3


def test_proposing_what_the_other_proposed_accepts_it(ada, zoe):
    propose(ada, zoe.organisation)

    assert propose(zoe, ada.organisation).state == "accepted"
    assert Partnership.objects.count() == 1


def test_only_the_other_side_answers_and_only_once(ada, zoe):
    row = propose(ada, zoe.organisation)

    with pytest.raises(Refused, match="à l’autre organisation"):
        answer_partnership(partnership=row, accepts=True, at=NOW, by=ada)
    answer_partnership(partnership=row, accepts=False, at=NOW, by=zoe)
    with pytest.raises(Refused, match="déjà répondu"):
        answer_partnership(partnership=Partnership.objects.get(), accepts=True, at=NOW, by=zoe)


def test_nobody_is_their_own_partner(ada):
    with pytest.raises(Refused, match="votre propre organisation"):
        propose(ada, ada.organisation)


def test_the_database_keeps_one_live_partnership_per_pair(ada, zoe):
    propose(ada, zoe.organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.create(proposer=zoe.organisation, partner=ada.organisation, proposed_at=NOW)


def test_an_administrator_proposes_by_the_exact_name_and_the_other_accepts(client, ada, zoe):
    client.force_login(ada)
    page = client.post(PAGE, {"change": "propose", "name": "hôpit"}).content.decode()
    assert "Aucune organisation n’a ce nom ici" in page
    assert 'value="hôpit"' in page

    client.post(PAGE, {"change": "propose", "name": zoe.organisation.name.upper()})
    row = Partnership.objects.get()
    client.force_login(zoe)
    client.post(PAGE, {"change": "accept", "partnership": row.pk})

    assert Partnership.objects.get().state == "accepted"
    assert "Partenaire" in client.get(PAGE).content.decode()


def test_a_coordinator_reads_and_does_not_decide(client, alice, zoe):
    client.force_login(alice)

    assert "Proposer un partenariat" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"change": "propose", "name": zoe.organisation.name}).status_code == 403


def test_the_partnership_of_two_others_does_not_exist(client, ada, zoe):
    third = OrganisationFactory(slug="tiers", name="Tiers")
    row = Partnership.objects.create(proposer=zoe.organisation, partner=third, proposed_at=NOW)
    client.force_login(ada)

    assert "Tiers" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"change": "end", "partnership": row.pk}).status_code == 404
    assert client.post(PAGE, {"change": "burn", "partnership": row.pk}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, ada, count, django_assert_max_num_queries):
    for number in range(count):
        other = OrganisationFactory(slug=f"autre-{number}", name=f"Autre {number}")
        Partnership.objects.create(proposer=ada.organisation, partner=other, proposed_at=NOW)
    client.force_login(ada)
    client.get(PAGE)

    with django_assert_max_num_queries(4):
        assert client.get(PAGE).content.decode().count("Attend sa réponse") == count
