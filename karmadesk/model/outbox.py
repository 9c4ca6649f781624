"""What is on its way to a server, and the server's word on it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from karmadesk.model.learner import Place
from karmadesk.model.world import Json


class ItemState(enum.Enum):
    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RefusalReason:
    """Keys of the reasons with which a server refuses for good."""

    BATCH_ENDED = "batch_ended"
    NOT_ENROLLED = "not_enrolled"
    NO_BATCH = "no_batch"
    NOT_ALLOWED = "not_allowed"
    BAD_CONTENT = "bad_content"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Receipt:
    """The server's word on one message. `accepted` False means refused for good, with a reason key."""

    accepted: bool
    at: datetime
    reason: str = ""
    server_id: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One message to one server, frozen or still gathering: what every outbox figure counts."""

    key: str
    sink: str
    place: Place
    verbs: tuple[str, ...]
    state: ItemState
    acted_at: datetime
    summary: Mapping[str, Json] = field(default_factory=dict)
    attempts: int = 0
    next_at: datetime | None = None
    receipt: Receipt | None = None
