"""The server of the schedules: iGOT's merge rules in memory, lists that count what is done, and faults at any call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from karmadesk.errors import KarmaDeskError, NotAServer, Offline, Refused, ServerBusy, ServerFault, SignedOut, TlsFailed
from karmadesk.model import Assignment, BatchStatus, Enrolment, RefusalReason
from karmadesk.ports import Session
from tests.soak.oracle import Held, Row, Write
from tests.sync.clock import StillClock
from tests.sync.model_server import ModelServer, course

COURSES = {"c": ("c1", "c2", "c3", "c4"), "d": ("d1", "d2"), "e": ("e1", "e2")}
CLOSING = "e"
"""The course whose batch ends, and is opened again, while people learn in it."""

REFUSABLE = ("push", "enrol", "states", "plan", "course", "cards")
"""Calls that a wrong 400, 403 or 404 may answer."""


@dataclass
class SoakServer(ModelServer):
    """`heard` is called for each call that got through: from it a laptop learns the time."""

    heard: Callable[[str], None] = lambda _: None
    faults: int = 0
    dice: random.Random = field(default_factory=random.Random)
    rate: float = 0.0

    def enrolments(self, session: Session) -> tuple[Enrolment, ...]:
        """The list as iGOT gives it, with counts and a time of completion."""
        return tuple(self._counted(one) for one in super().enrolments(session))

    def _counted(self, joined: Enrolment) -> Enrolment:
        names = [resource.id for resource in self.courses[joined.course_id].resources()]
        done = [p for p, row in self.rows.items() if p.course_id == joined.course_id and row.status >= 2]
        times = [at for p in done if (at := self.rows[p].last_access_at) is not None]
        whole = max(times) if len(done) == len(names) and times else None
        return replace(joined, resources_done=len(done), resource_count=len(names), completed_at=whole)

    def breaks(self, name: str) -> None:
        """The fault hook: now and then a call is lost, before it took effect or (`name!`) after."""
        if self.dice.random() < self.rate:
            self.faults += 1
            raise self._fault(name)
        self.heard(name)

    def _fault(self, name: str) -> KarmaDeskError:
        kinds: list[KarmaDeskError] = [
            Offline("cut"),
            Offline("cut"),
            ServerFault("status 502"),
            ServerBusy("status 503"),
            ServerBusy("status 429", retry_after_s=float(self.dice.randint(1, 4000))),
            NotAServer("a page"),
            TlsFailed("a strange certificate"),
        ]
        if not name.endswith("!"):
            kinds.append(SignedOut("status 401"))  # who isn't let in has written nothing
        if name in REFUSABLE:
            kinds.append(Refused(self.dice.choice([RefusalReason.UNKNOWN, RefusalReason.NOT_ALLOWED]), "status 400"))
        return self.dice.choice(kinds)

    def reopen(self) -> None:
        """The office gives the course another date."""
        self.ended.discard(CLOSING)
        joined = self.joined.get(CLOSING)
        if joined is not None:
            self.joined[CLOSING] = replace(joined, batch=replace(joined.batch, status=BatchStatus.ONGOING))

    def held(self) -> Held:
        """What its database says, in the judge's words."""
        held = Held(joinings=Counter(self.enrols), enrolments=Counter(list(self.joined)))
        for write in self.log:
            body = write.body
            status, percentage = int(str(body["status"])), float(str(body["completionPercentage"]))
            details = body["progressdetails"]
            assert isinstance(details, dict)
            held.writes.append(Write(write.place.course_id, write.place.resource_id, status, percentage, details))
        for place, row in self.rows.items():
            held.rows[place.course_id, place.resource_id] = Row(row.status, row.percentage, row.details)
        return held


def soak_server(clock: StillClock, courses: Sequence[str]) -> SoakServer:
    """A server with these courses, the first of them assigned."""
    server = SoakServer(clock)
    server.courses = {name: course(name, *COURSES[name]) for name in courses}
    server.assigned = [Assignment(courses[0])]
    server.fault = server.breaks
    return server
