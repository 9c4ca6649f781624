"""Where a Sunbird content node, from the wire or from a package, becomes our course, unit and resource."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from karmadesk.content import COLLECTION, UNSUPPORTED, kind_of
from karmadesk.model import Caption, Competency, Course, CourseCard, Json, Resource, Unit

Node = Mapping[str, Json]

QUESTION_SET = "application/vnd.sunbird.questionset"
DEEPEST_UNIT = 16
_LARGEST = 1e15
_PERCENT = 100.0
_LEAST_THRESHOLD = 0.05
LANGUAGE_CODES = {
    "english": "en", "hindi": "hi", "assamese": "as", "bengali": "bn", "bodo": "brx", "dogri": "doi", "gujarati": "gu",
    "kannada": "kn", "kashmiri": "ks", "konkani": "kok", "maithili": "mai", "malayalam": "ml", "manipuri": "mni",
    "marathi": "mr", "nepali": "ne", "odia": "or", "punjabi": "pa", "sanskrit": "sa", "santali": "sat", "sindhi": "sd",
    "tamil": "ta", "telugu": "te", "urdu": "ur",
}  # fmt: skip


def course_from(node: Node, base: str = "") -> Course | None:
    """The course with its tree; None for what has no identifier. No field of any shape raises.

    `base` goes before addresses without a host (`https://host`); without it they stay paths inside the package.
    """
    identifier = identifier_of(node)
    if not identifier:
        return None
    name = text_of(node.get("name")) or identifier
    units = _course_units(identifier, name, node, base)
    courses = tuple(identifier_of(child) for child in _children(node) if _is_course(child))
    course = Course(_card(identifier, node, base), units, courses)
    return dataclasses.replace(course, card=_with_tree(course.card, course.resources()))


def card_from(node: Node, base: str = "") -> CourseCard | None:
    """What a list shows of the course; None for what has no identifier."""
    identifier = identifier_of(node)
    return _card(identifier, node, base) if identifier else None


def resource_from(node: Node, base: str = "") -> Resource | None:
    """The leaf; None for a collection or for what has no identifier."""
    identifier = identifier_of(node)
    if not identifier or is_collection(node):
        return None
    mime_type = mime_type_of(node)
    full = _full_variant(node)
    package = _address(full.get("ecarUrl"), base) or _package_address(node, base)
    return Resource(
        id=identifier,
        name=text_of(node.get("name")) or identifier,
        kind=_kind_id(node, mime_type),
        mime_type=mime_type,
        description=text_of(node.get("description")),
        duration_s=_duration_s(node),
        size_bytes=int((number_of(full.get("size")) if package else 0.0) or number_of(node.get("size")) or 0),
        version=version_of(node),
        language=_language(node),
        package_url=package,
        artifact_url=_address(node.get("artifactUrl"), base),
        captions=captions_of(node, base),
        threshold=_threshold(node),
    )


def identifier_of(node: Node) -> str:
    """The node's identifier, "" when it has none that can be used."""
    value = node.get("identifier")
    return value if isinstance(value, str) and value == text_of(value) else ""


def mime_type_of(node: Node) -> str:
    """The node's mime type in lower case, without parameters."""
    return text_of(node.get("mimeType")).split(";", maxsplit=1)[0].strip().lower()


def version_of(node: Node) -> float:
    """The package version, a number however it was written; 1.0 when there is none."""
    return number_of(node.get("pkgVersion")) or 1.0


def is_collection(node: Node) -> bool:
    return mime_type_of(node) == COLLECTION


def captions_of(node: Node, base: str = "") -> tuple[Caption, ...]:
    """Subtitles, one a language, from the node's transcripts."""
    found: dict[str, Caption] = {}
    for transcript in mappings_of(node.get("transcripts")):
        label = text_of(transcript.get("language"))
        code = (text_of(transcript.get("languageCode")) or LANGUAGE_CODES.get(label.lower(), "")).lower()
        url = _address(transcript.get("artifactUrl"), base)
        if code and url and code.replace("-", "").isalnum():
            found.setdefault(code, Caption(code, label or code, url))
    return tuple(found.values())


