"""One person and their learning: plan, enrolments, what was watched, what is shown."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from karmadesk.model.certificate import Certificate
from karmadesk.model.world import Json


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
    certificates: tuple[Certificate, ...] = ()
    """As the list names them; what is known of them here is `LearnerReads.certificates`."""


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
    spent: tuple[tuple[str, int], ...] = ()
    """Milliseconds spent by device, sorted: each device only ever counts up its own. `HERE` before it has a name."""

    @property
    def spent_ms(self) -> int:
        """How long it was used in all, watched twice counted twice."""
        return sum(ms for _, ms in self.spent)


HERE = ""
"""This laptop, in a `Watched.spent` that has not come to the store yet."""


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
