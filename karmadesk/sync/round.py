"""One round for one person: what its steps share."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from karmadesk.errors import KarmaDeskError, Refused
from karmadesk.jobs import Context
from karmadesk.model import Place, ServerState, Topic
from karmadesk.ports import Catalogue, Changed, Clock, Learner, Message, Server, Session
from karmadesk.sync.keeper import Keeper

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass
class Round:
    """The person's parts, and what this round has seen and done so far."""

    learner: Learner
    server: Server
    catalogue: Catalogue
    keeper: Keeper
    clock: Clock
    changed: Changed
    jitter: random.Random
    context: Context
    is_interactive: bool
    sent: int = 0
    refused: int = 0
    trouble: str = ""
    faults: int = 0
    blocked: set[Place] = field(default_factory=set)
    _states: dict[tuple[str, str], dict[str, ServerState]] = field(default_factory=dict)

    def ask(self, call: Callable[[Session], T]) -> T:
        """What the server says, asked with the person's session; a cancel is heeded first."""
        self.context.check()
        return self.keeper.use(call)

    def seen(self, course_id: str, batch_id: str) -> Mapping[str, ServerState]:
        """The server's rows of a course by resource, read (and folded into the store) once a round."""
        key = (course_id, batch_id)
        if key not in self._states:
            rows = self.ask(lambda session: self.server.states(session, course_id, batch_id))
            with self.learner.write() as db:
                db.put_states(rows)
            self._states[key] = {row.resource_id: row for row in rows}
        return self._states[key]

    def has_seen(self, course_id: str, batch_id: str) -> bool:
        return (course_id, batch_id) in self._states

    def wrote(self, message: Message) -> tuple[ServerState, ...]:
        """The server's row after this message, remembered instead of being read again."""
        state = self.server.state_after(message)
        if state is None:
            return ()
        rows = self._states.setdefault((state.course_id, state.batch_id), {})
        rows[state.resource_id] = state
        return (state,)

    def is_due(self, at: datetime | None) -> bool:
        """Whether something that backs off until `at` may be tried: at once when somebody pressed the button."""
        return self.is_interactive or at is None or at <= self.clock.corrected()

    def tell(self, topic: Topic) -> None:
        """Says what changed, at most ten times a second; the round's end says it in any case."""
        if self.context.is_due(topic):
            self.changed(topic)

    def remember(self, error: KarmaDeskError) -> None:
        """Keeps the first trouble for the report while the round goes on."""
        log.info("a step met %s: %s", error.key, error.detail)
        self.trouble = self.trouble or error.key

    def unless_refused(self, call: Callable[[], T]) -> T | None:
        """What the call gives; None when the server refuses it, so that one closed door does not shut the others."""
        try:
            return call()
        except Refused as error:
            self.remember(error)
            return None
