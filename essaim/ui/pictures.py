"""Kept pictures: what they hold and which shape they have."""

import base64
import re
from typing import Any
from xml.parsers import expat

PNG, SVG = "image/png", "image/svg+xml"
NUMBERS = re.compile(r"-?\d*\.?\d+")
LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(?:px|pt|mm|cm|in)?\s*$")


def logo_content(uri: str) -> tuple[str, bytes]:
    """The kind and the bytes of a kept logo."""
    kind, encoded = uri.removeprefix("data:").split(";base64,", 1)
    return kind, base64.b64decode(encoded)


def logo_ratio(uri: str) -> float:
    """Its width for a height of one; 1 when the drawing does not say."""
    if not uri:
        return 1.0
    kind, content = logo_content(uri)
    if kind == PNG:
        width, height = (float(int.from_bytes(content[start : start + 4])) for start in (16, 20))
    else:
        width, height = drawn_size(content)
    return width / height if width > 0 and height > 0 else 1.0


def drawn_size(content: bytes) -> tuple[float, float]:
    """Width and height of an SVG: those of its frame, else those that it asks for."""
    found: list[dict[str, str]] = []
    reader = expat.ParserCreate()
    reader.StartElementHandler = lambda _name, attributes: found.append(attributes) if not found else None
    try:
        reader.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        return 0.0, 0.0
    root = found[0] if found else {}
    frame = NUMBERS.findall(root.get("viewBox", ""))
    if len(frame) == len("xywh"):
        return float(frame[2]), float(frame[3])
    sizes = [LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    width, height = (float(size[1]) if size else 0.0 for size in sizes)
    return width, height


def printed_logo(uri: str) -> dict[str, Any] | None:
    """The picture as `essaim.ui.pdf` takes it."""
    if not uri:
        return None
    kind, content = logo_content(uri)
    return {"kind": "png" if kind == PNG else "svg", "content": content, "ratio": logo_ratio(uri)}
