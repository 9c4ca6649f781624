"""The policy file as a `Policy`, or in one sentence what is wrong with it and in which line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from karmadesk.errors import PolicyRefused, PolicyUnknown, PolicyUnreadable
from karmadesk.policy.terms import NO_POLICY, TERMS, TIES, Policy

BY_KEY = {term.key: term for term in TERMS}
TABLES = frozenset(key.partition(".")[0] for key in BY_KEY)


def load(path: Path | None) -> Policy:
    """The policy in this file; none where there is no file. Raises PolicyError.

    A file that is there and can't be read is a fault: what an office decided is not to be lost by a wrong permission.
    """
    if path is None:
        return NO_POLICY
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return NO_POLICY
    except OSError as error:
        raise PolicyUnreadable(str(error), file=str(path), line=0, why=type(error).__name__) from error
    try:
        # What Windows' editor writes may begin with a mark of the encoding.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PolicyUnreadable(str(error), file=str(path), line=line, why="UTF-8") from error
    return read(text, path)


def read(text: str, path: Path) -> Policy:
    """The policy that a text says; `path` is only named. Raises PolicyUnreadable, PolicyUnknown, PolicyRefused."""
    # Imported here: a machine without a policy starts without it.
    import tomllib

    from karmadesk.policy.lines import line_of_fault

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_fault(error, text)
        raise PolicyUnreadable(str(error), file=str(path), line=line, why="TOML") from error
    given: dict[str, Any] = {}
    for key, value in _flat(said):
        if key not in BY_KEY:
            raise PolicyUnknown(key, file=str(path), line=_line(text, key), name=key)
        try:
            given[key] = BY_KEY[key].check.take(value)
        except ValueError as error:
            raise _refused(path, text, key, BY_KEY[key].check.wanted) from error
    for tie in TIES:
        if tie.is_broken(given):
            raise _refused(path, text, tie.key, tie.wanted)
    return Policy(source=path, **{BY_KEY[key].field: value for key, value in given.items()})


def refused(policy: Policy, key: str, wanted: str) -> PolicyRefused:
    """The error for a value of the policy in effect that this machine can't follow after all."""
    source = policy.source or Path()
    try:
        line = _line(source.read_text("utf-8-sig"), key)
    except (OSError, ValueError):
        line = 0  # it went, or changed, since it was read
    return PolicyRefused(key, file=str(source), line=line, name=key, wanted=wanted)


def _flat(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(dotted key, value) of everything in the tables that there are; anything else by its own name."""
    for name, value in said.items():
        if name in TABLES and isinstance(value, Mapping):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _line(text: str, key: str) -> int:
    from karmadesk.policy.lines import key_lines

    return key_lines(text).get(key, 0)


def _refused(path: Path, text: str, key: str, wanted: str) -> PolicyRefused:
    return PolicyRefused(key, file=str(path), line=_line(text, key), name=key, wanted=wanted)
