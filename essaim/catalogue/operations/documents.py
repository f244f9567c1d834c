"""Files given with a topic: told by their content, never by their name."""

import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.catalogue.models import Document, Topic
from essaim.kernel.errors import Refused
from essaim.people.models import Agent

LARGEST = 10 * 1024 * 1024
MOST = 12
OFFICE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN = {
    f"application/vnd.oasis.opendocument.{kind}": extension
    for kind, extension in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}


class BadDocument(Refused):
    """The file is too large, empty, or none of the kinds that are kept."""


@transaction.atomic
def add_document(*, topic: Topic, name: str, content: bytes, by: Agent, at: datetime) -> Document:
    """Keep a file with the topic, under a name that says its true kind."""
    if not content:
        raise BadDocument(_("Ce fichier est vide."))
    if len(content) > LARGEST:
        raise BadDocument(_("Ce fichier pèse plus de 10 Mo : partagez plutôt une version plus légère."))
    Topic.objects.filter(pk=topic.pk).update(
        changed_at=at
    )  # holds the row: files sent at once are counted in turn
    if topic.documents.count() >= MOST:
        raise BadDocument(_("Un sujet garde 12 documents au plus : retirez-en un d’abord."))
    extension, kind = kind_of(content)
    stem = PurePath(name.replace("\\", "/")).stem[:120].strip() or "document"
    try:
        with transaction.atomic():
            return Document.objects.create(
                topic=topic,
                name=f"{stem}.{extension}",
                kind=kind,
                size=len(content),
                content=content,
                added_by=by,
                added_at=at,
            )
    except IntegrityError as error:
        raise BadDocument(_("Un document porte déjà ce nom sur cette fiche.")) from error


def kind_of(content: bytes) -> tuple[str, str]:
    """Extension and media type, read in the bytes themselves; refuses everything else in words."""
    if content.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", "image/jpeg"
    if content.startswith(b"PK\x03\x04") and (found := _kind_of_archive(content)):
        return found
    raise BadDocument(
        _(
            "Ce fichier n’est pas d’un type connu. Joignez un PDF, une image PNG ou JPEG, ou un document bureautique."
        )
    )


def _kind_of_archive(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.endswith("vbaProject.bin") for name in names):
                raise BadDocument(_("Ce document contient des macros : enregistrez-le sans elles."))
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return (OPEN[kind], kind) if kind in OPEN else None
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, zlib.error):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((found for folder, found in OFFICE.items() if any(n.startswith(folder) for n in names)), None)


def remove_document(*, document: Document) -> None:
    """Take a file off the sheet."""
    document.delete()
