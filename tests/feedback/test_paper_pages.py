"""Pages of paper questionnaires: printing, typing back, the code on a phone."""

import re

import pytest

from essaim.feedback import files, operations, queries
from essaim.feedback.models import Answer, Kind, Paper
from essaim.feedback.rules import Asked, spaced_code, standard_questions
from tests.factories import NOW, AgentFactory
from tests.feedback.helpers import came, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def hosting(client, hugo):
    """A browser in which Hugo, who leads the session, is signed in."""
    client.force_login(hugo)
    return client


@pytest.fixture
def survey(hosted):
    """The open questionnaire of Hugo's session, which four people attended."""
    came(hosted, *AgentFactory.create_batch(4))
    return operations.open_questionnaire(session=hosted, at=NOW)


@pytest.fixture
def papers(hosted, survey):
    return operations.print_papers(session=hosted, number=3, at=NOW)


def page_of(session):
    return f"/seances/{session.slug}/salle/papier/"


def type_(browser, session, paper, **sent):
    return browser.post(f"{page_of(session)}saisir/", {"code": paper.code, **sent})


def said(response):
    """The words of a page, or of the one it leads to."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(text.split())


# Printing


def test_the_host_prints_as_many_sheets_as_asked(hosting, hosted):
    response = hosting.post(f"{page_of(hosted)}imprimer/", {"number": "12"})

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="questionnaires-tableaux-croises.pdf"'
    assert Paper.objects.filter(session=hosted).count() == 12
    assert "0 feuille saisie sur 12" in said(hosting.get(page_of(hosted)))


@pytest.mark.parametrize("number", ["", "0", "-3", "101", "dix", "9" * 40])
def test_a_number_that_is_none_is_told_in_words(hosting, hosted, number):
    response = hosting.post(f"{page_of(hosted)}imprimer/", {"number": number})

    assert response.status_code == 400
    assert "feuille" in said(response)
    assert not Paper.objects.exists()


def pages_in(content):
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_ten_sheets_stand_on_a_page(hosted):
    drawn = operations.print_papers(session=hosted, number=21, at=NOW)

    content = files.papers_pdf(hosted, drawn, standard_questions(), at=NOW)

    assert pages_in(content) == 3
    assert b"/StructTreeRoot" in content


def test_long_questions_and_names_of_every_script_are_printed(hosted):
    hosted.title = "محمد Nguyễn Thị Ánh Łukasz Żółć " + "x" * 90
    own = [
        *standard_questions(),
        Asked("q1234abcd", Kind.SCALE, "Le rythme ? " * 15, ("lent", "rapide")),
        Asked("q2234abcd", Kind.TEXT, "Un mot ?"),
    ]
    drawn = operations.print_papers(session=hosted, number=7, at=NOW)

    assert pages_in(files.papers_pdf(hosted, drawn, own, at=NOW)) == 2


# Typing back


def test_sheets_are_typed_one_after_the_other(hosting, hosted, papers):
    type_(hosting, hosted, papers[0], digits="132")
    answer = hosting.get(page_of(hosted))

    assert Answer.objects.values_list("useful", "use", "next").get() == ("yes", "no", "explain")
    code = spaced_code(papers[0].code)
    assert "1 feuille saisie sur 3" in said(answer)
    assert f"{code} : Oui, vraiment · Non · Je pourrais l’expliquer à mon tour" in said(answer)
    assert f"Reprendre la feuille {code}" in said(answer)
    assert 'id="id_code"' in answer.content.decode().split("autofocus")[0][-400:]


def test_a_tap_per_question_does_as_well_and_a_zero_leaves_one_out(hosting, hosted, papers):
    type_(hosting, hosted, papers[0], useful="no", next="more")
    type_(hosting, hosted, papers[1], digits="203")

    found = set(Answer.objects.values_list("useful", "use", "next"))
    assert found == {("no", "", "more"), ("somewhat", "", "enough")}


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("13", "Un chiffre par question à cocher : 3 en tout"),
        ("1322", "Un chiffre par question à cocher"),
        ("1a2", "Un chiffre par question à cocher"),
        ("149", "va de 1 à 3"),
        ("000", "aucune réponse"),
        ("", "aucune réponse"),
        ("①②③", "Un chiffre par question à cocher"),
    ],
)
def test_wrong_digits_are_told_and_what_was_typed_is_kept(hosting, hosted, papers, digits, reason):
    response = type_(hosting, hosted, papers[0], digits=digits)

    assert response.status_code == 400
    assert reason in said(response)
    assert papers[0].code in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("code", ["", "ABCD2345", "x" * 31, "<script>"])
def test_a_wrong_code_is_told_in_words(hosting, hosted, papers, code):
    response = hosting.post(f"{page_of(hosted)}saisir/", {"code": code, "digits": "111"})

    assert response.status_code == 400
    assert re.search("Aucune feuille ne porte ce code|Écrivez le code", said(response))


def test_a_used_code_is_told_in_words(hosting, hosted, papers):
    type_(hosting, hosted, papers[0], digits="111")
    assert "déjà saisie" in said(type_(hosting, hosted, papers[0], digits="333"))
    assert Answer.objects.get().useful == "yes"


def test_the_last_sheet_is_taken_back_by_who_typed_it(hosting, hosted, papers, survey):
    type_(hosting, hosted, papers[0], digits="111")
    type_(hosting, hosted, papers[1], digits="333")

    for _ in range(2):
        hosting.post(f"{page_of(hosted)}reprendre/")

    assert Answer.objects.get().useful == "yes"
    assert Paper.objects.get(pk=papers[1].pk).state == "blank"
    assert queries.results(hosted).answered == 1


def test_before_the_end_sheets_are_printed_not_typed(hosting, hosted):
    operations.print_papers(session=hosted, number=1, at=NOW)
    page = said(hosting.get(page_of(hosted)))
    assert "La saisie s’ouvre quand la séance est terminée" in page
    assert "Saisir une feuille" not in page


def test_after_the_closing_codes_serve_no_more(hosting, hosted, papers, survey):
    type(survey).objects.filter(pk=survey.pk).update(closes_at=NOW)
    operations.close_questionnaires(NOW)

    response = type_(hosting, hosted, papers[0], digits="111")

    assert response.status_code == 302
    assert "est fermé" in said(hosting.get(page_of(hosted)))


def test_own_words_and_scales_are_typed_too(hosting, hosted, alice):
    own = [
        *standard_questions()[:1],
        Asked("q1234abcd", Kind.SCALE, "Le rythme ?", ("lent", "rapide")),
        Asked("q2234abcd", Kind.TEXT, "Un mot ?"),
    ]
    publish(queries.Scope(hosted.programme), own, by=alice)
    came(hosted, alice)
    paper = operations.print_papers(session=hosted, number=1, at=NOW)[0]
    operations.open_questionnaire(session=hosted, at=NOW)

    type_(hosting, hosted, paper, digits="15", q2234abcd="Merci à tous")

    assert Answer.objects.get().more == {"q1234abcd": "5", "q2234abcd": "Merci à tous"}


# The code on a phone


def test_a_code_opens_the_questionnaire_without_signing_in(client, papers):
    code = papers[0].code
    assert client.get(f"/avis/{spaced_code(code)}/".lower()).status_code == 200

    response = client.post(f"/avis/{code}/", {"useful": "yes"})

    assert response.url == f"/avis/{code}/merci/"
    assert client.get(response.url).status_code == 200
    assert Paper.objects.get(pk=papers[0].pk).state == "phone"


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("typed", 410, "Cette feuille est déjà comptée"),
        ("early", 404, "n’est pas encore ouvert"),
        ("unknown", 404, "Ce code n’ouvre aucun questionnaire"),
    ],
)
def test_a_code_that_opens_nothing_says_why(client, hosted, state, status, words):
    code = operations.print_papers(session=hosted, number=1, at=NOW)[0].code
    if state == "typed":
        came(hosted, AgentFactory())
        operations.open_questionnaire(session=hosted, at=NOW)
        operations.type_paper(session=hosted, code=code, values={"useful": "yes"}, at=NOW)
    elif state == "unknown":
        Paper.objects.all().delete()

    response = client.get(f"/avis/{code}/")

    assert (response.status_code, words in said(response)) == (status, True)
    assert client.post(f"/avis/{code}/", {"useful": "no"}).status_code == status
    assert client.post(f"/avis/{code}/reponse/", {"useful": "no"}).status_code == 302


def test_somebody_invited_is_told_that_paper_is_counted(client, hosted, survey, papers):
    invited = survey.invitations.first().agent
    page = client.get(f"/avis/{queries.token_of(survey, invited)}/")
    assert "Déjà répondu sur une feuille de papier" in said(page)
    assert "feuille de papier" not in said(client.get(f"/avis/{papers[0].code}/"))
