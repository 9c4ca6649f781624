"""What a look at one thing found: how it stands, one sentence, and what to do."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class State(enum.Enum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """`check` is one of `support_code.CHECKS`. Nothing in it is secret or names a person: it is read out and mailed."""

    check: str
    state: State
    says: str
    do: str = ""


def fine(check: str, says: str) -> Finding:
    return Finding(check, State.OK, says)


def warning(check: str, says: str, do: str) -> Finding:
    return Finding(check, State.WARNING, says, do)


def problem(check: str, says: str, do: str) -> Finding:
    return Finding(check, State.PROBLEM, says, do)


def spoken(path: Path) -> str:
    """A path without the name of whoever's folder it is in."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def bare_address(address: str) -> str:
    """Scheme, host and port of an address: no name, no password, no path."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that is none"
    return f"{parts.scheme}://{parts.hostname}{port}" if parts.hostname else "an address that is none"
