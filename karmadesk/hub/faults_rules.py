"""What the hub breaks on purpose, and when: from a file of rules, a seed, or the log of an earlier run (`--faults`)."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Protocol

from karmadesk.hub.place import TroubleError

KINDS: Mapping[str, str] = {
    "delay": "the request (or with `after` its answer) is held for `seconds`",
    "drop": "the connection is closed without a word; with `after` the write was applied",
    "status": "`status` in an envelope's shape",
    "html": "a page of HTML with `status` (200: a captive portal)",
    "empty": "200 without a body",
    "busy": "`status` 429 or 503, with `retry_after` seconds unless that is 0",
    "unauthorised": "401 of the services; with `gateway` that of the gateway",
    "truncate": "the answer breaks off in the middle of its body",
    "trickle": "the answer comes in small pieces over `seconds`",
    "clock": "`Date` and `systemDate` are wrong by `by_s` seconds",
}
ALWAYS_AFTER = frozenset({"truncate", "trickle", "clock"})
"""They spoil an answer, so the request was served."""


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong with one request."""

    kind: str
    after: bool = False
    seconds: float = 0.0
    status: int = 500
    retry_after: int = 0
    by_s: int = 0
    gateway: bool = False


_DRAWN = ("seconds", "status", "retry_after", "by_s", "after", "gateway")
"""What a rule may give a list for: one of it is drawn each time."""


@dataclass
class Rule:
    """One line of a file: which requests, how often, and what goes wrong with them."""

    kind: str
    path: str = "*"
    method: str = "*"
    probability: float = 1.0
    nth: int = 0
    count: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    dice: random.Random = field(default_factory=random.Random)
    met: int = 0
    fired: int = 0

    def drawn(self, method: str, path: str) -> Fault | None:
        """What goes wrong with this request by this rule; its dice are thrown for matching requests only."""
        if not (fnmatchcase(path, self.path) and fnmatchcase(method, self.method)):
            return None
        self.met += 1
        if self.dice.random() >= self.probability or (self.nth and self.met % self.nth):
            return None
        if self.count and self.fired >= self.count:
            return None
        self.fired += 1
        chosen = {k: self.dice.choice(v) if isinstance(v, list) else v for k, v in self.options.items()}
        fault = Fault(self.kind, **chosen)
        return Fault(**{**asdict(fault), "after": True}) if self.kind in ALWAYS_AFTER else fault


class Plan(Protocol):
    """Says what goes wrong with the n-th request."""

    def drawn(self, number: int, method: str, path: str) -> Fault | None: ...


@dataclass
class Ruled:
    """By rules: the first that fires wins, and those below are not asked.

    The same for the same seed and order of requests.
    """

    rules: Sequence[Rule]

    def drawn(self, number: int, method: str, path: str) -> Fault | None:  # noqa: ARG002 - rules count by themselves
        return next((fault for rule in self.rules if (fault := rule.drawn(method, path)) is not None), None)


@dataclass
class Replayed:
    """As it was in an earlier run: by the request's number, whatever it asks for."""

    faults: Mapping[int, Fault]

    def drawn(self, number: int, method: str, path: str) -> Fault | None:  # noqa: ARG002 - only the number counts
        return self.faults.get(number)


MIX: Sequence[Mapping[str, Any]] = (
    {"kind": "drop", "probability": 0.05, "after": [False, True, True]},
    {"kind": "delay", "probability": 0.05, "after": [False, True], "seconds": [0.02, 0.05, 0.1]},
    {"kind": "status", "probability": 0.03, "after": [False, False, True], "status": [400, 403, 404, 500, 502, 504]},
    {"kind": "html", "probability": 0.02, "after": [False, True], "status": [200, 502, 511]},
    {"kind": "empty", "probability": 0.02, "after": [False, True]},
    {"kind": "busy", "probability": 0.03, "status": [429, 503], "retry_after": [0, 1, 2]},
    {"kind": "unauthorised", "probability": 0.02, "gateway": [False, True]},
    {"kind": "truncate", "probability": 0.03},
    {"kind": "trickle", "probability": 0.02, "seconds": [0.05, 0.2]},
    {"kind": "clock", "probability": 0.02, "by_s": [-86400, -3600, 3600, 86400]},
)
"""What a seed stands for: about a quarter of all requests meet something."""
_MIXED_PATHS = ("/api/*", "*/openid-connect/token")


def plan_of(given: str) -> Plan:
    """The plan that `--faults` names: a seed, a file of rules, or a log to replay. Raises TroubleError."""
    if given.isdigit():
        return _mixed(int(given))
    try:
        text = Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as problem:
        raise TroubleError(f"{given}: the faults can't be read") from problem
    try:
        return _read(text)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise TroubleError(f"{given}: no file of faults ({problem})") from problem


def _mixed(seed: int) -> Ruled:
    rules = [_rule({**given, "path": path}, seed, n) for path in _MIXED_PATHS for n, given in enumerate(MIX)]
    return Ruled(rules)


def _read(text: str) -> Plan:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict) and "rules" in found:
        seed = int(found.get("seed", 0))
        return Ruled([_rule(given, seed, number) for number, given in enumerate(found["rules"])])
    names = {one.name for one in fields(Fault)}
    lines = [json.loads(line) for line in text.splitlines() if line]
    return Replayed({line["request"]: Fault(**{k: v for k, v in line.items() if k in names}) for line in lines})


def _rule(given: Mapping[str, Any], seed: int, number: int) -> Rule:
    of_rule = {"kind", "path", "method", "probability", "nth", "count"}
    if given["kind"] not in KINDS:
        raise ValueError(f"no kind {given['kind']}")
    if unknown := set(given) - of_rule - set(_DRAWN):
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    options = {name: value for name, value in given.items() if name in _DRAWN}
    head = {name: value for name, value in given.items() if name in of_rule}
    dice = random.Random(f"{seed}/{number}/{given.get('path')}")  # noqa: S311 - a seed must give the same again
    return Rule(**head, options=options, dice=dice)
