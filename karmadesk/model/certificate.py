"""A certificate that a server issued, and how far it has come to this laptop."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class CertificateState(enum.Enum):
    """`LISTED`: issued, its drawing not here yet. `UNUSABLE`: its drawing can't be shown safely."""

    LISTED = "listed"
    HERE = "here"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class Certificate:
    """What the server says of one certificate. Only the server makes one: nothing here can be drawn without it."""

    id: str
    course_id: str
    name: str = ""
    issued_at: datetime | None = None
    access_code: str = ""
    template_url: str = ""
    state: CertificateState = CertificateState.LISTED
    attempts: int = 0
    next_at: datetime | None = None
    """Not to be fetched before then."""
