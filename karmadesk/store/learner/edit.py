"""What may be written to one person's store: the port `LearnerWrites`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, or_, select, update

from karmadesk.model import (
    Assignment,
    Batch,
    Enrolment,
    ItemState,
    Json,
    Place,
    Profile,
    Receipt,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.ports import Message
from karmadesk.statement import Act, StatementKind
from karmadesk.store.learner import certificates, freezing, outbox
from karmadesk.store.learner.folding import folded
from karmadesk.store.learner.keys import ItemKey
from karmadesk.store.learner.record import Recorder
from karmadesk.store.learner.rows import batch_values, enrolment_values, state_of, state_values
from karmadesk.store.learner.view import IDS_AT_ONCE, LearnerView
from karmadesk.store.tables.learner import (
    batches,
    checkpoints,
    deliveries,
    enrolments,
    glimpses,
    messages,
    plan,
    profile,
    statements,
    states,
    tokens,
)


class LearnerEdit(LearnerView):
    """Reads and writes of one transaction."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        super().__init__(connection)
        self._recorder = recorder

    def record(self, acts: Sequence[Act], watched: Sequence[Watched] = (), opened: Place | None = None) -> None:
        """A `watched` row without a position clock is stamped here, with the clock of this very act."""
        self._recorder.record(self._connection, acts, watched, opened)

    def learn_times(self) -> None:
        self._recorder.learn_times(self._connection)

    # What the server says

    def put_plan(self, assignments: Sequence[Assignment]) -> None:
        rows = [{"position": position, **vars(one)} for position, one in enumerate(assignments)]
        self._replace(plan, True, rows)

    def put_enrolments(self, enrolments_: Sequence[Enrolment], *, is_whole: bool = True) -> None:
        ids = [one.course_id for one in enrolments_]
        rows = {one.course_id: enrolment_values(one) for one in enrolments_}
        self._replace(enrolments, True if is_whole else enrolments.c.course_id.in_(ids), list(rows.values()))
        for one in enrolments_:
            if one.batch.id and one.is_active:
                self._learn_batch(one.course_id, one.batch.id)
        certificates.put(self._connection, [named for one in enrolments_ for named in one.certificates])

    def put_drawing(self, certificate_id: str, drawing: str) -> None:
        certificates.put_drawing(self._connection, certificate_id, drawing)

    def tried_drawing(self, certificate_id: str, next_at: datetime) -> None:
        certificates.tried(self._connection, certificate_id, next_at)

    def put_batches(self, course_id: str, batches_: Sequence[Batch]) -> None:
        rows = [batch_values(course_id, position, batch) for position, batch in enumerate(batches_)]
        self._replace(batches, batches.c.course_id == course_id, rows)

    def put_states(self, states_: Sequence[ServerState]) -> None:
        if not states_:
            return
        held: dict[tuple[str, str, str], ServerState] = {}
        for course_id in {said.course_id for said in states_}:
            for row in self._connection.execute(select(states).where(states.c.course_id == course_id)):
                held[row.course_id, row.batch_id, row.resource_id] = state_of(row)
        changed: dict[tuple[str, str, str], ServerState] = {}
        for said in states_:
            place = (said.course_id, said.batch_id, said.resource_id)
            changed[place] = held[place] = folded(held.get(place), said)
        statement = insert(states).prefix_with("OR REPLACE")
        self._connection.execute(statement, [state_values(state) for state in changed.values()])
        self._recorder.hear(self._connection, changed.values())

    def set_checkpoint(self, name: str, mark: str) -> None:
        rows = [{"name": name, "mark": mark}] if mark else []
        self._replace(checkpoints, checkpoints.c.name == name, rows)

    def put_glimpse(self, name: str, body: Json) -> None:
        self._replace(glimpses, glimpses.c.name == name, [{"name": name, "body": body}])

    def put_tokens(self, tokens_: Tokens | None) -> None:
        self._replace(tokens, True, [{"one": 1, **vars(tokens_)}] if tokens_ else [])

    def put_profile(self, profile_: Profile) -> None:
        self._replace(profile, True, [{"one": 1, **vars(profile_)}])

    # Delivery

    def freeze(
        self,
        key: str,
        message_id: str,
        kind: str,
        body: Mapping[str, Json],
        at: datetime,
        ids: Sequence[str],
    ) -> Message:
        """Call it in the transaction in which `gathered` was read, so that the body says what is frozen.

        LookupError for an item that doesn't gather any more or whose acts wait for their enrolment.
        """
        return freezing.freeze(self._connection, ItemKey.parse(key), freezing.New(message_id, kind, body, at), ids)

    def adopt(self, message: Message) -> None:
        freezing.adopt(self._connection, message)

    def split(self, message_id: str, parts: Sequence[tuple[str, Sequence[str], Mapping[str, Json]]]) -> None:
        """Each part keeps what the message had been through; nothing happens to one that was answered meanwhile."""
        freezing.split(self._connection, message_id, parts)

    def tried(self, message_ids: Sequence[str], error_key: str, next_at: datetime) -> None:
        for start in range(0, len(message_ids), IDS_AT_ONCE):
            some = message_ids[start : start + IDS_AT_ONCE]
            self._connection.execute(
                update(messages)
                .where(messages.c.id.in_(some), messages.c.state == ItemState.SENDING.value)
                .values(attempts=messages.c.attempts + 1, error_key=error_key, next_at=next_at)
            )

    def settle(self, message_id: str, receipt: Receipt, states: Sequence[ServerState] = ()) -> None:
        """A second answer to the same message changes no receipt: the first word is the one that was acted on."""
        state = (ItemState.ACCEPTED if receipt.accepted else ItemState.REFUSED).value
        answered = self._connection.execute(
            update(messages)
            .where(messages.c.id == message_id, messages.c.state == ItemState.SENDING.value)
            .values(
                state=state,
                attempts=messages.c.attempts + 1,
                next_at=None,
                error_key="",
                receipt_at=receipt.at,
                receipt_reason=receipt.reason,
                receipt_server_id=receipt.server_id,
                receipt_arguments=dict(receipt.arguments),
            )
        ).rowcount
        if answered:
            self._connection.execute(
                update(deliveries).where(deliveries.c.message_id == message_id).values(state=state)
            )
        self.put_states(states)

    def retry(self, key: str) -> None:
        """Nothing happens to an item that isn't refused: somebody was faster."""
        message_id = ItemKey.parse(key).message_id
        taken = self._connection.execute(
            update(messages)
            .where(messages.c.id == message_id, messages.c.state == ItemState.REFUSED.value)
            .values(state=outbox.RETRIED)
        ).rowcount
        if taken:
            self._connection.execute(
                update(deliveries)
                .where(deliveries.c.message_id == message_id)
                .values(message_id=None, refused_id=message_id, state=ItemState.WAITING.value)
            )
            self._follow_to_new_batch(message_id)

    def _follow_to_new_batch(self, message_id: str | None) -> None:
        """What an ended batch refused goes to the batch that the learner is in by now."""
        now_in = (
            select(enrolments.c.batch_id)
            .where(
                enrolments.c.course_id == deliveries.c.course_id, enrolments.c.is_active, enrolments.c.batch_id != ""
            )
            .scalar_subquery()
        )
        self._connection.execute(
            update(deliveries)
            .where(deliveries.c.refused_id == message_id, deliveries.c.batch_id != "", now_in.is_not(None))
            .values(batch_id=now_in)
        )

    def withdraw(self, sink: str) -> None:
        freezing.withdraw(self._connection, sink)

    def _learn_batch(self, course_id: str, batch_id: str) -> None:
        """Acts on a course that wasn't joined yet, and such as another batch refused, go to the batch that was."""
        enrols = select(statements.c.id).where(statements.c.kind == StatementKind.ENROL.value)
        self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.course_id == course_id,
                or_(deliveries.c.batch_id == "", deliveries.c.refused_id.is_not(None)),
                deliveries.c.message_id.is_(None),
                outbox.OPEN,
                deliveries.c.statement_id.not_in(enrols),
            )
            .values(batch_id=batch_id)
        )

    def _replace(self, table: Table[Any], where: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        removal = delete(table) if where is True else delete(table).where(where)
        self._connection.execute(removal)
        if rows:
            self._connection.execute(insert(table), list(rows))