def poster_of(node: Node, base: str = "") -> str:
    """Where the picture of a node is, "" for none."""
    return _address(node.get("posterImage"), base) or _address(node.get("appIcon"), base)


def _card(identifier: str, node: Node, base: str) -> CourseCard:
    size = number_of(node.get("totalCompressedSize")) or number_of(node.get("size")) or 0.0
    return CourseCard(
        id=identifier,
        name=text_of(node.get("name")) or identifier,
        description=text_of(node.get("description")),
        provider=_first_text(node, "organisation", "provider", "sourceName", "source"),
        language=_language(node),
        duration_s=_duration_s(node),
        size_bytes=int(size),
        poster_url=poster_of(node, base),
        version=version_of(node),
        is_program=_is_program(node),
        languages=_languages(node),
        competencies=tuple(dict.fromkeys(_competencies(node))),
        resource_count=int(number_of(node.get("leafNodesCount")) or len(_texts(node.get("leafNodes")))),
    )


def _with_tree(card: CourseCard, resources: tuple[Resource, ...]) -> CourseCard:
    """The card, corrected by what its tree adds up to: a collection's own `size` is often that of its spine."""
    return dataclasses.replace(
        card,
        resource_count=len(resources) or card.resource_count,
        size_bytes=max(card.size_bytes, sum(resource.size_bytes for resource in resources)),
        duration_s=card.duration_s or sum(resource.duration_s for resource in resources),
    )


def _course_units(course_id: str, name: str, node: Node, base: str) -> tuple[Unit, ...]:
    """The units of a course. Leaves that hang on the course itself are gathered in units with its name."""
    units: list[Unit] = []
    loose: list[Resource] = []

    def gather() -> None:
        if loose:
            number = sum(1 for unit in units if unit.id.partition("#")[0] == course_id)
            units.append(Unit(f"{course_id}#{number + 1}" if number else course_id, name, tuple(loose)))
            loose.clear()

    for child in _children(node):
        if is_collection(child):
            gather()
            units.extend(_unit(child, base, 1))
        elif (resource := resource_from(child, base)) is not None:
            loose.append(resource)
    gather()
    return tuple(units)


def _unit(node: Node, base: str, depth: int) -> Iterator[Unit]:
    identifier = identifier_of(node)
    if not identifier or depth > DEEPEST_UNIT:
        return
    children = _children(node)
    resources = (resource_from(child, base) for child in children)
    below = tuple(unit for child in children if is_collection(child) for unit in _unit(child, base, depth + 1))
    yield Unit(
        identifier,
        text_of(node.get("name")) or identifier,
        tuple(resource for resource in resources if resource is not None),
        below,
    )


def _children(node: Node) -> list[Node]:
    """The children that can be named, in the order of their index (where every one has one)."""
    children = [child for child in mappings_of(node.get("children")) if identifier_of(child)]
    places = [number_of(child.get("index")) for child in children]
    if any(place is None for place in places):
        return children
    return [child for _, child in sorted(zip(places, children, strict=True), key=lambda pair: pair[0] or 0.0)]


def _categories(node: Node) -> set[str]:
    return {text_of(node.get(key)).lower() for key in ("primaryCategory", "courseCategory", "contentType")}


def _is_course(node: Node) -> bool:
    return is_collection(node) and "course" in _categories(node)


def _is_program(node: Node) -> bool:
    named = any(category.endswith("program") for category in _categories(node))
    return named or any(_is_course(child) for child in _children(node))


def _kind_id(node: Node, mime_type: str) -> str:
    """Graded question sets need the server's attempt record and clock: only practice sets open here."""
    category = text_of(node.get("primaryCategory")).lower()
    if mime_type == QUESTION_SET and category and "practice" not in category:
        return UNSUPPORTED.id
    return kind_of(mime_type).id


