"""What the screens show, as frozen values: everything is decided here, a view only draws it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from karmadesk.model import (
    Caption,
    CourseCard,
    Download,
    Enrolment,
    Intervals,
    Item,
    ItemState,
    Json,
    Link,
    Place,
    Progress,
    QuestionSet,
    Resource,
)


class Presence(enum.Enum):
    """How much of a course is on this laptop."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"
    FETCHING = "fetching"


class Due(enum.Enum):
    """How urgent a due date is."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


class Paper(enum.Enum):
    """How far a course's certificate has come. `AWAITED`: the server has not issued one yet."""

    AWAITED = "awaited"
    LISTED = "listed"
    HERE = "here"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class CertificateView:
    """What is known of a course's certificate; with a drawing only when it is `HERE`."""

    paper: Paper
    id: str = ""
    issued_at: datetime | None = None
    access_code: str = ""


@dataclass(frozen=True)
class PlanItem:
    """One assigned course. `fraction` 0-1; `due_days` is negative when overdue; `fetch_bytes` what is not here yet."""

    card: CourseCard
    poster: Path | None
    due: Due
    due_at: datetime | None
    due_days: int
    is_apar: bool
    fraction: float
    is_done: bool
    is_waiting: bool
    presence: Presence
    fetch_bytes: int
    kinds: tuple[str, ...]
    certificate_id: str = ""
    """A certificate for it that is here."""


@dataclass(frozen=True)
class PlanYear:
    """Assigned courses of one financial year, most urgent first; done ones last."""

    first_year: int
    items: tuple[PlanItem, ...]

    @property
    def done(self) -> int:
        return sum(1 for item in self.items if item.is_done)


@dataclass(frozen=True)
class ContinueCard:
    """Where the learner stopped. `left_s` is 0 where a kind has no length."""

    place: Place
    course_name: str
    resource: Resource
    unit_number: int
    unit_count: int
    position_ms: int
    left_s: float
    fraction: float
    poster: Path | None


@dataclass(frozen=True)
class FetchAdvice:
    """What to fetch before leaving: courses not wholly here, most urgent first."""

    course_ids: tuple[str, ...]
    resource_count: int
    bytes_to_fetch: int
    free_bytes: int
    seconds: float | None


@dataclass(frozen=True)
class PlanView:
    person_label: str
    years: tuple[PlanYear, ...]
    resume: ContinueCard | None
    fetch: FetchAdvice | None
    was_pulled: bool
    is_set_aside: bool = False
    """The catalogue was damaged, and what the courses are is not fetched again yet."""
    mended: str = ""
    """These records were damaged and made whole, and nothing was pulled since; see `services.mended`."""


@dataclass(frozen=True)
class ResourceRow:
    """A resource in its course. `download` is the unfinished one, if any."""

    place: Place
    resource: Resource
    progress: Progress
    is_here: bool
    download: Download | None


@dataclass(frozen=True)
class UnitRow:
    id: str
    name: str
    number: int
    fraction: float
    rows: tuple[ResourceRow, ...]


class MissingKind(enum.Enum):
    WATCH = "watch"
    READ = "read"
    ANSWER = "answer"
    SEND = "send"
    ENROL = "enrol"


@dataclass(frozen=True)
class Missing:
    """One thing between the learner and 100 %. `seconds` is 0 where unknown; `count` of items to send or questions."""

    kind: MissingKind
    name: str = ""
    percent_left: int = 0
    seconds: float = 0.0
    count: int = 0
    place: Place | None = None


@dataclass(frozen=True)
class CourseView:
    """A course screen. `languages` maps each language to its tree's course id; `base_id` is enrolled in."""

    card: CourseCard
    base_id: str
    language: str
    languages: Mapping[str, str]
    units: tuple[UnitRow, ...]
    courses: tuple[PlanItem, ...]
    fraction: float
    is_done: bool
    has_tree: bool
    presence: Presence
    here_bytes: int
    fetch_bytes: int
    enrolment: Enrolment | None
    is_batch_ended: bool
    waiting: int
    missing: tuple[Missing, ...]
    due: Due
    due_at: datetime | None
    due_days: int
    is_apar: bool
    resume: Place | None
    poster: Path | None
    certificate: CertificateView | None = None


@dataclass(frozen=True)
class CaptionTrack:
    caption: Caption
    path: Path


@dataclass(frozen=True)
class OpenResource:
    """A resource ready to be shown: its files on disk (`assets` by path inside) and where the learner stopped."""

    place: Place
    course_name: str
    resource: Resource
    path: Path
    captions: tuple[CaptionTrack, ...]
    assets: Mapping[str, Path]
    questions: QuestionSet | None
    progress: Progress
    watched_fraction: float
    previous: Place | None
    next: Place | None
    is_batch_ended: bool
    pages_seen: tuple[int, ...] = ()
    watched: Intervals = ()


@dataclass(frozen=True)
class LedgerRow:
    """One item with the names of what it is about."""

    item: Item
    course_name: str
    resource_name: str


@dataclass(frozen=True)
class LedgerView:
    rows: tuple[LedgerRow, ...]
    counts: Mapping[ItemState, int]
    needs_sign_in: bool
    usage: int = 0
    """How many items tell how lessons are used; none of them is among the counts."""


@dataclass(frozen=True)
class DownloadsView:
    """`downloads` in queue order; courses wholly or partly here with their bytes; disk figures."""

    downloads: tuple[Download, ...]
    names: Mapping[str, str]
    here: tuple[tuple[CourseCard, int], ...]
    used_bytes: int
    free_bytes: int
    asks_network: bool = False
    """Whether courses wait until the learner says if the network here is free of charge."""


@dataclass(frozen=True)
class StripView:
    """The status strip: the link, what waits to be sent, what is being fetched."""

    link: Link = Link.UNKNOWN
    to_send: int = 0
    refused: int = 0
    needs_sign_in: bool = False
    is_sending: bool = False
    fetching: int = 0
    fetching_fraction: float = 0.0
    failed: int = 0
    fetched: int = 0
    """How many files have been fetched and are still here."""
    is_disk_full: bool = False
    """A download waits for room on the disk."""
    sends_at: datetime | None = None
    """When what waits is sent by itself, where a turn is waited for."""
    asks_network: bool = False
    """Whether the learner should say if the network here is free of charge."""
    mended: str = ""
    """How and when these records were last made whole."""
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonRow:
    """A card of "Who is learning?". `to_send` -1 when it can't be known without unlocking.

    `is_locked`: their own PIN or password is asked for first, and `to_send` is as of when they were last at their desk.
    """

    id: str
    label: str
    initials: str
    server_name: str
    to_send: int
    needs_sign_in: bool
    is_locked: bool = False
    sends_locked: bool = False
