"""What an HR file does to the staff: created, changed, closed, left; never by name, never half."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from essaim.people.hrfile import read
from essaim.people.models import Agent, Posting, StaffImport, Unit
from essaim.people.operations import imports as operations
from essaim.people.operations import staff as staff_operations
from essaim.people.queries.imports import plan_import
from tests.factories import NOW, AgentFactory, OrganisationFactory, PostingFactory, UnitFactory

DAY = NOW.date()
HEADER = "matricule;nom;prénom;courriel;service;catégorie;responsable"


@pytest.fixture
def town(db):
    return OrganisationFactory()


def table_of(*lines, header=HEADER, is_full=True):
    return read("\n".join([header, *lines]).encode(), is_full=is_full)


def bring(town, *lines, header=HEADER, at=NOW, allow_closing=False, is_full=True):
    return operations.import_table(
        organisation=town,
        table=table_of(*lines, header=header, is_full=is_full),
        file_name="agents.csv",
        allow_closing=allow_closing,
        at=at,
    )


def counts(plan):
    return len(plan.created), len(plan.changed), len(plan.unchanged), len(plan.closed), len(plan.rejected)


def reasons(plan):
    return [(bad.line, bad.column, bad.reason) for bad in plan.rejected]


def agent(number):
    return Agent.objects.get(hr_number=number)


def open_posting(number):
    return Posting.objects.get(agent__hr_number=number, ends_on=None)


NADIA = "001;Benali;Nadia;nadia@caluire.example;Accueil;C;002"
HELENE = "002;Marchand;Hélène;helene@caluire.example;Direction > Accueil;A;"


def test_new_agents_come_with_their_posting_unit_and_manager(town):
    plan = bring(town, NADIA, HELENE)

    assert counts(plan) == (2, 0, 0, 0, 0)
    nadia = agent("001")
    assert (nadia.first_name, nadia.last_name, nadia.email) == ("Nadia", "Benali", "nadia@caluire.example")
    assert (nadia.login, nadia.has_usable_password()) == ("nadia@caluire.example", False)
    posting = open_posting("001")
    assert (posting.category, posting.starts_on, posting.line_manager) == ("C", DAY, agent("002"))
    assert nadia.unit == posting.unit == Unit.objects.get(name="Accueil")
    assert posting.unit.parent.name == "Direction"


def test_direction_and_service_in_two_columns_make_a_tree(town):
    bring(town, "1;A;Solidarités;CCAS", header="matricule;nom;direction;service")

    assert open_posting("1").unit.parent.name == "Solidarités"


def test_the_same_file_twice_changes_nothing(town):
    bring(town, NADIA, HELENE)
    before = [list(Agent.objects.order_by("pk").values()), list(Posting.objects.order_by("pk").values())]

    plan = bring(town, NADIA, HELENE, at=NOW + timedelta(days=3))

    assert counts(plan) == (0, 0, 2, 0, 0)
    assert [
        list(Agent.objects.order_by("pk").values()),
        list(Posting.objects.order_by("pk").values()),
    ] == before
    assert Unit.objects.count() == 2


def test_the_entry_date_opens_the_first_posting(town):
    bring(town, "1;A;31/12/24", header="matricule;nom;date d'entrée")

    assert open_posting("1").starts_on == date(2024, 12, 31)


def test_a_moved_agent_keeps_the_past(town):
    bring(town, NADIA, HELENE)
    later = NOW + timedelta(days=40)

    plan = bring(town, NADIA.replace("Accueil", "Médiathèque"), HELENE, at=later)

    assert [(change.what, change.before, change.after) for change in plan.changed[0].changes] == [
        ("Service", "Accueil", "Médiathèque")
    ]
    old, new = Posting.objects.filter(agent__hr_number="001").order_by("starts_on")
    assert (old.unit.name, old.ends_on) == ("Accueil", later.date() - timedelta(days=1))
    assert (new.unit.name, new.starts_on, new.ends_on) == ("Médiathèque", later.date(), None)
    assert (new.category, new.line_manager) == ("C", agent("002"))
    assert agent("001").unit == new.unit


def test_a_change_on_the_first_day_corrects_in_place(town):
    bring(town, NADIA, HELENE)
    bring(town, NADIA.replace(";C;", ";B;"), HELENE)

    assert [p.category for p in Posting.objects.filter(agent__hr_number="001")] == ["B"]


def test_an_empty_cell_leaves_what_is_known(town):
    bring(town, NADIA, HELENE)

    plan = bring(town, "001;Benali;;;;;", HELENE, at=NOW + timedelta(days=1))

    assert counts(plan) == (0, 0, 2, 0, 0)


def test_a_name_changes_and_the_login_stays(town):
    bring(town, NADIA, HELENE)
    bring(town, "001;Benali-Roux;Nadia;n.roux@caluire.example;Accueil;C;002", HELENE)

    nadia = agent("001")
    assert (nadia.last_name, nadia.email, nadia.login) == (
        "Benali-Roux",
        "n.roux@caluire.example",
        "nadia@caluire.example",
    )


def test_two_agents_of_one_name_are_two_agents(town):
    plan = bring(town, "1;Petit;Jean;;;;", "2;Petit;Jean;;;;")

    assert counts(plan) == (2, 0, 0, 0, 0)
    assert sorted(Agent.objects.values_list("login", flat=True)) == ["caluire-1", "caluire-2"]


def test_without_a_number_the_email_tells_who_it_is(town):
    bring(town, "Petit;Jean;JP@caluire.example", header="nom;prénom;mél")
    plan = bring(town, "Grand;Jean;jp@caluire.example", header="nom;prénom;mél")

    assert counts(plan) == (0, 1, 0, 0, 0)
    assert Agent.objects.get().last_name == "Grand"


def test_a_number_is_given_to_the_agent_known_by_email(town):
    bring(town, "Petit;jp@caluire.example", header="nom;mail")
    bring(town, "77;Petit;jp@caluire.example", header="matricule;nom;mail")

    assert [(a.hr_number, a.login) for a in Agent.objects.all()] == [("77", "jp@caluire.example")]


def test_numbers_of_two_employers_collide_without_harm(town):
    hospital = OrganisationFactory(name="Hôpital", slug="hopital")
    bring(town, "1;Petit;Jean;;;;")
    bring(hospital, "1;Grand;Zoé;;;;")

    assert sorted(Agent.objects.values_list("login", flat=True)) == ["caluire-1", "hopital-1"]


def test_an_identifier_already_taken_gets_another(town):
    AgentFactory(organisation=OrganisationFactory(slug="hopital"), login="CALUIRE-1", email="")

    bring(town, "1;Petit;Jean;;;;")

    assert agent("1").login == "caluire-1-2"


def test_duplicated_rows_are_rejected_with_the_line_of_the_first(town):
    plan = bring(town, NADIA, NADIA, HELENE)

    assert reasons(plan) == [(3, "matricule", "Cet agent est déjà à la ligne 2.")]
    assert Agent.objects.count() == 2


def test_an_address_twice_in_the_file_goes_to_the_first(town):
    plan = bring(town, "1;A;;x@y.fr;;;", "2;B;;X@Y.FR;;;")

    assert reasons(plan) == [(3, "courriel", "Cette adresse est déjà à la ligne 2.")]


def test_an_address_of_a_colleague_or_of_another_employer_is_rejected(town):
    AgentFactory(organisation=OrganisationFactory(slug="hopital"), email="Zoe@hopital.example")
    bring(town, "1;Petit;Jean;jean@y.fr;;;")

    plan = bring(town, "2;B;;JEAN@y.fr;;;", "3;C;;zoe@HOPITAL.example;;;", is_full=False)

    assert reasons(plan) == [
        (2, "courriel", "Cette adresse est déjà celle de Jean Petit."),
        (3, "courriel", "Cette adresse est déjà celle d’un autre compte."),
    ]


def test_two_agents_may_swap_their_addresses(town):
    bring(town, "1;A;;a@y.fr;;;", "2;B;;b@y.fr;;;")
    plan = bring(town, "1;A;;b@y.fr;;;", "2;B;;a@y.fr;;;")

    assert counts(plan) == (0, 2, 0, 0, 0)
    assert (agent("1").email, agent("2").email) == ("b@y.fr", "a@y.fr")


def test_a_new_agent_may_take_the_address_that_another_gives_up(town):
    bring(town, "1;A;;a@y.fr;;;")

    plan = bring(town, "1;A;;b@y.fr;;;", "2;B;;a@y.fr;;;")

    assert counts(plan) == (1, 1, 0, 0, 0)
    assert (agent("1").email, agent("2").email) == ("b@y.fr", "a@y.fr")


def test_a_row_left_out_keeps_its_address_from_the_others(town):
    bring(town, "1;A;;a@y.fr;;;", "2;B;;b@y.fr;;;")

    plan = bring(town, "1;A;;c@y.fr;;Z;", "2;B;;a@y.fr;;;")

    assert [bad.line for bad in plan.rejected] == [2, 3]
    assert (agent("1").email, agent("2").email, Agent.objects.filter(is_active=True).count()) == (
        "a@y.fr",
        "b@y.fr",
        2,
    )


def test_bad_rows_say_their_line_column_and_reason_and_the_others_go_in(town):
    plan = bring(
        town,
        "1;;Jean;;;;;",
        ";Petit;Jean;;;;;",
        "3;Petit;Jean;;;D;;",
        "4;Petit;Jean;s.laurent@caluire;;;;",
        "5;Petit;Jean;;;;;31/02/2024",
        "6;Petit;Jean;;;B;;2024-12-31",
        header=HEADER + ";date d'entrée",
    )

    assert reasons(plan) == [
        (2, "nom", "Le nom manque."),
        (3, "matricule", "Ni matricule ni courriel : rien ne distinguerait cet agent d’un homonyme."),
        (4, "catégorie", "Catégorie inconnue : écrivez A, B ou C."),
        (5, "courriel", "Adresse incomplète : il manque la fin, par exemple « .fr »."),
        (6, "date d'entrée", "Cette date n’existe pas."),
    ]
    assert [a.hr_number for a in Agent.objects.all()] == ["6"]


def test_an_unknown_manager_is_a_warning(town):
    plan = bring(town, "1;A;;;;;999", "2;B;;;;;2")

    assert counts(plan) == (2, 0, 0, 0, 0)
    assert [(doubt.line, doubt.column, doubt.value) for doubt in plan.doubts] == [
        (2, "responsable", "999"),
        (3, "responsable", "2"),
    ]
    assert open_posting("1").line_manager is None


def test_a_manager_may_be_named_by_email(town):
    bring(town, "1;A;;;;;B@y.fr", "2;B;;b@y.fr;;;")

    assert open_posting("1").line_manager == agent("2")


def test_decomposed_names_are_the_same_names(town):
    bring(town, "1;Lévy;Zoé;;Médiathèque;;")
    plan = bring(town, "1;Le\u0301vy;Zoe\u0301;;Me\u0301diathe\u0300que;;")

    assert counts(plan) == (0, 0, 1, 0, 0)


def test_an_interrupted_import_leaves_the_old_state(town, monkeypatch):
    bring(town, NADIA, HELENE)
    before = list(Posting.objects.order_by("pk").values())

    def fall(*args, **kwargs):
        raise IntegrityError("the machine stops here")

    monkeypatch.setattr(staff_operations, "close_agents", fall)
    with pytest.raises(IntegrityError):
        bring(town, NADIA.replace("Accueil", "Sports"), HELENE, "003;Neuf;;;;;", at=NOW + timedelta(days=2))

    assert list(Posting.objects.order_by("pk").values()) == before
    assert Agent.objects.count() == 2
    assert StaffImport.objects.count() == 1


@pytest.mark.parametrize("size", [1, 3, 30])
def test_the_plan_asks_a_fixed_number_of_queries(town, size, django_assert_num_queries):
    table = table_of(*[f"{n};Agent;N{n};a{n}@y.fr;Service {n};C;" for n in range(size)])

    with django_assert_num_queries(6):
        plan_import(table, town, day=DAY)


def test_people_elsewhere_are_not_touched(town):
    elsewhere = AgentFactory(organisation=OrganisationFactory(slug="hopital"), hr_number="001")
    PostingFactory(agent=elsewhere, unit=UnitFactory(organisation=elsewhere.organisation))
    before = Agent.objects.filter(pk=elsewhere.pk).values().get()

    bring(town, NADIA, HELENE)

    assert Agent.objects.filter(pk=elsewhere.pk).values().get() == before


def test_progress_moves_with_the_rows_until_the_writing_begins(town):
    lines = [f"M{n};Nom{n};Prénom;;Service;C;" for n in range(600)]
    content = "\n".join([HEADER, *lines]).encode()
    ada = AgentFactory(organisation=town, is_administrator=True)
    given = operations.upload_file(
        organisation=town, by=ada, file_name="rh.csv", source=content, is_full=True, at=NOW
    )
    operations.queue_import(staff_import=given, allow_closing=True, at=NOW)
    given.refresh_from_db()
    seen = []

    operations.apply_import(staff_import=given, at=NOW, progress=seen.append)

    assert seen == [10, 22, 35, 40]
