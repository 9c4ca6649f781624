"""A certificate's drawing out of the `data:` address that a server sent: an SVG that only draws, or nothing."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from karmadesk.errors import UnsafeDrawing

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 100
KIND = "data:image/svg+xml"
SVG = "http://www.w3.org/2000/svg"

DRAWS = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "a", "switch", "view"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"),
        *("text", "tspan", "textPath", "tref", "altGlyph", "font", "font-face", "glyph", "missing-glyph", "hkern"),
        *("vkern", "font-face-src", "font-face-name", "marker", "pattern", "mask", "clipPath"),
        *("linearGradient", "radialGradient", "stop", "solidColor", "filter", "feBlend", "feColorMatrix"),
        *("feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap"),
        *("feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"),
        *("feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight"),
        *("feTile", "feTurbulence"),
    }
)
"""The elements of SVG that draw and do nothing else: no script, no foreign document, nothing that moves or is asked."""

INERT = ("http://www.inkscape.org/", "http://sodipodi.", "http://www.w3.org/1999/02/22-rdf", "http://purl.org/dc/")
"""Notes of drawing programs and of libraries: no viewer looks at them."""
CREATIVE_COMMONS = ("http://creativecommons.org/ns", "http://web.resource.org/cc/")

_INSIDE = re.compile(
    r"data:(image/(png|jpe?g|gif|webp)|font/[a-z0-9+.-]+|application/(x-)?font-[a-z0-9+.-]+|application/octet-stream)"
    r"(;[a-z0-9=.-]+)*[;,]",
    re.IGNORECASE,
)
_URL = re.compile(r"url\s*\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_STYLESHEET = re.compile(rb"<\?\s*xml-stylesheet", re.IGNORECASE)


def drawing(address: str) -> str:
    """The SVG as text, unchanged. Raises UnsafeDrawing for anything that is no drawing, or more than one."""
    raw = _bytes(address)
    if _STYLESHEET.search(raw):
        raise UnsafeDrawing("a stylesheet from elsewhere")
    try:
        root = fromstring(raw, forbid_entities=True, forbid_external=True)
        text = raw.decode("utf-8-sig")
    except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError) as error:
        raise UnsafeDrawing(type(error).__name__) from error
    if root.tag != f"{{{SVG}}}svg":
        raise UnsafeDrawing(f"the root is {root.tag[:60]}")
    for number, (element, depth) in enumerate(_walk(root)):
        if number >= MOST_ELEMENTS or depth > DEEPEST:
            raise UnsafeDrawing("too large")
        _look_at(element)
    return text


def _bytes(address: str) -> bytes:
    head, comma, payload = address.partition(",")
    kind, *options = head.strip().lower().split(";")
    if not comma or kind != KIND or len(payload) > 3 * MOST_BYTES:
        raise UnsafeDrawing("no SVG in a data address")
    found = unquote_to_bytes(payload)
    if "base64" in options:
        try:
            found = base64.b64decode(b"".join(found.split()), validate=True)
        except binascii.Error as error:
            raise UnsafeDrawing("broken base64") from error
    if len(found) > MOST_BYTES:
        raise UnsafeDrawing("too large")
    return found


def _walk(root: Element) -> Iterator[tuple[Element, int]]:
    todo = [(root, 1)]
    while todo:
        element, depth = todo.pop()
        yield element, depth
        todo += [(child, depth + 1) for child in element]


def _look_at(element: Element) -> None:
    namespace, _, name = element.tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    is_note = namespace.startswith((*INERT, *CREATIVE_COMMONS))
    if not is_note and (namespace != SVG or name not in DRAWS):
        raise UnsafeDrawing(f"<{name[:40]}>")
    for key, value in element.attrib.items():
        _look_at_attribute(key, value, is_note=is_note)
    if name == "style":
        _look_at_style("".join(element.itertext()))


def _look_at_attribute(key: str, value: str, *, is_note: bool) -> None:
    name = key.rpartition("}")[2].lower()
    if name.startswith("on") or name == "base":
        raise UnsafeDrawing(f"{name[:40]}=")
    if name in {"href", "src"} and not _is_inside(value):
        raise UnsafeDrawing(f"{name} leads elsewhere")
    if not is_note:
        _look_at_style(value)


def _look_at_style(words: str) -> None:
    plain = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), words)
    lower = re.sub(r"/\*.*?\*/", "", plain, flags=re.DOTALL).lower()
    if "@import" in lower or "expression(" in lower or "javascript:" in lower:
        raise UnsafeDrawing("a style that loads or does something")
    if any(not _is_inside(found[1]) for found in _URL.finditer(plain)):
        raise UnsafeDrawing("a style that leads elsewhere")


def _is_inside(address: str) -> bool:
    """Whether what it leads to is in this very drawing."""
    found = address.strip()
    return not found or found.startswith("#") or _INSIDE.match(found) is not None
