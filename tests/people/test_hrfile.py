"""Every shape in which an HR file comes is read the same; every cell says what it says."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.people.hrfile import FileRefused, HrTable, dumps, loads, read
from essaim.people.hrfile.columns import key_of, understand

TEXT = "matricule;nom;prénom;service\n001;Lévy;Zoé;Accueil\n002;Petit;Léa;Sports\n"
EXPECTED = [("001", "Lévy", "Zoé", ("Accueil",)), ("002", "Petit", "Léa", ("Sports",))]


def told(table):
    return [(row.hr_number, row.last_name, row.first_name, row.unit) for row in table.rows]


def row_of(*, header, cells):
    table = read(f"matricule;nom;{header}\n1;Petit;{cells}\n".encode())
    assert table.bad == []
    return table.rows[0]


def bad_of(*, header, cells):
    table = read(f"matricule;nom;{header}\n1;Petit;{cells}\n".encode())
    assert table.rows == []
    return table.bad[0]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "cp1252", "utf-16", "utf-16-le bare", "utf-16-be bare", "utf-16-be"],
)
def test_every_encoding_is_read(data):
    assert told(read(data)) == EXPECTED


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_is_found(separator):
    assert told(read(TEXT.replace(";", separator).encode())) == EXPECTED


@pytest.mark.parametrize("declared", ["sep=,\n", '"sep=,"\n', "SEP=,\r\n", "\ufeffsep=,\n"])
def test_the_line_of_excel_declares_the_separator(declared):
    table = read((declared + TEXT.replace(";", ",")).encode())

    assert told(table) == EXPECTED
    assert [row.line for row in table.rows] == [3, 4]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read_and_counted(ending):
    table = read(TEXT.replace("\n", ending).encode())

    assert told(table) == EXPECTED
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_break_inside_quotes_becomes_a_space_and_counts_as_a_line(ending):
    lines = ["matricule;nom;service", '001;Lévy;"Accueil', 'état civil"', "", "002;;Sports"]

    table = read(ending.join(lines).encode())

    assert table.rows[0].unit == ("Accueil état civil",)
    assert [(bad.line, bad.column) for bad in table.bad] == [(5, "nom")]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("MATRICULE", "hr_number"),
        ("N° Matricule", "hr_number"),
        ("  nom_usuel ", "last_name"),
        ("NOM D’USAGE", "last_name"),
        ("Prénom", "first_name"),
        ("PRENOM", "first_name"),
        ("Pre\u0301nom", "first_name"),
        ("E-Mail", "email"),
        ("Mél", "email"),
        ("MEL_PRO", "email"),
        ("Courriel professionnel", "email"),
        ("mail pro", "email"),
        ("LIB_SERVICE", "unit"),
        ("Direction", "direction"),
        ("Site", "site"),
        ("Métier", "occupation"),
        ("Emploi", "occupation"),
        ("Filière", "stream"),
        ("Cat.", "category"),
        ("catégorie", "category"),
        ("Statut", "status"),
        ("Position", "status"),
        ("Sexe", "sex"),
        ("Civilité", "sex"),
        ("Date d'entrée", "entry_on"),
        ("DATE_ENTREE", "entry_on"),
        ("Responsable", "manager"),
        ("MAT_N1", "manager"),
        ("Matricule N+1", "manager"),
        ("Supérieur direct", "manager"),
    ],
)
def test_french_column_names_are_guessed(header, field):
    base = {"hr_number": ["nom"], "last_name": ["matricule"]}.get(field, ["matricule", "nom"])

    assert understand([*base, header]).places[field] == len(base)


def test_columns_that_are_unknown_are_listed_and_left_out():
    table = read("nom;matricule;Date de naissance;N° sécurité sociale\nPetit;1;01/02/1980;180\n".encode())

    assert table.left_out == ("Date de naissance", "N° sécurité sociale")
    assert table.rows[0].texts == ("Petit", "1")


def test_the_better_of_two_names_is_read_and_the_other_left_out():
    table = read(b"matricule;NOM;NOM_USUEL\n1;Naissance;Usage\n")

    assert (table.rows[0].last_name, table.left_out) == ("Usage", ("NOM",))


@pytest.mark.parametrize(
    "text", ["31/12/2024", "31/12/24", "2024-12-31", "31-12-2024", "2024-12-31 00:00:00"]
)
def test_every_writing_of_a_day_is_read(text):
    assert row_of(header="date d'entrée", cells=text).entry_on == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["31/02/2024", "12/31/2024", "hier", "2024", "31/12/0024", "٣١/١٢/٢٠٢٤x"])
def test_a_day_that_is_none_is_told(text):
    bad = bad_of(header="Date d'entrée", cells=text)

    assert (bad.line, bad.column, bad.value) == (2, "Date d'entrée", text)


@pytest.mark.parametrize(
    ("cells", "category"), [("A", "A"), ("b", "B"), ("Cat. C", "C"), ("Catégorie A", "A"), ("", "")]
)
def test_categories_are_read(cells, category):
    assert row_of(header="cat", cells=cells).category == category


def test_an_unknown_category_is_told():
    assert bad_of(header="Cat", cells="D").reason == "Catégorie inconnue : écrivez A, B ou C."


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ("Titulaire", "tenured"),
        ("Non titulaire", "contract"),
        ("Contractuel CDD", "contract"),
        ("Vacataire", "casual"),
        ("Apprentie", "apprentice"),
        ("", ""),
    ],
)
def test_employment_status_is_read(cells, status):
    assert row_of(header="statut", cells=cells).status == status


@pytest.mark.parametrize(("cells", "sex"), [("Mme", "F"), ("F", "F"), ("M.", "M"), ("homme", "M"), ("", "")])
def test_sex_is_read_if_given(cells, sex):
    assert row_of(header="civilité", cells=cells).sex == sex


def test_an_unknown_word_leaves_the_cell_empty_and_says_so():
    row = row_of(header="statut", cells="stagiaire")

    assert (row.status, row.doubts) == ("", (("status", "stagiaire"),))


def test_invisible_signs_go_and_spaces_fold():
    row = row_of(header="prénom", cells="\u200b Jean\u00a0\u202f Marc\ufeff \u00ad")

    assert row.first_name == "Jean Marc"


def test_names_are_composed():
    assert row_of(header="prénom", cells="Zoe\u0301").first_name == "Zoé"


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-x", "@somme"])
def test_cells_that_begin_like_a_formula_are_kept_as_text(cell):
    assert row_of(header="prénom", cells=cell).first_name == cell
    assert row_of(header="prénom", cells=f"'{cell}").first_name == cell


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("s.laurent@caluire", "il manque la fin"),
        ("laurent", "il manque « @ »"),
        ("a b@c.fr", "ne s’écrit pas"),
    ],
)
def test_an_address_that_is_none_is_told(email, words):
    assert words in bad_of(header="courriel", cells=email).reason


def test_a_name_too_long_is_told():
    assert bad_of(header="prénom", cells="x" * 151).reason == "Ce texte est trop long : 150 signes au plus."


def test_a_row_with_cells_too_many_is_told_and_one_with_too_few_is_read():
    table = read(b"matricule;nom;site\n1;Petit;Mairie;de trop\n2;Grand\n3;Moyen;Mairie;;;\n")

    assert [bad.line for bad in table.bad] == [2]
    assert [row.last_name for row in table.rows] == ["Grand", "Moyen"]


def test_what_is_kept_until_applied_is_the_same_table():
    table = read((TEXT + "003;;Zoé;Sports\n004;A;B;C;de trop\n").encode(), is_full=False)

    kept = loads(dumps(table))

    assert (kept.rows, kept.bad, kept.headers, kept.is_full) == (
        table.rows,
        table.bad,
        table.headers,
        False,
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(data):
    with suppress(FileRefused):
        assert isinstance(read(data), HrTable)


CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=5),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.sampled_from([";", ",", "\t"]),
)
def test_any_cells_under_a_good_header_are_a_table_or_a_refusal(rows, encoding, separator):
    header = separator.join(["matricule", "nom", "courriel", "date d'entrée", "service"])
    text = "\n".join([header, *(separator.join(row) for row in rows)])
    with suppress(FileRefused):
        table = read(text.encode(encoding))
        assert loads(dumps(table)).rows == table.rows


@given(st.text(max_size=60))
def test_the_key_of_a_header_is_made_of_letters_and_digits(text):
    assert key_of(text) == "" or key_of(text).isalnum()
