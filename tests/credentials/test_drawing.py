"""A certificate's drawing is believed only as far as it draws."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.credentials.drawing import MOST_BYTES, MOST_ELEMENTS, drawing
from karmadesk.errors import UnsafeDrawing

NS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
GOOD = f'<svg {NS} width="1123" height="794"><text x="9" y="9" font-family="serif">आशा देवी</text></svg>'


def sent(svg: str, head: str = "data:image/svg+xml,") -> str:
    return head + quote(svg, safe="")


def wrapped(inside: str) -> str:
    return f"<svg {NS} {XLINK}>{inside}</svg>"


@pytest.mark.parametrize(
    "address",
    [
        sent(GOOD),
        sent(GOOD, "data:image/svg+xml;charset=utf-8,"),
        sent(GOOD, "DATA:image/SVG+xml;utf8,"),
        "data:image/svg+xml;base64," + base64.b64encode(GOOD.encode()).decode(),
        "data:image/svg+xml;base64," + quote(base64.b64encode(GOOD.encode()).decode()),
        "data:image/svg+xml," + GOOD,
    ],
)
def test_a_drawing_comes_in_every_packing_unchanged(address: str) -> None:
    assert drawing(address) == GOOD


@pytest.mark.parametrize(
    "inside",
    [
        "<style>.a{fill:url(#g)} @font-face{src:url('data:font/woff2;base64,AAAA')}</style><rect class='a'/>",
        "<image href='data:image/png;base64,AAAA'/><use xlink:href='#x'/>",
        "<rect fill='url(#g)' style='clip-path: url( \"#c\" )'/>",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' r:about='x'/></metadata>",
        "<n:namedview xmlns:n='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' showgrid='false'/>",
        "<text>100 % of 'on click' &lt;script&gt;</text>",
    ],
)
def test_what_only_draws_is_taken(inside: str) -> None:
    assert drawing(sent(wrapped(inside))) == wrapped(inside)


def test_the_usual_document_type_is_no_harm() -> None:
    kind = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert drawing(sent(kind + GOOD)) == kind + GOOD


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>x</h:script>",
        "<rect onload='x()'/>",
        "<rect ONCLICK='x()'/>",
        "<image href='http://elsewhere.example/a.png'/>",
        "<image href='file:///etc/passwd'/>",
        "<image xlink:href='//elsewhere.example/a.png'/>",
        "<image href='data:image/svg+xml,%3Csvg/%3E'/>",
        "<image href='data:text/html,x'/>",
        "<use xlink:href='other.svg#x'/>",
        "<a href='javascript:x()'/>",
        "<rect style='fill:url(http://elsewhere.example/#x)'/>",
        "<rect style='fill:u\\72l(http://elsewhere.example/#x)'/>",
        "<rect fill=' URL( other.svg#x )'/>",
        "<style>@import 'http://elsewhere.example/a.css';</style>",
        "<style>@im/* */port url(x)</style>",
        "<style>a{behaviour:expression(x)}</style>",
        "<animate attributeName='href' to='javascript:x()'/>",
        "<set attributeName='onclick' to='x'/>",
        "<iframe/>",
        "<g xml:base='http://elsewhere.example/'/>",
        "<unheard-of/>",
    ],
)
def test_what_does_more_than_draw_is_refused(inside: str) -> None:
    with pytest.raises(UnsafeDrawing):
        drawing(sent(wrapped(inside)))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "data:image/svg+xml",
        "data:image/png;base64,AAAA",
        "https://elsewhere.example/a.svg",
        "data:image/svg+xml;base64,%%%",
        sent("<svg"),
        sent("<html/>"),
        sent(f"<g {NS}/>"),
        sent('<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD),
        sent('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GOOD),
        sent('<?xml-stylesheet href="http://elsewhere.example/a.css"?>' + GOOD),
        sent(wrapped("x" * MOST_BYTES)),
        "data:image/svg+xml;base64," + base64.b64encode(wrapped("x" * MOST_BYTES).encode()).decode(),
        "data:image/svg+xml," + "x" * (3 * MOST_BYTES + 1),
        sent(wrapped("<g/>" * MOST_ELEMENTS)),
        sent(wrapped("<g>" * 200 + "</g>" * 200)),
        "data:image/svg+xml,%ff%fe%00",
    ],
)
def test_what_is_no_drawing_is_refused(address: str) -> None:
    with pytest.raises(UnsafeDrawing):
        drawing(address)


@given(st.text(max_size=300), st.sampled_from(["data:image/svg+xml,", "data:image/svg+xml;base64,", ""]))
def test_nothing_that_a_server_sends_breaks_it(words: str, head: str) -> None:
    try:
        drawing(head + words)
    except UnsafeDrawing:
        return
    assert "svg" in words
