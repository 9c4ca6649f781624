"""What a value in the policy file may be: each check takes it as it must be, or says in signs what it wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import urlsplit

_CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Check:
    """`take` raises ValueError for what it can't take; `wanted` says it in signs that need no translation."""

    wanted: str
    take: Callable[[Any], Any]


def words(most: int = 200) -> Check:
    """One line of text."""

    def take(value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
            raise ValueError
        return value.strip()

    return Check('"…"', take)


def name() -> Check:
    """A short name of ASCII letters that may be part of a path."""

    def take(value: Any) -> str:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise ValueError
        return value

    return Check('"a-z 0-9 . _ -"', take)


def address(*schemes: str, may_be: Collection[str] = (), may_log_in: bool = False, may_lead_on: bool = False) -> Check:
    """A scheme of these, a host and perhaps a port; or one of a few words.

    With `may_log_in` a name and a password, with `may_lead_on` a path on that host.
    """

    def take(value: Any) -> str:
        if isinstance(value, str) and value in may_be:
            return value
        if not isinstance(value, str) or any(letter.isspace() for letter in value):
            raise ValueError
        parts = urlsplit(value)
        # Reading the port is what makes urlsplit look at it.
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError
        leads_on = bool(parts.path.strip("/")) and not may_lead_on
        if leads_on or parts.query or parts.fragment or ("@" in parts.netloc and not may_log_in):
            raise ValueError
        return value.rstrip("/")

    return Check(", ".join([f'"{scheme}://…"' for scheme in schemes] + [f'"{word}"' for word in may_be]), take)


def page(*schemes: str) -> Check:
    """An address with a path, without a login."""

    def take(value: Any) -> str:
        if not isinstance(value, str) or any(letter.isspace() for letter in value):
            raise ValueError
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0 or "@" in parts.netloc:
            raise ValueError
        return value

    return Check(", ".join(f'"{scheme}://…/…"' for scheme in schemes), take)


def one_of(*values: str) -> Check:
    def take(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError
        return value

    return Check(", ".join(f'"{value}"' for value in values), take)


def whole(least: int, most: int) -> Check:
    """A whole number; `true` is none, though Python thinks so."""

    def take(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError
        return value

    return Check(f"{least}…{most}", take)


def yes_or_no() -> Check:
    def take(value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("neither true nor false")  # noqa: TRY004 - one error for whatever a check can't take
        return value

    return Check("true, false", take)


def language() -> Check:
    """A language's code."""

    def take(value: Any) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise ValueError
        return value

    return Check('"hi", "en", …', take)


def languages() -> Check:
    """At least one language's code, each once."""
    one = language()

    def take(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError
        return tuple(dict.fromkeys(one.take(code) for code in value))

    return Check('["hi", "en", …]', take)


def place() -> Check:
    """A whole path, of whichever system: whether it is there is found out where it is used."""

    def take(value: Any) -> Path:
        if not isinstance(value, str) or "\0" in value:
            raise ValueError
        if not PurePosixPath(value).is_absolute() and not PureWindowsPath(value).is_absolute():
            raise ValueError
        return Path(value)

    return Check(r"'/…', 'C:\…'", take)
