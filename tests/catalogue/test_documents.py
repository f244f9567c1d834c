"""Documents of a topic: their kind is read in their bytes."""

import zipfile
from io import BytesIO

import pytest

from essaim.catalogue import operations
from essaim.catalogue.operations.documents import LARGEST, MOST, kind_of
from tests.catalogue.test_sheets import written
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%essai"


def archive(**files):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/"), text)
    return content.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<x/>", "word__document.xml": "<x/>"})
ODS = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="<x/>")


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (DOCX, "docx"),
        (ODS, "ods"),
    ],
)
def test_the_kind_is_read_in_the_bytes(content, extension):
    assert kind_of(content)[0] == extension


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        archive(**{"a.exe": "MZ"}),
        b"PK\x03\x04cut",
        archive(mimetype="text/html", content="<x/>"),
    ],
)
def test_everything_else_is_refused_in_words(content):
    with pytest.raises(operations.BadDocument, match="type connu"):
        kind_of(content)


def test_macros_are_refused_in_words():
    with pytest.raises(operations.BadDocument, match="macros"):
        kind_of(archive(**{"[Content_Types].xml": "<x/>", "xl__vbaProject.bin": "x"}))


def test_a_file_takes_the_name_of_its_true_kind(bob):
    document = operations.add_document(
        topic=written(), name="C:\\mes documents\\support.exe", content=PDF, by=bob, at=NOW
    )

    assert (document.name, document.kind) == ("support.pdf", "application/pdf")


@pytest.mark.parametrize(("content", "said"), [(b"", "vide"), (PDF + b"0" * LARGEST, "10 Mo")])
def test_an_empty_or_heavy_file_is_refused(bob, content, said):
    with pytest.raises(operations.BadDocument, match=said):
        operations.add_document(topic=written(), name="a.pdf", content=content, by=bob, at=NOW)


def test_a_name_serves_once_and_a_topic_keeps_twelve(bob):
    topic = written()
    for number in range(MOST):
        operations.add_document(topic=topic, name=f"{number}.pdf", content=PDF, by=bob, at=NOW)

    with pytest.raises(operations.BadDocument, match="12 documents"):
        operations.add_document(topic=topic, name="13.pdf", content=PDF, by=bob, at=NOW)
    operations.remove_document(document=topic.documents.first())
    with pytest.raises(operations.BadDocument, match="déjà ce nom"):
        operations.add_document(topic=topic, name="5.pdf", content=PDF, by=bob, at=NOW)
