"""The judge: reads the soak's own log of acts and the hub's database, nothing of the client, and counts."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.soak.acts import ANSWERED, JOINED, Act

DONE = 2
NEAR = 0.011
ALMOST = 0.99
BLUR_S = 4.0
"""Two laptops' clocks agree no better than this: a `Date` has whole seconds, and nearer than three is no news."""


@dataclass(frozen=True)
class Write:
    """One write that the server applied, from its append-only log."""

    course: str
    content: str
    status: int
    percentage: float
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """What the server holds of one content now."""

    status: int
    percentage: float
    details: Mapping[str, Any]


@dataclass
class Held:
    """Everything the hub's database says of one learner."""

    writes: list[Write] = field(default_factory=list)
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    enrolments: Counter[str] = field(default_factory=Counter)
    joinings: Counter[str] = field(default_factory=Counter)
    attempts: Counter[str] = field(default_factory=Counter)


@dataclass
class Verdict:
    """One line for each act that was lost and each thing that was applied twice."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def judge(acts: Sequence[Act], held: Held, blur_s: float = BLUR_S) -> Verdict:
    """What became of these acts, once every laptop has sent all it has (docs/reliability.md says each rule)."""
    verdict = Verdict()
    by_place: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in acts:
        if act.is_recorded and held.enrolments[act.course] == 0:
            verdict.lost.append(f"{act.id}: {act.course} was never joined")
        if act.kind != JOINED:
            by_place[act.place].append(act)
    for place, here in by_place.items():
        verdict.lost += _lost(here, held.rows.get(place), blur_s)
    verdict.lost += _undone(held.writes)
    verdict.doubled += _doubled(by_place, held)
    return verdict


def _lost(acts: Sequence[Act], row: Row | None, blur_s: float) -> list[str]:
    recorded = [act for act in acts if act.is_recorded]
    found = []
    for act in recorded:
        wrong = _missing(act, row)
        if wrong:
            found.append(f"{act.id}: {wrong}")
    newest = max(recorded, key=lambda act: act.at, default=None)
    if newest is not None and row is not None and not found:
        allowed = {act.mark for act in acts if act is newest or not _is_older(act, newest, blur_s)}
        if _mark(row.details) not in allowed:
            found.append(f"{newest.id}: the newest place is {newest.mark}, the server says {_mark(row.details)}")
    return found


def _missing(act: Act, row: Row | None) -> str:
    if row is None:
        return "the server has no row"
    if act.completes:
        return "" if row.status >= DONE else "not complete at the server"
    if row.status >= DONE or row.percentage >= round(100 * min(act.share, ALMOST), 2) - NEAR:
        return ""
    return f"{act.share:.4f} was reached, the server says {row.percentage} %"


def _is_older(act: Act, newest: Act, blur_s: float) -> bool:
    """Whether the server must prefer the newest act's place to this one's."""
    if not act.is_recorded:
        return False
    if act.is_certain and newest.is_certain:
        return act.device == newest.device or act.at < newest.at - blur_s
    return False


def _undone(writes: Iterable[Write]) -> list[str]:
    """Completions that a later write took back."""
    reached: dict[tuple[str, str], int] = {}
    found = []
    for write in writes:
        place = (write.course, write.content)
        if write.status < reached.get(place, 0):
            found.append(f"{write.content}: status {write.status} was written after {reached[place]}")
        reached[place] = max(write.status, reached.get(place, 0))
    return found


def _doubled(by_place: Mapping[tuple[str, str], Sequence[Act]], held: Held) -> list[str]:
    found = [f"{course} was joined {n} times" for course, n in held.joinings.items() if n > 1]
    found += [f"{course} has {n} enrolments" for course, n in held.enrolments.items() if n > 1]
    for content, n in held.attempts.items():
        here = [act for (_, resource), acts in by_place.items() if resource == content for act in acts]
        made = sum(act.kind == ANSWERED for act in here)
        if n > made:
            found.append(f"{content}: {n} attempts, {made} were made")
    for write, n in _repeated(held.writes):
        mark = _mark(write.details)
        made = sum(act.mark == mark for act in by_place.get((write.course, write.content), ()))
        if n > max(1, made):
            found.append(f"{write.content}: status {write.status}, {write.percentage} %, at {mark} {n} times")
    return found


def _repeated(writes: Iterable[Write]) -> list[tuple[Write, int]]:
    """Each different write, and how often it was applied."""
    first: dict[str, Write] = {}
    times: Counter[str] = Counter()
    for write in writes:
        said = json.dumps([write.course, write.content, write.status, write.percentage, write.details], sort_keys=True)
        first.setdefault(said, write)
        times[said] += 1
    return [(first[said], n) for said, n in times.items()]


def _mark(details: Mapping[str, Any]) -> str:
    current = details.get("current")
    return str(current[-1]) if isinstance(current, list) and current else ""


def held_by(database: Path, person: str) -> Held:
    """What the hub's own file says of one learner, read beside the running hub."""
    held = Held()
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    connection.row_factory = sqlite3.Row
    try:
        for row in connection.execute("SELECT * FROM accepted_writes WHERE person = ? ORDER BY seq", (person,)):
            if row["content"] is None:
                held.joinings[row["course"]] += 1
            elif row["status"] is not None:
                details = json.loads(row["details"] or "{}")
                percentage = float(row["percentage"] or 0)
                held.writes.append(Write(row["course"], row["content"], row["status"], percentage, details))
        for row in connection.execute("SELECT * FROM states WHERE person = ?", (person,)):
            last = json.loads(row["last_write"])
            percentage = float(last.get("completionPercentage") or 0)
            details = last.get("progressdetails") or {}
            held.rows[row["course"], row["content"]] = Row(row["status"], percentage, details)
        for row in connection.execute("SELECT course FROM enrolments WHERE person = ? AND active", (person,)):
            held.enrolments[row["course"]] += 1
        submitted = "SELECT content FROM attempts WHERE person = ? AND submitted_at IS NOT NULL"
        for row in connection.execute(submitted, (person,)):
            held.attempts[row["content"]] += 1
    finally:
        connection.close()
    return held
