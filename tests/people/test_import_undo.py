"""The history of an import and its undo: everything as before, or a refusal in words."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from essaim.letters.models import Letter
from essaim.people.models import Agent, Occupation, Posting, Site, StaffChange, StaffImport, Unit
from essaim.people.operations import imports as operations
from essaim.people.operations.history import forget_old_states
from essaim.people.operations.postings import open_posting
from essaim.people.operations.undo import CannotUndo, undo_import
from essaim.people.queries.history import KEPT_UNDO, changes_of
from tests.factories import NOW, OrganisationFactory
from tests.people.test_imports import HELENE, NADIA, agent, bring

LATER = NOW + timedelta(days=40)
HEADER = "matricule;nom;prénom;courriel;service;catégorie;responsable;site;métier;filière"


@pytest.fixture
def town(db):
    return OrganisationFactory()


def everything():
    """All that an import may touch, row by row; the person's own key aside."""
    return [list(model.objects.order_by("pk").values()) for model in (Agent, Posting, Unit, Site, Occupation)]


def last():
    return StaffImport.objects.order_by("pk").last()


def undo(ada, *, at=LATER):
    return undo_import(staff_import=last(), by=ada, at=at)


def test_history_tells_who_was_created_changed_and_closed(town):
    bring(town, NADIA, HELENE, "3;Parti;Paul;;;;", "4;A;;;;;", "5;B;;;;;")
    bring(
        town, NADIA.replace("Accueil", "Sports"), HELENE, "4;A;;;;;", "5;B;;;;;", "6;Neuf;Noé;;;;", at=LATER
    )

    told = [(change.name, change.kind, change.fields) for change in changes_of(last())]
    assert told == [
        ("Nadia Benali", "changed", [{"what": "Service", "before": "Accueil", "after": "Sports"}]),
        ("Noé Neuf", "created", []),
        ("Paul Parti", "closed", []),
    ]
    assert [change.name for change in changes_of(last(), kind="closed", search="paul")] == ["Paul Parti"]


def test_a_refused_import_leaves_no_history(town):
    bring(town, NADIA, HELENE)
    with pytest.raises(operations.TooManyClosings):
        bring(town, NADIA, at=LATER)

    assert StaffChange.objects.count() == 2


CELLS = st.tuples(
    st.sampled_from(["Benali", "Petit", "Roux"]),
    st.sampled_from(["", "a@y.fr", "b@y.fr", "c@y.fr"]),
    st.sampled_from(["", "Accueil", "Sports", "Direction > Sports"]),
    st.sampled_from(["", "A", "C"]),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["", "Mairie", "Dépôt"]),
    st.sampled_from(["", "Agent d’accueil"]),
    st.sampled_from(["", "Technique"]),
)
FILES = st.dictionaries(st.sampled_from("12345"), CELLS, min_size=1)


def lines(file):
    return [
        f"{number};{name};X;{email};{unit};{category};{manager};{site};{job};{stream}"
        for number, (name, email, unit, category, manager, site, job, stream) in file.items()
    ]


@settings(
    phases=[Phase.generate], max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FILES, FILES, st.integers(0, 3))
def test_undo_gives_back_everything_as_before(ada, first, second, days):
    with transaction.atomic():
        bring(ada.organisation, *lines(first), header=HEADER, allow_closing=True)
        before = everything()

        bring(
            ada.organisation,
            *lines(second),
            header=HEADER,
            allow_closing=True,
            at=NOW + timedelta(days=days),
        )
        undo(ada, at=NOW + timedelta(days=days))

        assert everything() == before
        transaction.set_rollback(True)


def test_undo_twice_is_once(town, ada):
    bring(town, NADIA, HELENE, at=LATER)

    first = undo(ada)
    assert undo(ada) == first
    assert (first.removed, last().state, last().undone_by) == (2, "undone", ada)


def test_a_new_agent_who_came_is_closed_rather_than_removed(town, ada):
    bring(town, NADIA, HELENE, at=LATER)
    Letter.objects.create(
        agent=agent("001"), kind=Letter.Kind.SIGN_IN_LINK, cause="x", created_at=LATER, due_at=LATER
    )
    Agent.objects.filter(hr_number="002").update(last_login=LATER)

    undone = undo(ada)

    assert (undone.removed, undone.closed) == (0, ("Hélène Marchand", "Nadia Benali"))
    assert not agent("001").is_active
    assert agent("001").letters.count() == 1


def test_only_the_last_import_is_undone(town, ada):
    bring(town, NADIA, HELENE, at=LATER)
    first = last()
    bring(town, NADIA.replace("Accueil", "Sports"), HELENE, at=LATER + timedelta(days=1))

    with pytest.raises(CannotUndo, match="Un autre import a suivi"):
        undo_import(staff_import=first, by=ada, at=LATER)
    undo(ada)
    undo_import(staff_import=first, by=ada, at=LATER)
    assert Agent.objects.filter(organisation=town, hr_number="001").count() == 0


def test_undo_is_refused_when_a_posting_was_written_since(town, ada):
    bring(town, NADIA, HELENE)
    bring(town, NADIA.replace("Accueil", "Sports"), HELENE, at=LATER)
    open_posting(agent=agent("001"), unit=None, starts_on=LATER.date() + timedelta(days=1))
    before = everything()

    with pytest.raises(CannotUndo, match="Nadia Benali"):
        undo(ada)
    assert everything() == before


def test_undo_is_refused_after_a_week_and_the_state_before_is_forgotten(town, ada):
    bring(town, NADIA, HELENE)

    with pytest.raises(CannotUndo, match="plus de sept jours"):
        undo(ada, at=NOW + KEPT_UNDO * 2)
    assert forget_old_states(at=NOW + KEPT_UNDO * 2) == 2
    assert forget_old_states(at=NOW + KEPT_UNDO * 2) == 0


def test_a_new_agent_whom_somebody_else_has_as_manager_stays_closed(town, ada):
    bring(town, NADIA, HELENE)
    bring(town, NADIA, HELENE, "9;Chef;Lou;;;;", at=LATER)
    ada.postings.update(line_manager=agent("9"))

    assert undo(ada).closed == ("Lou Chef",)
