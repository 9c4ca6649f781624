"""The things KarmaDesk speaks of, as frozen values that may cross any thread."""

from __future__ import annotations

from karmadesk.model.certificate import Certificate, CertificateState
from karmadesk.model.course import (
    Caption,
    Choice,
    Competency,
    Course,
    CourseCard,
    Question,
    QuestionSet,
    Resource,
    Unit,
)
from karmadesk.model.learner import (
    HERE,
    Assignment,
    Batch,
    BatchStatus,
    Enrolment,
    Intervals,
    Person,
    Place,
    Profile,
    Progress,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.model.outbox import Item, ItemState, Receipt, RefusalReason
from karmadesk.model.shelf import Download, DownloadState, Placement
from karmadesk.model.world import NOTHING, Charge, Json, Link, ServerRow, SignInWay, Topic

__all__ = [
    "HERE",
    "NOTHING",
    "Assignment",
    "Batch",
    "BatchStatus",
    "Caption",
    "Certificate",
    "CertificateState",
    "Charge",
    "Choice",
    "Competency",
    "Course",
    "CourseCard",
    "Download",
    "DownloadState",
    "Enrolment",
    "Intervals",
    "Item",
    "ItemState",
    "Json",
    "Link",
    "Person",
    "Place",
    "Placement",
    "Profile",
    "Progress",
    "Question",
    "QuestionSet",
    "Receipt",
    "RefusalReason",
    "Resource",
    "ServerRow",
    "ServerState",
    "SignInWay",
    "Tokens",
    "Topic",
    "Unit",
    "Watched",
]
