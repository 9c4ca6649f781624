"""One round for one person: what its steps share."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from karmadesk.errors import KarmaDeskError, LinkError, Refused, ServerFault
from karmadesk.jobs import Context
from karmadesk.model import Place, ServerState, Topic
from karmadesk.ports import (
    EVERYTHING,
    Catalogue,
    Changed,
    Clock,
    Learner,
    LearnerWrites,
    Message,
    Server,
    Session,
    Sink,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_FAULTS = 3
"""So many answers in a row that blame the server are the server's fault, not one request's."""

NEWS = "news"
"""The checkpoint of what the server said has changed and was not taken in yet: a JSON list of topics."""


def read_mark(course_id: str) -> str:
    """The checkpoint that holds the batch of a course whose rows were read at least once."""
    return f"read:{course_id}"


class SessionKeeper(Protocol):
    """Whoever has the person's session."""

    def use(self, call: Callable[[Session], T]) -> T: ...


@dataclass
class Round:
    """The person's parts, and what this round has seen and done so far."""

    learner: Learner
    server: Server
    sinks: Mapping[str, Sink]
    catalogue: Catalogue
    keeper: SessionKeeper
    clock: Clock
    changed: Changed
    jitter: random.Random
    context: Context
    is_interactive: bool
    sent: int = 0
    refused: int = 0
    trouble: str = ""
    faults: int = 0
    blocked: set[tuple[str, Place]] = field(default_factory=set)
    finished: set[tuple[str, str]] = field(default_factory=set)
    """(course, batch) in which the server has accepted a completion this round."""
    news: set[str] = field(default_factory=lambda: {EVERYTHING})
    has_feed: bool = False
    has_stumbled: bool = False
    """Whether the server failed to answer something that the round then went on without."""
    is_sweeping: bool = False
    """Whether the catalogue has pages left for the next round."""
    _states: dict[tuple[str, str], dict[str, ServerState]] = field(default_factory=dict)

    def ask(self, call: Callable[[Session], T]) -> T:
        """What the server says, asked with the person's session; a cancel is heeded first."""
        self.context.check()
        return self.keeper.use(call)

    def seen(self, course_id: str, batch_id: str) -> Mapping[str, ServerState]:
        """The server's rows of a course by resource, read (and folded into the store) once a round."""
        key = (course_id, batch_id)
        if key not in self._states:
            topic, read = f"states:{course_id}", read_mark(course_id)
            with self.learner.read() as db:
                was_read = db.checkpoint(read) == batch_id
                rows = tuple(row for row in db.states(course_id).values() if row.batch_id == batch_id)
            if not was_read or self.is_news(topic):
                rows = self.ask(lambda session: self.server.states(session, course_id, batch_id))
                with self.learner.write() as db:
                    db.put_states(rows)
                    db.set_checkpoint(read, batch_id)
                    self.took(db, topic)
            self._states[key] = {row.resource_id: row for row in rows}
        return self._states[key]

    def is_news(self, topic: str) -> bool:
        """Whether the server may say something new of it; always true of a server that can't tell."""
        return EVERYTHING in self.news or topic in self.news

    def took(self, db: LearnerWrites, topic: str) -> None:
        """Takes a topic off the news, in the transaction that took it in."""
        if topic in self.news and EVERYTHING not in self.news:
            self.news.discard(topic)
            self.keep_news(db)

    def keep_news(self, db: LearnerWrites) -> None:
        """Writes down what is still to be taken in, for a round that is cut off."""
        db.set_checkpoint(NEWS, json.dumps(sorted(self.news)) if self.news else "")

    def known(self, place: Place) -> ServerState | None:
        """The server's row of a place, as far as it was read this round."""
        return self._states.get((place.course_id, place.batch_id), {}).get(place.resource_id)

    def look_again(self) -> None:
        """What was read of the server's rows is asked for once more."""
        self._states.clear()

    def has_seen(self, course_id: str, batch_id: str) -> bool:
        return (course_id, batch_id) in self._states

    def wrote(self, message: Message) -> tuple[ServerState, ...]:
        """The server's row after this message, remembered instead of being read again."""
        state = self.sinks[message.sink].state_after(message)
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

    def stumbled(self, error: LinkError) -> None:
        """Counts an answer that blames the server; the link's own faults, and too many in a row, end the round."""
        self.remember(error)
        self.has_stumbled = True
        self.faults += 1
        if not isinstance(error, ServerFault) or self.faults >= MOST_FAULTS:
            raise error

    def unless_refused(self, call: Callable[[], T]) -> T | None:
        """What the call gives; None where the server refuses or stumbles: one closed door does not shut the others."""
        try:
            found = call()
        except Refused as error:
            self.remember(error)
            return None
        except ServerFault as error:
            self.stumbled(error)
            return None
        self.faults = 0
        return found
