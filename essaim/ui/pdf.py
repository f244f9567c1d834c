"""PDFs: a typst source of ours, and the data that it shows."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import segno
import typst

from essaim.kernel.language import spoken
from essaim.ui.typography import typographic

ROOT = Path(__file__).resolve().parents[1]
FONTS = Path(__file__).parent / "fonts"
BREAK = "\u200b"
PIECE = 20
TOO_LONG = re.compile(r"\S{40,}")


def pdf(source: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1): `source` is « agenda/typst/poster.typ », under `essaim/`.

    The data travels as JSON: whatever people wrote is text, never source. Its sentences get the spaces of French,
    and the document says the language in which it is made.
    The same source, data and moment give the same bytes. Dates and numbers come already worded. `logo` is the
    picture of the house, as `printed_logo` gives it.
    """
    said = {"language": spoken()} | {name: value for name, value in data.items() if name != "logo"}
    inputs = {"data": json.dumps(as_read(said), ensure_ascii=False)}
    logo: Mapping[str, Any] | None = data.get("logo")
    if logo:
        try:
            picture = json.dumps(dict(logo) | {"content": list(logo["content"])})
            return compiled(source, inputs | {"logo": picture}, at=at)
        except typst.TypstError:  # a drawing that browsers show and paper cannot: the paper goes without
            pass
    return compiled(source, inputs, at=at)


def compiled(source: str, inputs: dict[str, str], *, at: datetime) -> bytes:
    return typst.compile(
        str(ROOT / source),
        root=str(ROOT),
        font_paths=fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )


def qr_code(address: str) -> list[list[bool]]:
    """The squares of a QR code, row by row, for `qr` of `essaim.typ`; a quarter of it may be worn away."""
    return [[bool(square) for square in row] for row in segno.make(address, error="q", micro=False).matrix]


@lru_cache
def fonts() -> typst.Fonts:
    """Our own only, read once: a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def as_read(value: Any) -> Any:
    """Every text of it as French typography wants it, with a place to break in words that no line could hold."""
    if isinstance(value, str):
        return TOO_LONG.sub(lambda word: BREAK.join(wrap(word[0], PIECE)), typographic(value))
    if isinstance(value, Mapping):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(item) for item in value]
    return value
