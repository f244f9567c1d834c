"""From bytes to text: size, nature and encoding of the file."""

import re
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.hrfile.errors import FileRefused

MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * MEGABYTE
SAMPLE = 64 * 1024
MAGIC = {
    b"PK\x03\x04": gettext_lazy("un classeur (xlsx, ods) ou une archive zip"),
    b"PK\x05\x06": gettext_lazy("une archive zip"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("un ancien classeur Excel (xls)"),
    b"%PDF": gettext_lazy("un PDF"),
    b"{\\rtf": gettext_lazy("un texte mis en forme (rtf)"),
    b"\x89PNG": gettext_lazy("une image"),
    b"\xff\xd8\xff": gettext_lazy("une image"),
    b"GIF8": gettext_lazy("une image"),
    b"\x1f\x8b": gettext_lazy("une archive"),
    b"7z\xbc\xaf": gettext_lazy("une archive"),
    b"Rar!": gettext_lazy("une archive"),
    b"\x7fELF": gettext_lazy("un programme"),
}
MIXTURE = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x93\x99\xa6]|\xc2\xa0")
"""Letters of French as UTF-8 writes them: beside bytes that are not UTF-8, two encodings were glued together."""
WEB_PAGE = re.compile(r"\s*<(!doctype|!--|\?xml|html|head|body|table|script|meta)", re.IGNORECASE)
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")


def load(source: bytes | str | Path | BinaryIO) -> bytes:
    """The bytes of the file; one that is too large is refused before it is read."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | Path):
        refuse_size(Path(source).stat().st_size)
        data = Path(source).read_bytes()
    else:
        refuse_size(getattr(source, "size", 0))
        data = source.read(MAX_BYTES + 1)
    refuse_size(len(data))
    return data


def refuse_size(size: int) -> None:
    """More than 50 MB is never a list of agents."""
    if size > MAX_BYTES:
        raise FileRefused(
            _(
                "Ce fichier pèse plus de 50 Mo : une liste d’agents en pèse cent fois moins. Vérifiez l’extraction."
            )
        )


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding."""
    if not data.strip():
        raise FileRefused(_("Ce fichier est vide. Refaites l’extraction, puis déposez-la de nouveau."))
    refuse_binary(data)
    text, encoding = _text_of(data)
    if WEB_PAGE.match(text[:1000]):
        raise FileRefused(
            _("Ce fichier est une page web. Dans votre logiciel, choisissez l’export CSV, puis déposez-le.")
        )
    if "\x00" in text:
        raise FileRefused(_("Ce fichier contient des octets nuls : il est abîmé. Refaites l’extraction."))
    head = text[:SAMPLE]
    if len(CONTROLS.findall(head)) * 100 > len(head):
        raise FileRefused(
            _("Ce fichier n’est pas du texte. Enregistrez-le en CSV, puis déposez-le de nouveau.")
        )
    if not text.strip("\ufeff \t\r\n"):
        raise FileRefused(_("Ce fichier est vide. Refaites l’extraction, puis déposez-la de nouveau."))
    return text, encoding


def refuse_binary(data: bytes) -> None:
    for magic, nature in MAGIC.items():
        if data.startswith(magic):
            raise FileRefused(
                _("Ce fichier est %(nature)s, pas un CSV. Enregistrez-le en CSV, puis déposez-le de nouveau.")
                % {"nature": nature}
            )


def _text_of(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "UTF-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return _strictly(data, "utf-8-sig"), "UTF-8"
    wide = _wide_without_mark(data[:SAMPLE])
    if wide:
        return _strictly(data, wide), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    if MIXTURE.search(data):
        raise _mixed()
    return _strictly(data, "cp1252"), "Windows-1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _mixed() from None


def _mixed() -> FileRefused:
    return FileRefused(
        _(
            "Ce fichier mélange deux encodages : des noms seraient abîmés. Refaites l’extraction d’une seule pièce."
        )
    )


def _wide_without_mark(sample: bytes) -> str:
    """UTF-16 without its mark has a null byte in nearly every pair, always on the same side."""
    pairs = len(sample) // 2
    if pairs < 2 or b"\x00" not in sample:
        return ""
    first, second = sample[: pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if second > 0.6 * pairs and first == 0:
        return "utf-16-le"
    if first > 0.6 * pairs and second == 0:
        return "utf-16-be"
    return ""
