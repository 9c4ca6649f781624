"""The things KarmaDesk speaks of, as frozen values that may cross any thread."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True)
class Competency:
    area: str
    theme: str
    sub_theme: str


@dataclass(frozen=True)
class Caption:
    """Subtitles of one language. `code` is ISO 639-1; `url` where the server has them, or a path inside the package."""

    code: str
    label: str
    url: str


@dataclass(frozen=True)
class Resource:
    """The leaf that a learner opens. Sizes in bytes, times in seconds, `threshold` 0-1 or None for the default."""

    id: str
    name: str
    kind: str
    mime_type: str
    description: str = ""
    duration_s: float = 0.0
    size_bytes: int = 0
    version: float = 1.0
    language: str = ""
    package_url: str = ""
    artifact_url: str = ""
    captions: tuple[Caption, ...] = ()
    threshold: float | None = None


@dataclass(frozen=True)
class Unit:
    """A part of a course; units may nest."""

    id: str
    name: str
    resources: tuple[Resource, ...] = ()
    units: tuple[Unit, ...] = ()

    def all_resources(self) -> tuple[Resource, ...]:
        """Its resources and those of the units below, in reading order."""
        below = (r for unit in self.units for r in unit.all_resources())
        return (*self.resources, *below)


@dataclass(frozen=True)
class CourseCard:
    """What a list shows of a course. `languages` maps a language name (lower-case English) to that tree's course id."""

    id: str
    name: str
    description: str = ""
    provider: str = ""
    language: str = ""
    duration_s: float = 0.0
    size_bytes: int = 0
    poster_url: str = ""
    version: float = 1.0
    is_program: bool = False
    languages: Mapping[str, str] = field(default_factory=dict)
    competencies: tuple[Competency, ...] = ()
    resource_count: int = 0


@dataclass(frozen=True)
class Course:
    """A course with its tree. A program has `courses` (ids of its children) and its units are those courses."""

    card: CourseCard
    units: tuple[Unit, ...] = ()
    courses: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.card.id

    def resources(self) -> tuple[Resource, ...]:
        """Every leaf, in reading order, each id once."""
        seen: dict[str, Resource] = {}
        for unit in self.units:
            for resource in unit.all_resources():
                seen.setdefault(resource.id, resource)
        return tuple(seen.values())


class BatchStatus(enum.IntEnum):
    UPCOMING = 0
    ONGOING = 1
    ENDED = 2


@dataclass(frozen=True)
class Batch:
    id: str
    course_id: str
    name: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    status: BatchStatus = BatchStatus.ONGOING


@dataclass(frozen=True)
class Enrolment:
    """The server's row: a learner joined a course in a batch."""

    course_id: str
    batch: Batch
    enrolled_at: datetime | None = None
    completed_at: datetime | None = None
    resources_done: int = 0
    resource_count: int = 0
    last_resource_id: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class Assignment:
    """One course of somebody's plan. `plan_year` is the Indian financial year's first year (April to March)."""

    course_id: str
    due_at: datetime | None = None
    is_apar: bool = False
    plan_id: str = ""
    plan_year: int = 0


@dataclass(frozen=True)
class ServerState:
    """What the server says of one resource. `percentage` 0-100; `details` is kept as it came."""

    course_id: str
    batch_id: str
    resource_id: str
    status: int = 0
    percentage: float = 0.0
    details: Mapping[str, Json] = field(default_factory=dict)
    last_access_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """Where an act belongs: this resource of this course in this batch ("" while not yet enrolled)."""

    course_id: str
    batch_id: str
    resource_id: str


Intervals = tuple[tuple[int, int], ...]
"""Sorted, disjoint, half-open [start, end) milliseconds of content."""


@dataclass(frozen=True)
class Watched:
    """The one merged row of a resource on this laptop; a join-semilattice, see `learning.merge`."""

    resource_id: str
    version: float = 1.0
    duration_ms: int = 0
    intervals: Intervals = ()
    furthest_ms: int = 0
    position_ms: int = 0
    position_clock: str = ""
    completed_at: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """What a learner is shown of one resource: the server's state and what is pending, joined."""

    resource_id: str
    fraction: float = 0.0
    completed_at: datetime | None = None
    is_completed: bool = False
    position_ms: int = 0
    is_waiting: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who learns on this laptop. `id` is random and local; `label` is what the person chose to be called."""

    id: str
    label: str
    server_id: str
    language: str = ""


@dataclass(frozen=True)
class Profile:
    """Who the server says signed in."""

    user_id: str
    first_name: str
    last_name: str = ""
    org_id: str = ""
    designation: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Tokens:
    """A session with a server; kept only in the encrypted store. Never logged: its repr says nothing."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime | None = None


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


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One practice question. `body`, labels and `explanation` are untrusted HTML from the package."""

    id: str
    body: str
    choices: tuple[Choice, ...]
    correct: frozenset[str]
    is_multiple: bool
    explanation: str = ""


@dataclass(frozen=True)
class QuestionSet:
    id: str
    name: str
    questions: tuple[Question, ...]
