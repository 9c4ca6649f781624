"""Reading the contract's examples, and saying where an answer departs from one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

FOLDER = Path(__file__).parent / "examples"
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Example:
    """One request and response of the contract (tests/contract/examples/README.md)."""

    name: str
    section: str
    says: str
    flavour: str
    before: tuple[str, ...]
    request: Json
    response: Json
    exact: tuple[str, ...]


@cache
def examples() -> dict[str, Example]:
    """Every example by name."""
    return {file.stem: _read(file) for file in sorted(FOLDER.glob("*.json"))}


def _read(file: Path) -> Example:
    found = json.loads(file.read_text(encoding="utf-8"))
    return Example(
        name=file.stem,
        section=found["section"],
        says=found["says"],
        flavour=found.get("flavour", "igot"),
        before=tuple(found.get("before", ())),
        request=found["request"],
        response=found["response"],
        exact=tuple(found["exact"]),
    )


def filled_in(value: Any, known: Mapping[str, str]) -> Any:
    """The value with what holds here in the place of `{{…}}`."""
    if isinstance(value, str):
        return _PLACE.sub(lambda found: known[found[1]], value)
    if isinstance(value, list):
        return [filled_in(one, known) for one in value]
    if isinstance(value, dict):
        return {filled_in(name, known): filled_in(one, known) for name, one in value.items()}
    return value


def departures(example: Any, answer: Any, exact: tuple[str, ...]) -> list[str]:
    """Where an answer's JSON departs from the example's: missing names, other kinds, other values where they count."""
    found = list(_other_kinds("", example, answer))
    for path in exact:
        wanted, given = _at(example, path), _at(answer, path)
        if wanted != given:
            found.append(f"{path}: {given!r}, not {wanted!r}")
    return found


def _other_kinds(path: str, example: Any, answer: Any) -> Iterator[str]:
    if example is None:
        return
    if _kind(answer) != _kind(example):
        yield f"{path or 'all'}: {answer!r} is no {_kind(example)}"
    elif isinstance(example, dict):
        yield from _other_members(path, example, answer)
    elif isinstance(example, list):
        if example and not answer:
            yield f"{path}: empty"
        for place, (wanted, given) in enumerate(zip(example, answer, strict=False)):
            yield from _other_kinds(f"{path}.{place}", wanted, given)


def _other_members(path: str, example: Json, answer: Json) -> Iterator[str]:
    for name, value in example.items():
        below = f"{path}.{name}".lstrip(".")
        if name in answer:
            yield from _other_kinds(below, value, answer[name])
        elif value is not None:
            yield f"{below}: missing"


def _kind(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else type(value).__name__


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value
