"""Composite search over the catalogue, as the contract's search service answers (contract, section 3.2)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import ge, gt, le, lt, ne
from typing import Any

from karmadesk.hub.archive import Json
from karmadesk.hub.envelope import malformed

_DEFAULT_LIMIT = 100
_RANGES: dict[str, Callable[[Any, Any], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "!=": ne}
_SPOKEN = ("name", "description", "keywords", "identifier")


@dataclass(frozen=True)
class Question:
    """What a search asks for, checked."""

    words: tuple[str, ...]
    filters: Json
    fields: tuple[str, ...]
    facets: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    limit: int
    offset: int


def question(asked: Json) -> Question:
    """The question in a request; refused if it has another shape than the contract's."""
    filters = asked.get("filters", {})
    if not isinstance(filters, dict):
        raise malformed("filters", "Object")
    order = asked.get("sort_by", {})
    if not isinstance(order, dict):
        raise malformed("sort_by", "Object")
    words = asked.get("query") or ""
    if not isinstance(words, str):
        raise malformed("query", "String")
    return Question(
        words=tuple(words.casefold().split()),
        filters={"status": ["Live"], **filters},
        fields=_names(asked, "fields"),
        facets=_names(asked, "facets"),
        order=tuple((name, str(way).lower() == "desc") for name, way in order.items()),
        limit=_count(asked, "limit", _DEFAULT_LIMIT),
        offset=_count(asked, "offset", 0),
    )


def answer(asked: Question, documents: Iterable[Json]) -> Json:
    """How many match, this page of them, and the facets of all of them."""
    found = [document for document in documents if _matches(asked, document)]
    for name, is_falling in reversed(asked.order):
        found = _ordered(found, name, is_falling=is_falling)
    page = found[asked.offset : asked.offset + asked.limit]
    result: Json = {"count": len(found), "content": [_picked(asked.fields, document) for document in page]}
    if asked.facets:
        result["facets"] = [_facet(name, found) for name in asked.facets]
    return result


def _names(asked: Json, key: str) -> tuple[str, ...]:
    found = asked.get(key) or []
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise malformed(key, "List")
    return tuple(found)


def _count(asked: Json, key: str, otherwise: int) -> int:
    found = asked.get(key, otherwise)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise malformed(key, "Integer")
    return found


def _matches(asked: Question, document: Json) -> bool:
    if not all(_passes(list(_values(document, path)), wanted) for path, wanted in asked.filters.items()):
        return False
    if not asked.words:
        return True
    spoken = " ".join(str(value) for name in _SPOKEN for value in _values(document, name)).casefold()
    return all(word in spoken for word in asked.words)


def _passes(values: list[Any], wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all(
            sign in _RANGES and any(_compares(_RANGES[sign], value, bound) for value in values)
            for sign, bound in wanted.items()
        )
    choices = wanted if isinstance(wanted, list) else [wanted]
    if not choices:
        return True
    return bool({_folded(choice) for choice in choices} & {_folded(value) for value in values})


def _compares(sign: Callable[[Any, Any], bool], value: Any, bound: Any) -> bool:
    try:
        return sign(value, bound)
    except TypeError:
        return False


def _folded(value: Any) -> str:
    return value.casefold() if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _values(document: Any, path: str) -> Iterator[Any]:
    """Every value at a dotted path, through lists; some lists arrive as JSON in a string."""
    head, _, rest = path.partition(".")
    found = document.get(head) if isinstance(document, dict) else None
    if rest and isinstance(found, str):
        found = _unquoted(found)
    for one in found if isinstance(found, list) else [found]:
        if one is None:
            continue
        if rest:
            yield from _values(one, rest)
        else:
            yield one


def _unquoted(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _ordered(documents: list[Json], name: str, *, is_falling: bool) -> list[Json]:
    """The documents by one field, those without it last either way."""
    having = [document for document in documents if next(_values(document, name), None) is not None]
    lacking = [document for document in documents if next(_values(document, name), None) is None]
    numbers = all(isinstance(next(_values(document, name)), int | float) for document in having)

    def key(document: Json) -> Any:
        value = next(_values(document, name))
        return value if numbers else _folded(value)

    return sorted(having, key=key, reverse=is_falling) + lacking


def _facet(name: str, found: Iterable[Json]) -> Json:
    counted = Counter(_folded(value) for document in found for value in set(map(_folded, _values(document, name))))
    return {"name": name, "values": [{"name": value, "count": count} for value, count in counted.most_common()]}


def _picked(fields: tuple[str, ...], document: Json) -> Json:
    if not fields:
        return document
    return {name: document[name] for name in ("identifier", *fields) if name in document}
