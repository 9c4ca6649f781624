"""In which line each key of a TOML text is given, by the one grammar that decides: the standard library's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

_AT = re.compile(r"\(at line (\d+)")


def line_of_fault(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line at which the text stops being TOML. `tomllib` says it in words only; "at end" is the last line."""
    found = _AT.search(str(error))
    return int(found[1]) if found else text.rstrip("\n").count("\n") + 1


def key_lines(text: str) -> dict[str, int]:
    """The first line of each table and key of a sound text, by its dotted name.

    `tomllib` tells no positions, so the text is cut into its statements: the fewest lines from one statement's start
    that are TOML by themselves. No statement is that before its last line, since what runs over a line's end (a list,
    a text in three quotes) stands in brackets.
    """
    found: dict[str, int] = {}
    table = ""
    for number, statement in _statements(text):
        said = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = next(iter(_names(said, "")))
            found.setdefault(table, number)
        for name in _names(said, table if not statement.lstrip().startswith("[") else ""):
            found.setdefault(name, number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not _is_whole("\n".join(lines[start:end])):
            end += 1
        statement = "\n".join(lines[start:end])
        if statement.strip() and not statement.lstrip().startswith("#"):
            yield start + 1, statement
        start = end


def _is_whole(piece: str) -> bool:
    try:
        tomllib.loads(piece)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _names(said: Any, within: str) -> Iterator[str]:
    """The innermost first, so that a header `[a.b]` is named `a.b`; the tables around it follow."""
    if isinstance(said, list):
        said = said[0] if said and isinstance(said[0], Mapping) else {}
    if not isinstance(said, Mapping):
        return
    for key, value in said.items():
        name = f"{within}.{key}" if within else key
        yield from _names(value, name)
        yield name
