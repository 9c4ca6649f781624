"""Frozen values as JSON documents and back, by their own annotations: for what is kept only to be shown again."""

from __future__ import annotations

import enum
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from karmadesk.model import Json

T = TypeVar("T")
PLAIN = (str, int, float, bool)


def document(value: object) -> Json:
    """The value as JSON: dataclasses become objects, moments ISO texts, paths texts, enums their values."""
    if is_dataclass(value):
        return {each.name: document(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | frozenset):
        return [document(each) for each in value]
    if isinstance(value, Mapping):
        return {str(name): document(each) for name, each in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value.value if isinstance(value, enum.Enum) else value


def value_of(kind: type[T], found: Json) -> T:
    """The value again. Raises ValueError for a document that is not of this kind (another version's, or damaged)."""
    try:
        made: T = _value(kind, found)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    return made


def _value(kind: Any, found: Json) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if found is None else _value(get_args(kind)[0], found)
    if origin is tuple:
        return tuple(_value(get_args(kind)[0], each) for each in found)
    if origin is Mapping:
        return {str(name): _value(get_args(kind)[1], each) for name, each in found.items()}
    if kind in PLAIN:
        return _plain(kind, found)
    if kind is datetime:
        return datetime.fromisoformat(found)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each.name: _value(hints[each.name], found[each.name]) for each in fields(kind)})  # type: ignore[operator]  # a class, not an instance
    return kind(found)


def _plain(kind: Any, found: Json) -> Json:
    if isinstance(found, kind) or (kind is float and isinstance(found, int)):
        return found
    raise ValueError(f"{found!r} is no {kind.__name__}")
