"""Certificates: whether a finished course's has come, its drawing, and files of it. None is ever made up here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from karmadesk.disk import flush_folder, room
from karmadesk.errors import DiskFull, NotDownloaded, UnwritableFile
from karmadesk.model import Certificate, CertificateState, Enrolment
from karmadesk.ports import LearnerReads
from karmadesk.services.desk import Desk
from karmadesk.services.presence import Known, fraction_of, trees
from karmadesk.services.views import CertificateView, Paper

_PAPERS = {
    CertificateState.LISTED: Paper.LISTED,
    CertificateState.HERE: Paper.HERE,
    CertificateState.UNUSABLE: Paper.UNUSABLE,
}


@dataclass(frozen=True)
class Sheet:
    """One certificate as it was issued: `svg` is the server's drawing, unchanged."""

    id: str
    course_name: str
    issued_at: datetime | None
    access_code: str
    svg: str


@dataclass(frozen=True)
class Counts:
    """How many certificates can be shown here, and how many are waited for."""

    here: int
    awaited: int


def of_course(learner: LearnerReads, course_id: str, *, is_done: bool) -> CertificateView | None:
    """The newest certificate that can be shown, else how far one has come; None while there is nothing to wait for."""
    issued = learner.certificates(course_id)
    best = next((one for one in issued if one.state is CertificateState.HERE), next(iter(issued), None))
    if best is None:
        return CertificateView(Paper.AWAITED) if is_done else None
    return CertificateView(_PAPERS[best.state], best.id, best.issued_at, best.access_code)


def here(learner: LearnerReads) -> Mapping[str, str]:
    """The newest certificate that can be shown, by course."""
    found: dict[str, str] = {}
    for one in learner.certificates():
        if one.state is CertificateState.HERE:
            found.setdefault(one.course_id, one.id)
    return found


def sheet(desk: Desk, certificate_id: str) -> Sheet:
    """A certificate to look at, print or keep. Raises NotDownloaded while its drawing is not here."""
    with desk.learner.read() as learner:
        one = next((c for c in learner.certificates() if c.id == certificate_id), None)
        svg = learner.drawing(certificate_id)
    if one is None or not svg:
        raise NotDownloaded(certificate_id)
    return Sheet(one.id, _name(desk, one), one.issued_at, one.access_code, svg)


def _name(desk: Desk, one: Certificate) -> str:
    if one.name:
        return one.name
    with desk.catalogue.read() as catalogue:
        card = catalogue.cards([one.course_id]).get(one.course_id)
    return card.name if card is not None else one.course_id


def counts(desk: Desk) -> Counts:
    """Waited for: what was issued and is not here, and each finished course without any."""
    with desk.learner.read() as learner:
        issued = learner.certificates()
        joined = [one for one in learner.enrolments().values() if one.is_active]
        named = {one.course_id for one in issued}
        without = [one for one in joined if one.course_id not in named]
        finished = [one for one in without if is_finished(one)]
        others = [one.course_id for one in without if not is_finished(one)]
        done_here = _finished_here(desk, learner, others)
    listed = sum(1 for one in issued if one.state is CertificateState.LISTED)
    here_now = sum(1 for one in issued if one.state is CertificateState.HERE)
    return Counts(here_now, listed + len(finished) + done_here)


def is_finished(enrolment: Enrolment) -> bool:
    """Whether the server says so."""
    return enrolment.completed_at is not None or 0 < enrolment.resource_count <= enrolment.resources_done


def _finished_here(desk: Desk, learner: LearnerReads, course_ids: list[str]) -> int:
    """How many of these are finished by what was done on this laptop, which the server may not know yet."""
    with desk.catalogue.read() as catalogue:
        found = [catalogue.course(course_id) for course_id in course_ids]
    groups = [trees(desk, course) for course in found if course is not None]
    known = Known.read(learner, [tree for group in groups for tree in group])
    return sum(1 for group in groups if group[0].resources() and fraction_of(known, group[0], group) >= 1.0)


def save(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, where the learner wants it. Raises UnwritableFile, DiskFull."""
    beside = path.with_name(f"{path.name}.new")
    try:
        with room(path):
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            flush_folder(path.parent)
    except DiskFull:
        beside.unlink(missing_ok=True)
        raise
    except OSError as error:
        raise UnwritableFile(type(error).__name__, name=path.name) from error
