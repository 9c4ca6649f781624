"""Filling an empty hub with sample courses, people and a past, all relative to the day it is done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from karmadesk.hub import batches, certificates, enrolments, moments, people, plans, publishing, states
from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Catalogue, Shelf
from karmadesk.hub.database import Database, fact, put
from karmadesk.hub.place import Place, TroubleError
from karmadesk.hub.states import DONE
from karmadesk.hub.tables import contents, facts
from karmadesk.hub.tables import people as people_table

_FACT = "seed"
_BEGUN, _DONE = "begun", "done"


def demo_folder() -> Path:
    """Where the sample courses and people lie: beside the package, or inside the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root / "resources" / "demo"


def seed(database: Database, place: Place, folder: Path) -> None:
    """Bring the samples into a hub that has nothing yet; one begun and cut short is finished, any other left alone."""
    with database.write() as db:
        found = fact(db, _FACT)
        if found == _DONE or (found is None and not _is_empty(db)):
            return
        put(db, facts, {"name": _FACT}, {"value": _BEGUN})
    plan = _read(folder / "seed.json")
    packages = sorted((folder / "packages").glob("*.ecar"))
    if not packages:
        raise TroubleError(f"{folder / 'packages'}: no sample courses there")
    for package in packages:
        publishing.add(database, place, package)
    people.import_file(database, folder / "people.csv")
    with database.write() as db:
        _past(db, Shelf().current(db), plan, folder / "seed.json")
        put(db, facts, {"name": _FACT}, {"value": _DONE})


def _is_empty(db: Connection) -> bool:
    counts = [db.execute(select(func.count()).select_from(table)).scalar() for table in (contents, people_table)]
    return not any(counts)


def _read(file: Path) -> Json:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise TroubleError(f"{file}: cannot be read ({problem.strerror})") from problem
    except ValueError as problem:
        raise TroubleError(f"{file}: not valid JSON ({problem})") from problem
    if not isinstance(found, dict):
        raise TroubleError(f"{file}: not a JSON object")
    return found


@dataclass(frozen=True)
class _Sower:
    """Puts the rows of a seed file in; days count from today's midnight."""

    db: Connection
    catalogue: Catalogue
    today: int

    def batch(self, row: Json) -> None:
        self._known(row["course"])
        if batches.by_id(self.db, row["batch"]) is None:
            ends = row.get("end_days")
            batches.create(
                self.db,
                row["batch"],
                row["course"],
                name=row["name"],
                starts_at=self._day(row["start_days"]),
                ends_at=None if ends is None else self._day(ends),
                closed=row.get("status") == batches.FINISHED,
            )

    def assignment(self, row: Json) -> None:
        self._known(row["course"])
        to: Json = row["to"]
        if to.get("all"):
            kind, targets = plans.EVERYONE, [plans.EVERYONE]
        elif "designation" in to:
            kind, targets = plans.DESIGNATION, [to["designation"]]
        else:
            kind, targets = plans.PEOPLE, [self._person(to["user"])]
        due, name = self._day(row["due_days"]), row.get("plan", "")
        plans.assign(self.db, row["course"], kind, targets, due_at=due, apar=bool(row.get("apar")), name=name)

    def enrolment(self, row: Json) -> None:
        self._known(row["course"])
        person, at = self._person(row["user"]), self._ago(row["days_ago"])
        enrolments.put_in(self.db, person, row["course"], self._batch(row), at)

    def progress(self, row: Json) -> None:
        person, at, batch = self._person(row["user"]), self._ago(row["days_ago"]), self._batch(row)
        rest = {"completionPercentage": float(row["percentage"]), "progressdetails": row.get("details") or {}}
        is_done = row["status"] == DONE
        sent = states.Item(row["content"], row["course"], batch, row["status"], 0, at, at if is_done else None, rest)
        states.write(self.db, person, [sent])
        enrolments.note(self.db, self.catalogue, person, [sent])

    def completion(self, row: Json) -> None:
        """What an enrolment knew of its end: on the day of its last act, or the day that the file names."""
        days = row.get("completed_days_ago")
        key = (self._person(row["user"]), row["course"], self._batch(row))
        if days is not None:
            enrolments.backdate(self.db, *key, {"completed_at": self._ago(days)})
            return
        acts = [act["completed_at"] or 0 for act in states.of_course(self.db, *key, ())]
        enrolments.backdate_completion(self.db, *key, max(acts, default=0))

    def _known(self, course: str) -> None:
        if self.catalogue.get(course) is None:
            raise TroubleError(f"the seed file names a course that no package brings: {course}")

    def _person(self, username: str) -> str:
        row = people.by_name(self.db, username)
        if row is None:
            raise TroubleError(f"the seed file names a person that the list of people does not: {username}")
        return str(row["id"])

    def _batch(self, row: Json) -> str:
        if row.get("batch"):
            return str(row["batch"])
        found = batches.of_course(self.db, row["course"])
        if not found:
            raise TroubleError(f"the seed file names no batch for {row['course']}")
        return str(found[-1]["id"])

    def _day(self, days: int) -> int:
        return self.today + days * moments.DAY_MS

    def _ago(self, days: float) -> int:
        return moments.now_ms() - round(days * moments.DAY_MS)


def _past(db: Connection, catalogue: Catalogue, plan: Json, file: Path) -> None:
    sower = _Sower(db, catalogue, moments.midnight_ms())
    sections: tuple[tuple[str, Callable[[Json], None]], ...] = (
        ("batches", sower.batch),
        ("assignments", sower.assignment),
        ("enrolments", sower.enrolment),
        ("progress", sower.progress),
        ("enrolments", sower.completion),
    )
    for name, put_in in sections:
        if name == "assignments":
            give_batches(db, catalogue)
        for place, row in enumerate(plan.get(name, [])):
            try:
                put_in(row)
            except (KeyError, TypeError, ValueError, AttributeError) as problem:
                raise TroubleError(f"{file}: {name}[{place}] is not as it should be ({problem!r})") from problem
    certificates.give_for_the_past(db)


def give_batches(db: Connection, catalogue: Catalogue) -> None:
    """See that every course and program has a batch to join."""
    for entry in catalogue.living():
        if entry.hierarchy is not None:
            batches.open_default(db, entry.id, entry.document.get("name", entry.id))
