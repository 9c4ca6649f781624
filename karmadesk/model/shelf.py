"""Files on this laptop and those being fetched."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from karmadesk.model.world import Json


class DownloadState(enum.Enum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Download:
    """One file being fetched for one course: (server, content, package version, role). Bytes may exceed 2^31."""

    id: str
    server_id: str
    course_id: str
    content_id: str
    version: float
    role: str
    name: str
    state: DownloadState
    bytes_done: int = 0
    bytes_total: int = 0
    etag: str = ""
    error_key: str = ""
    error_arguments: Mapping[str, Json] = field(default_factory=dict)
    attempts: int = 0
    next_at: datetime | None = None
    needed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placement:
    """A file of a content here. `role` is artifact, caption:<code>, poster, questions or asset:<path inside>."""

    server_id: str
    content_id: str
    version: float
    role: str
    sha256: str
    size_bytes: int
    name: str
    mime_type: str = ""
