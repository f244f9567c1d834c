"""The statement of accessibility: who declares it, what may be declared, where it is read."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.urls import reverse

from essaim.people.models import Organisation
from tests.factories import OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
FORM, PAGE = "people:statement", "ui:accessibility"
AUDITED = {
    "conformity": "partial",
    "audited_on": "2030-02-01",
    "audit_rate": "72",
    "audited_by": "Cabinet Contraste",
    "access_contact": "Mission accessibilité, 04 00 00 00 00",
    "left_out": "Les plans du cadastre : charge disproportionnée.",
}


def text(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def foot(answer) -> str:
    return text(answer).partition('<footer class="foot">')[2].partition("</footer>")[0]


def test_what_the_administration_declares_is_on_the_page_and_in_the_foot_of_every_other(client, ada, bob):
    client.force_login(ada)

    answer = client.post(reverse(FORM), AUDITED, follow=True)

    client.force_login(bob)
    page = text(client.get(reverse(PAGE)))
    assert "C’est enregistré" in text(answer)
    for said in (
        "État : partiellement conforme",
        "1er février 2030",
        "72 %",
        "Cabinet Contraste",
        "cadastre",
    ):
        assert said in page
    assert "Mission accessibilité" in page
    assert "Accessibilité : partiellement conforme" in foot(client.get(reverse("ui:help")))


def test_without_an_audit_the_site_is_said_not_to_conform(client, bob):
    client.force_login(bob)

    answer = client.get(reverse(PAGE))

    assert "État : non conforme" in text(answer)
    assert "Aucun audit complet" in text(answer)
    assert "Accessibilité : non conforme" in foot(answer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audited_on": "", "audit_rate": ""}, "demande un audit qui atteint 50 %"),
        ({"audit_rate": "49"}, "demande un audit qui atteint 50 %"),
        ({"conformity": "full", "audit_rate": "99"}, "demande un audit à 100 %"),
        ({"audited_on": ""}, "donnez les deux"),
        ({"audit_rate": "101"}, "de 0 à 100"),
        ({"audit_rate": "-1"}, "de 0 à 100"),
        ({"audit_rate": "beaucoup"}, "de 0 à 100"),
        ({"audited_on": "hier"}, "Écrivez la date ainsi"),
    ],
)
def test_a_state_without_its_audit_is_refused_in_words_and_nothing_changes(client, ada, changes, said):
    client.force_login(ada)

    answer = client.post(reverse(FORM), AUDITED | changes)

    assert said in text(answer)
    assert "Accessibilité : non conforme" in foot(answer)
    assert Organisation.objects.get(pk=ada.organisation_id).conformity == "none"


@pytest.mark.parametrize(
    "fields",
    [
        {"conformity": "partial"},
        {"conformity": "full", "audited_on": date(2030, 2, 1), "audit_rate": 99},
        {"audited_on": date(2030, 2, 1)},
        {"audit_rate": 60},
    ],
)
def test_the_database_keeps_no_state_without_its_audit(fields):
    organisation = OrganisationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(**fields)


def test_a_visitor_reads_the_statement_of_the_only_employer_and_of_none_among_several(client):
    programme = ProgrammeFactory()
    alone = client.get(reverse(PAGE))
    caches["pages"].clear()
    other = OrganisationFactory(name="Hôpital", slug="hopital")
    ProgrammeFactory(slug="soins", organisation=other)

    together = client.get(reverse(PAGE))

    assert (programme.organisation.name in text(alone), "non conforme" in foot(alone)) == (True, True)
    assert ("Chaque employeur déclare" in text(together), "conforme" in foot(together)) == (True, False)


def test_each_employer_declares_its_own(client, ada, zoe):
    client.force_login(ada)
    client.post(reverse(FORM), AUDITED)
    client.force_login(zoe)

    assert "Accessibilité : non conforme" in foot(client.get(reverse(PAGE)))
