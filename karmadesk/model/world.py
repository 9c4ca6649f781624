"""What the rest is said in: topics, links, servers."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict of them."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Topic(enum.Flag):
    """What changed; one signal carries it and each view asks "is it mine?"."""

    NONE = 0
    PLAN = enum.auto()
    PROGRESS = enum.auto()
    OUTBOX = enum.auto()
    DOWNLOADS = enum.auto()
    CATALOGUE = enum.auto()
    PEOPLE = enum.auto()
    LINK = enum.auto()
    SETTINGS = enum.auto()


class Link(enum.Enum):
    """How the server can be reached, as far as we know."""

    UNKNOWN = "unknown"
    OFFLINE = "offline"
    ONLINE = "online"
    METERED = "metered"
    CAPTIVE = "captive"
    UNTRUSTED = "untrusted"
    PROXY = "proxy"


class Charge(enum.Enum):
    """What the learner said of the network here."""

    FREE = "free"
    BY_BYTE = "by byte"
    UNSAID = "unsaid"
    """Nothing yet: it counts as one that costs."""
    NONE = "none"
    """It is not asked for: the server is on this machine, or none was reached."""


class SignInWay(enum.Enum):
    """How a server row signs people in: see docs/igot.md."""

    LOOPBACK = "loopback"
    PASTE = "paste"


@dataclass(frozen=True)
class ServerRow:
    """One server that people may learn from. `host` has no trailing slash."""

    id: str
    name: str
    adapter: str
    host: str
    api_key: str
    sign_in: SignInWay = SignInWay.LOOPBACK
    client_id: str = "karmadesk"
    channel: str = "igot"
    records: str = ""
    """Where statements go besides: the address of an xAPI record store; "" for none."""
    records_key: str = ""
    """`name:secret` of that store; without one the learner's own token is shown."""