def _language(node: Node) -> str:
    """The first language, as a lower-case English name."""
    return next(iter(_texts(node.get("language"))), "").lower()


def _languages(node: Node) -> dict[str, str]:
    linked = parsed_of(node.get("languageMapV1"))
    found: dict[str, str] = {}
    for name, entry in linked.items() if isinstance(linked, Mapping) else ():
        if isinstance(entry, Mapping) and text_of(entry.get("status")).lower() == "live" and text_of(name):
            course_id = identifier_of({"identifier": entry.get("id")})
            if course_id:
                found[text_of(name).lower()] = course_id
    return found


def _competencies(node: Node) -> Iterator[Competency]:
    """Tags of the newest form that the node has; each form may also arrive as a JSON string."""
    forms = (
        ("competencies_v6", "competencyAreaName", "competencyThemeName", "competencySubThemeName"),
        ("competencies_v5", "competencyArea", "competencyTheme", "competencySubTheme"),
        ("competencies_v3", "competencyType", "name", ""),
    )
    for key, area, theme, sub_theme in forms:
        tags = [
            Competency(text_of(tag.get(area)), text_of(tag.get(theme)), text_of(tag.get(sub_theme)))
            for tag in mappings_of(node.get(key))
        ]
        named = [tag for tag in tags if tag.area or tag.theme or tag.sub_theme]
        if named:
            yield from named
            return


def _duration_s(node: Node) -> float:
    return number_of(node.get("duration")) or number_of(node.get("expectedDuration")) or 0.0


def _threshold(node: Node) -> float | None:
    """The share that completes it, written as 0-1 or in percent; None when the content says nothing usable."""
    for key in ("completionThreshold", "minimumPercentage"):
        value = number_of(node.get(key))
        share = value / _PERCENT if value is not None and value > 1 else value
        if share is not None and _LEAST_THRESHOLD <= share <= 1:
            return share
    return None


def _full_variant(node: Node) -> Node:
    variants = parsed_of(node.get("variants"))
    full = variants.get("full") if isinstance(variants, Mapping) else None
    return full if isinstance(full, Mapping) else {}


def _package_address(node: Node, base: str) -> str:
    """`downloadUrl`, when it leads to a package; inside a package it repeats the artifact's path."""
    address = _address(node.get("downloadUrl"), base)
    return address if address.partition("?")[0].lower().endswith(".ecar") else ""


def _address(value: Json, base: str) -> str:
    """A web address or a path inside the package; "" for everything else."""
    text = text_of(value)
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        return ""
    if scheme:
        return text if scheme in {"http", "https"} else ""
    if text.startswith("//"):
        return ""
    return f"{base.rstrip('/')}/{text.lstrip('/')}" if text and base else text


def parsed_of(value: Json) -> Json:
    """The value, or what a JSON string holds."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def mappings_of(value: Json) -> list[Node]:
    parsed = parsed_of(value)
    return [entry for entry in parsed if isinstance(entry, Mapping)] if isinstance(parsed, list) else []


def _texts(value: Json) -> list[str]:
    """A list of words, however it was written: a list, a JSON string of one, or words with commas."""
    if isinstance(value, str):
        parsed = parsed_of(value)
        value = parsed if isinstance(parsed, list) else value.split(",")
    return [text for text in map(text_of, value) if text] if isinstance(value, list) else []


def _first_text(node: Node, *keys: str) -> str:
    """The first word found under these keys; a list gives its first."""
    values = (node.get(key) for key in keys)
    texts = (next(iter(_texts(value)), "") if isinstance(value, list) else text_of(value) for value in values)
    return next((text for text in texts if text), "")


def text_of(value: Json) -> str:
    """A string that any database can hold, trimmed; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def number_of(value: Json) -> float | None:
    """A finite number that is not negative, from a number or a string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and 0 <= number <= _LARGEST else None
