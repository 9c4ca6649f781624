"""A store in which much has happened, and what it shows: the same before and after whatever care does."""

from __future__ import annotations

from dataclasses import dataclass

from karmadesk.model import Json, Place, ServerState, Watched
from karmadesk.statement import Act, StatementKind, Verb, project
from karmadesk.store.learner.store import LearnerStore
from tests.store.acts import ACCEPTED, NOON, REFUSED, frozen, joined


def place(course: int, resource: int) -> Place:
    return Place(f"do_course{course}", f"b{course}", f"do_r{course}_{resource}")


def places(count: int, a_course: int = 25) -> list[Place]:
    return [place(number // a_course, number % a_course) for number in range(count)]


def fill(store: LearnerStore, count: int, settled: float = 0.5, refused_every: int = 10) -> None:
    """Somebody works through so many resources; the first share of it was sent."""
    with store.write() as db:
        db.put_enrolments(
            [joined(one.course_id, one.batch_id) for one in {p.course_id: p for p in places(count)}.values()]
        )
    for start in range(0, count, 50):
        with store.write() as db:
            for number, where in list(enumerate(places(count)))[start : start + 50]:
                record(db, where, number)
    with store.write() as db:
        waiting = list(reversed(db.items(["waiting"], count * 2)))
    for start in range(0, int(len(waiting) * settled), 50):
        with store.write() as db:
            for number, item in list(enumerate(waiting))[start : min(start + 50, int(len(waiting) * settled))]:
                frozen(db, item.key, f"m{number:05d}", "state", {"contentId": item.place.resource_id}, NOON)
                is_refused = refused_every and number % refused_every == refused_every - 1
                state = ServerState(item.place.course_id, item.place.batch_id, item.place.resource_id, 2, 100.0)
                db.settle(f"m{number:05d}", REFUSED if is_refused else ACCEPTED, [] if is_refused else [state])


def record(db: object, where: Place, number: int) -> None:
    """A film watched half, or whole, or a practice set answered."""
    body: dict[str, Json] = {"fraction": 0.5, "n": number, "position_s": 60.0, "words": "neem bicycle cloud " * 4}
    verb = (Verb.PROGRESSED, Verb.COMPLETED, Verb.ANSWERED)[number % 3]
    if verb is Verb.ANSWERED:
        body |= {"answered": 5, "correct": number % 6, "total": 5}
    row = Watched(where.resource_id, 1.0, 120_000, ((0, 60_000 + number),), 60_000 + number, 60_000)
    db.record([Act(StatementKind.STATEMENT, verb, where, body)], [row], opened=where)  # type: ignore[attr-defined]  # the port's writes


@dataclass(frozen=True)
class Shown:
    """What somebody sees, and the ids under which it is kept."""

    counts: dict[str, int]
    pending: tuple[str, ...]
    progress: dict[str, object]
    attempts: dict[str, object]
    waiting: dict[str, object]


def shown(store: LearnerStore, where: list[Place]) -> Shown:
    with store.read() as db:
        ids = [p.resource_id for p in where]
        watched, states, pending = db.watched(ids), db.states(), db.pending()
        return Shown(
            counts=dict(db.item_counts()),
            pending=tuple(sorted(s.id for s in pending)),
            progress={
                p.resource_id: project(
                    p.resource_id,
                    states.get((p.course_id, p.resource_id)),
                    watched.get(p.resource_id),
                    [s for s in pending if s.place.course_id == p.course_id],
                )
                for p in where
            },
            attempts={p.resource_id: db.attempts(p.resource_id) for p in where},
            waiting={
                item.key: (item.state, item.verbs, item.receipt)
                for item in db.items(["waiting", "sending", "refused"], 10**6)
            },
        )
