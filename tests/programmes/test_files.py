"""Logos: a picture is kept, anything that acts or fetches is refused."""

import struct
import zlib

import pytest

from essaim.programmes.files import LARGEST, UnsafeLogo, logo_uri
from essaim.programmes.queries import logo_box
from essaim.ui.pictures import logo_content, logo_ratio


def png(width=16, height=16):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width * 3 + 1) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def svg(inside="", attributes="", before=""):
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


HEXAGON = '<path d="M20 2 35 11v18L20 37 5 29V11Z" fill="#14574f"/>'


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (png(), "image/png"),
        (svg(HEXAGON), "image/svg+xml"),
        (svg(HEXAGON, before='<?xml version="1.0" encoding="UTF-8"?>'), "image/svg+xml"),
        (svg(f'<defs><linearGradient id="a"/></defs><g fill="url(#a)">{HEXAGON}</g>'), "image/svg+xml"),
        (svg("<style>.a { fill: #14574f }</style>" + HEXAGON), "image/svg+xml"),
        (svg('<defs><path id="a" d="M0 0"/></defs><use href="#a"/>'), "image/svg+xml"),
        (
            svg(
                '<metadata:x xmlns:metadata="http://www.inkscape.org/namespaces/inkscape"/>' + HEXAGON,
            ),
            "image/svg+xml",
        ),
    ],
)
def test_logo_uri_keeps_a_picture_as_it_is(picture, kind):
    assert logo_content(logo_uri(picture)) == (kind, picture)


@pytest.mark.parametrize(
    "picture",
    [
        svg("<script>alert(1)</script>"),
        svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
        svg(HEXAGON, attributes='onload="alert(1)"'),
        svg('<path d="M0 0" ONCLICK="alert(1)"/>'),
        svg('<image href="https://ailleurs.example/pixel.png"/>'),
        svg('<use href="https://ailleurs.example/a.svg#b"/>'),
        svg('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//ailleurs.example/a.svg#b"/>'),
        svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
        svg("<foreignObject><p>bonjour</p></foreignObject>"),
        svg('<set attributeName="href" to="javascript:alert(1)"/>'),
        svg("<style>@import url(https://ailleurs.example/a.css);</style>"),
        svg("<style>path { fill: url('https://ailleurs.example/a.svg#b') }</style>"),
        svg(r"<style>path { fill: u\72l(https://ailleurs.example/a) }</style>"),
        svg('<path d="M0 0" style="fill: url(https://ailleurs.example/a)"/>'),
        svg(HEXAGON, before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg(HEXAGON, before='<?xml-stylesheet href="https://ailleurs.example/a.css"?>'),
        b"<html><script>alert(1)</script></html>",
        b"<svg>without a namespace</svg>",
        b"GIF89a",
        b"",
        b"\x89PNG\r\n\x1a\n",
        png(width=9000),
        svg("<path"),
        svg("<!--" + "a" * LARGEST + "-->"),
    ],
)
def test_logo_uri_refuses_what_acts_fetches_or_is_no_picture(picture):
    with pytest.raises(UnsafeLogo):
        logo_uri(picture)


# Shapes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picture", "ratio"),
    [
        (png(640, 64), 10),
        (png(16, 64), 0.25),
        (svg(HEXAGON, 'viewBox="0 0 300 50"'), 6),
        (svg(HEXAGON, 'viewBox="-10,-10,50,100" width="100%"'), 0.5),
        (svg(HEXAGON, 'width="120mm" height="40mm"'), 3),
        (svg(HEXAGON, 'width="100%" height="40"'), 1),
        (svg(HEXAGON), 1),
        (svg(HEXAGON, 'viewBox="0 0 0 50"'), 1),
    ],
)
def test_the_shape_of_a_logo_is_read_from_its_file(picture, ratio):
    assert logo_ratio(logo_uri(picture)) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("ratio", "box"), [(1, (38, 38)), (2, (76, 38)), (10, (256, 26)), (0.5, (32, 64)), (0.1, (6, 64))]
)
def test_wide_and_tall_logos_get_more_room_than_a_square(ratio, box):
    assert logo_box(ratio) == box
