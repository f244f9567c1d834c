"""Papers made from certificates: every name prints, every page is tagged."""

import re
import subprocess
from datetime import timedelta

import pytest

from essaim.agenda.models import Host, Session
from essaim.kernel.tables import csv_rows
from essaim.programmes.models import Format
from essaim.recognition import files, operations, queries
from essaim.recognition.models import Certificate
from tests.factories import NOW, AgentFactory

NAMES = [
    ("Maximilienne-Anastasie-Bérengère", "de La Tour du Pin Chambly de La Charce de Montmorency " * 2),
    ("محمد", "الأمين"),
    ("Ánh", "Nguyễn Thị"),
    ("Łukasz", "Żółć-Gęślą"),
]  # fmt: skip


def papers_of(session):
    return list(queries.certificates_of_session(session))


def pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def words_of(paper: bytes, tmp_path) -> str:
    """The text of a PDF, on one line."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper)
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def said_by(certificate):
    """What a paper says, before it is drawn."""
    return files.said(queries.with_paper(Certificate.objects.filter(pk=certificate.pk)).get())


@pytest.fixture
def bobs(closed, bob):
    return Certificate.objects.get(agent=bob)


@pytest.fixture
def hugos(closed, hugo):
    return Certificate.objects.get(agent=hugo)


def test_a_paper_says_all_that_the_law_asks_for(bobs):
    bobs.session.programme.organisation.refresh_from_db()
    said = said_by(bobs)

    assert (said["name"], said["session"], said["title"]) == (
        "Bob Perrin",
        "Tableaux croisés",
        "Attestation de présence",
    )
    assert said["halves"] == [
        {"day": "vendredi 1er\xa0mars 2030", "hours": "10\xa0h – 12\xa0h", "length": "2\xa0h"}
    ]
    facts = {fact["term"]: fact["says"] for fact in said["facts"]}
    assert facts["Durée suivie"] == "2\xa0h"
    assert (facts["Nature"], facts["Modalité"]) == ("perfectionnement", "présentiel")
    assert facts["Animation"] == "Hugo Haddad"
    assert (said["page"][-8:], said["code"]) == ("/badges/", bobs.code_text)
    assert said["qr_says"].endswith(f"/badges/{bobs.code_text}/")


def test_a_session_without_place_says_so(bobs):
    assert {"term": "Lieu", "says": "Lieu à préciser"} in said_by(bobs)["facts"]


def test_a_paper_without_a_named_signer_is_signed_for_the_organisation(bobs):
    assert said_by(bobs)["signer"] == "Pour Ville de Caluire-et-Cuire"


def test_a_host_reads_preparation_and_delivery_apart(hugos):
    new = operations.tell_preparation(certificate=hugos, minutes=90, at=NOW)

    facts = {fact["term"]: fact["says"] for fact in said_by(new)["facts"]}
    assert facts["Durée animée"] == "2\xa0h"
    assert facts["Préparation, déclarée"] == "1\xa0h\xa030"
    assert "Animation" not in facts


def test_a_paper_is_tagged_titled_and_one_page(bobs):
    paper = files.certificates_pdf(
        [queries.with_paper(Certificate.objects.filter(pk=bobs.pk)).get()],
        programme=bobs.session.programme,
        at=NOW,
    )

    assert (pages(paper), b"/StructTreeRoot" in paper, b"pdfuaid" in paper) == (1, True, True)


def test_names_of_every_length_and_script_keep_to_one_page_each(closed, bobs, alice, tmp_path):
    for first, last in NAMES:
        agent = AgentFactory(first_name=first[:150], last_name=last.strip()[:120])
        Certificate.objects.create(**copied(bobs, agent))
    Session.objects.filter(pk=closed.pk).update(
        title="T" * 200, outcomes="\n".join(["Une ligne bien longue " * 6] * 9)
    )
    Certificate.objects.update(title="Titre très long " * 12)

    paper = files.certificates_pdf(papers_of(closed), programme=closed.programme, at=NOW)

    assert pages(paper) == 6


def copied(one, agent):
    keep = ("session", "kind", "title", "format_name", "nature", "modality", "day", "halves", "minutes")
    fields = {name: getattr(one, name) for name in keep}
    return fields | {
        "agent": agent,
        "person": agent.person,
        "code": operations.new_code(),
        "issued_at": one.issued_at,
    }


def test_a_session_of_many_dates_pushes_no_signature_away(closed, bobs):
    half = bobs.halves[0]
    Certificate.objects.filter(pk=bobs.pk).update(halves=[half] * 14)

    paper = files.certificates_pdf(papers_of(closed), programme=closed.programme, at=NOW)

    assert pages(paper) == 2


class TestRecord:
    def test_it_lists_what_was_followed_and_what_was_given(self, closed, bobs, bob, alice):
        Host.objects.create(session=closed, agent=bob)
        operations.bring_up_to_date(session=closed, at=NOW)

        table = files.record_table(queries.certificates_of(bob))

        rows = [(row[0], row[2], row[6]) for row in table.rows]
        assert rows == [("suivie", "Tableaux croisés", 2.0), ("animée", "Tableaux croisés", 2.0)]

    def test_what_is_not_training_is_left_out(self, closed, bob):
        Certificate.objects.update(nature=Format.Nature.NOT_TRAINING)

        assert list(files.record_table(queries.certificates_of(bob)).rows) == []

    def test_papers_that_ended_are_left_out(self, closed, bob):
        Certificate.objects.update(state="cancelled", ended_at=NOW)

        assert list(files.record_table(queries.certificates_of(bob)).rows) == []

    def test_three_hundred_lines_go_on_over_pages(self, closed, bobs, bob):
        held = [Certificate(**copied(bobs, bob)) for _one in range(300)]
        for number, one in enumerate(held):
            one.pk, one.day = number, NOW.date() + timedelta(days=number)

        paper = files.record_pdf_of(bob, held, at=NOW)

        assert pages(paper) > 8
        assert b"/StructTreeRoot" in paper

    def test_an_empty_record_says_so(self, bob):
        assert pages(files.record_pdf_of(bob, [], at=NOW)) == 1

    def test_a_title_that_looks_like_a_formula_stays_text(self, closed, bob):
        Certificate.objects.update(title="=1+1")

        table = files.record_table(queries.certificates_of(bob))

        assert "'=1+1" in "".join(csv_rows(table.header, table.rows))
