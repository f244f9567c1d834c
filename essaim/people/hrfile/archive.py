"""The zip of a workbook, opened with care: bounded, without program or entity, then packed anew for the reader."""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from essaim.people.hrfile.errors import FileRefused
from essaim.people.hrfile.sheet_xml import XmlRefused, check_part
from essaim.people.hrfile.shown import STYLES, Shown

MEGABYTE = 1024 * 1024
MAX_PARTS = 2000
MAX_INFLATED = 100 * MEGABYTE
CHUNK = 64 * 1024
ODS = "application/vnd.oasis.opendocument.spreadsheet"
STRINGS = "xl/sharedStrings.xml"
FIRST = {STRINGS, *STYLES}
PROGRAMS = ("basic/", "scripts/")


def repack(data: bytes) -> bytes:
    """The parts that were checked, and only they: what the reader opens is what was measured here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked(archive)
    except XmlRefused as refused:
        raise FileRefused(str(refused)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise broken() from None


def broken() -> FileRefused:
    return FileRefused(
        _("Ce classeur est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau, puis redéposez-le.")
    )


def protected() -> FileRefused:
    return FileRefused(
        _("Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis redéposez-le.")
    )


def with_program() -> FileRefused:
    return FileRefused(_("Ce classeur contient des macros. Enregistrez-le en xlsx, en ods ou en CSV."))


def too_heavy() -> FileRefused:
    return FileRefused(_("Une fois ouvert, ce classeur serait démesuré. Gardez la seule liste des agents."))


def _checked(archive: zipfile.ZipFile) -> bytes:
    infos = archive.infolist()
    names = {info.filename for info in infos}
    refuse_nature(infos, names)
    if sum(info.file_size for info in infos if is_read(info)) > MAX_INFLATED:
        raise too_heavy()
    kept = sorted((info for info in infos if is_read(info)), key=lambda info: info.filename not in FIRST)
    fresh, lengths, left, shown = io.BytesIO(), list[int](), MAX_INFLATED, Shown()
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as copy:
        for info in kept:
            part = inflated(archive, info, most=left)
            left -= len(part)
            refuse_inside(info.filename, part)
            part = shown.part(info.filename, part)
            if info.filename != "mimetype":
                check_part(part, strings=lengths, is_strings=info.filename == STRINGS)
            copy.writestr(info.filename, part)
    return fresh.getvalue()


def is_read(info: zipfile.ZipInfo) -> bool:
    return info.filename == "mimetype" or info.filename.endswith((".xml", ".rels"))


def refuse_nature(infos: list[zipfile.ZipInfo], names: set[str]) -> None:
    """What the names alone tell: too many parts, a program, a binary or foreign content."""
    if len(infos) > MAX_PARTS or len(names) < len(infos):
        raise broken()
    if any(info.flag_bits & 1 for info in infos):
        raise protected()
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith(PROGRAMS) for name in lower):
        raise with_program()
    if "xl/workbook.bin" in lower:
        raise FileRefused(_("Ce classeur est au format xlsb. Enregistrez-le en xlsx, puis redéposez-le."))
    if "xl/workbook.xml" not in names and not {"mimetype", "content.xml"} <= names:
        raise FileRefused(_("Ce fichier est une archive zip, pas un classeur. Déposez le classeur lui-même."))


def inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, most: int) -> bytes:
    """The part as it really is: what its header says of its size is not believed."""
    pieces, size = [], 0
    with archive.open(info) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > most:
                raise too_heavy()
            pieces.append(piece)
    return b"".join(pieces)


def refuse_inside(name: str, part: bytes) -> None:
    """What only the content tells: macros, encryption, another kind of document."""
    if name == "[Content_Types].xml" and b"macroEnabled" in part:
        raise with_program()
    if name == "META-INF/manifest.xml" and b"encryption-data" in part:
        raise protected()
    if name == "mimetype" and not part.decode("ascii", "replace").strip().startswith(ODS):
        raise FileRefused(_("Ce document n’est pas un tableur. Enregistrez la liste en ods, xlsx ou CSV."))
