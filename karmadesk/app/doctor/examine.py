"""The whole look: every examination in its order, and the code that a helpdesk can be told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from karmadesk import __version__
from karmadesk.app.doctor import parts
from karmadesk.app.doctor.databases import Outbox, databases, outbox
from karmadesk.app.doctor.disk import GB, disk, free_bytes
from karmadesk.app.doctor.engines import engines
from karmadesk.app.doctor.finding import Finding, State
from karmadesk.app.doctor.network import network
from karmadesk.app.doctor.subject import Subject
from karmadesk.services.support_code import DAYS, DISK_GB, OUTBOX, Condition, class_of, encode

Examination = Callable[[Subject], tuple[Finding, ...]]
EXAMINATIONS: tuple[Examination, ...] = (
    *(parts.versions, parts.policy_file, engines, parts.keys, disk, databases),
    *(network, parts.fonts, parts.log),
)


@dataclass(frozen=True)
class Report:
    """What was found, and the same for a telephone."""

    findings: tuple[Finding, ...]
    code: str

    @property
    def is_well(self) -> bool:
        return all(finding.state is not State.PROBLEM for finding in self.findings)


def examine(subject: Subject, check: Callable[[], None] | None = None) -> Report:
    """Looks at everything; some seconds, most of them for the network. `check` is called before each examination."""
    findings: list[Finding] = []
    for examination in EXAMINATIONS:
        if check is not None:
            check()
        findings += examination(subject)
    return Report(tuple(findings), encode(condition(subject, findings, outbox(subject))))


def condition(subject: Subject, findings: Sequence[Finding], waiting: Outbox) -> Condition:
    """What the code says: checks that are not ok, and figures as classes."""
    free = free_bytes(subject.paths.objects)
    at = waiting.synced_at
    days = None if at is None else max(0.0, (subject.clock.corrected() - at).total_seconds() / 86_400)
    return Condition(
        version=_version(__version__),
        platform=platform_name(sys.platform, os.environ),
        failed=frozenset(finding.check for finding in findings if finding.state is not State.OK),
        disk=class_of(None if free is None else free / GB, DISK_GB),
        outbox=class_of(waiting.items, OUTBOX),
        days=class_of(days, DAYS),
    )


def platform_name(system: str, environment: Mapping[str, str]) -> str:
    """One of `support_code.PLATFORMS`."""
    if system in {"win32", "darwin"}:
        return {"win32": "windows", "darwin": "macos"}[system]
    if not system.startswith("linux"):
        return "other"
    session = environment.get("XDG_SESSION_TYPE", "")
    return f"linux-{session}" if session in {"x11", "wayland"} else "linux"


def _version(text: str) -> tuple[int, int, int]:
    """The first three numbers of a version; what is no number counts as 0."""
    numbers = [int(part) if part.isdigit() else 0 for part in text.split(".")]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return major, minor, patch
