"""An xAPI 1.0.3 record store as a sink: statements in batches, each with the id that it was born with."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from karmadesk.errors import NotAServer, Refused, ServerFault
from karmadesk.model import Item, Json, Receipt, RefusalReason, ServerRow, ServerState, Watched
from karmadesk.ports import Clock, Message, Part, Session
from karmadesk.statement import Statement
from karmadesk.sync import xapi_write as write
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import as_rows
from karmadesk.sync.reply import Reply

log = logging.getLogger(__name__)

VERSION = "1.0.3"
TOGETHER = 500
"""Statements in one batch: large enough for gzip to work, small enough to be sent again by a poor link."""

_CONFLICT, _TOO_LARGE, _NO_CONTENT, _NOT_FOUND = 409, 413, 204, 404
_NOT_GZIP = {400, 415, 422}


def records_row(row: ServerRow) -> ServerRow:
    """The row under which requests to the store are made: its own host, and none of the learning server's keys."""
    parts = urlsplit(row.records)
    return replace(row, host=f"{parts.scheme}://{parts.netloc}", api_key="")


class RecordStore:
    """One record store. A statement's id never changes, so that sending it again changes nothing there."""

    most_messages = TOGETHER
    most_statements = TOGETHER
    reads_first = False

    def __init__(self, http: Http, row: ServerRow, clock: Clock) -> None:
        """`row` is the learning server's: its `records` is where, its `records_key` as whom."""
        self._http = http
        self._row = row
        self._clock = clock
        self._path = urlsplit(row.records).path.rstrip("/") + "/statements"
        self._takes_gzip = True
        self._is_sure = False

    def close(self) -> None:
        """Ends the kept-alive connections."""
        self._http.close()

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        """The statements as the store will read them, but for who the learner is: only the session knows that."""
        del item, watched, seen
        return write.KIND, {"statements": [write.said(one, self._row.host, self._clock) for one in statements]}

    def parts(self, message: Message) -> tuple[Part, ...]:
        """Two halves; one statement is one piece."""
        said = message.body["statements"]
        half = len(said) // 2
        halves = [some for some in (said[:half], said[half:]) if some]
        return tuple(Part(tuple(one["id"] for one in some), {"statements": some}) for some in halves)

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        """Never known before asking: a store that has a statement says so when it is sent again."""
        del message, seen
        return False

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        del seen
        return message

    def state_after(self, message: Message) -> ServerState | None:
        """A record store keeps no state of ours."""
        del message
        return None

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        """Every statement of these messages in one batch, which a store takes whole or not at all.

        204: it had all of them. 200 with fewer ids: the others are asked for one by one. 409: one of them is known
        there with other words; the machine divides until it is alone, and then it counts as recorded.
        """
        actor = write.actor(session.profile, self._row.host)
        batch = [{**one, "actor": actor} for message in messages for one in message.body["statements"]]
        reply = self._sent(session, batch)
        if reply.status == _CONFLICT and len(batch) == 1:
            return self._known_already(session, messages, batch)
        if not reply.is_ok:
            raise self._blamed(reply)
        heard = {one["id"] for one in batch} if reply.status == _NO_CONTENT else self._ids(reply)
        missing = {one["id"] for one in batch} - heard
        heard |= {one for one in sorted(missing) if self._has(session, one)}
        at = reply.at or self._clock.corrected()
        return {
            message.id: Receipt(True, at, server_id=str(message.body["statements"][0]["id"]))
            for message in messages
            if all(one["id"] in heard for one in message.body["statements"])
        }

    def _sent(self, session: Session, batch: Sequence[Mapping[str, Json]]) -> Reply:
        """Packed, unless the store turned out not to read that: some say 400 to it, Ralph stumbles with a 500."""
        status = 0
        try:
            reply = self._asked(session, "POST", batch, is_packed=self._takes_gzip)
        except ServerFault:
            if self._is_sure or not self._takes_gzip:
                raise
        else:
            if self._is_sure or not self._takes_gzip or reply.status not in _NOT_GZIP:
                self._is_sure = self._is_sure or reply.is_ok
                return reply
            status = reply.status
        plain = self._asked(session, "POST", batch)
        # The same words unpacked were taken (or judged otherwise): it was the packing that it could not read.
        self._takes_gzip = plain.status == status
        return plain

    def _known_already(
        self, session: Session, messages: Sequence[Message], batch: Sequence[Mapping[str, Json]]
    ) -> Mapping[str, Receipt]:
        [message], [statement] = messages, batch
        if not self._has(session, str(statement["id"])):
            raise ServerFault("a conflict over a statement that isn't there")
        log.info("the record store has another wording of %s", statement["id"])
        said = {"was_there": True, "differs": True}
        return {message.id: Receipt(True, self._clock.corrected(), server_id=str(statement["id"]), arguments=said)}

    def _has(self, session: Session, statement_id: str) -> bool:
        reply = self._asked(session, "GET", query={"statementId": statement_id})
        if reply.status == _NOT_FOUND:
            return False
        if not reply.is_ok:
            raise self._blamed(reply)
        # The specification wants the statement itself or a 404; Ralph answers with a list, which may be empty.
        found = as_rows(reply.body["statements"]) if "statements" in reply.body else (reply.body,)
        return any(one.get("id") == statement_id for one in found)

    def _asked(
        self,
        session: Session,
        method: str,
        batch: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        is_packed: bool = False,
    ) -> Reply:
        headers = {"X-Experience-API-Version": VERSION, "Authorization": self._credentials(session)}
        return self._http.call(
            method,
            self._path,
            body=batch,
            query=query,
            headers=headers,
            with_key=False,
            # Statements have ids of their own: what may have been heard is said again on a fresh connection. Some
            # stores close theirs after a fault.
            is_read=True,
            is_packed=is_packed,
            any_shape=True,
        )

    def _credentials(self, session: Session) -> str:
        if not self._row.records_key:
            return f"Bearer {session.tokens.access}"
        return "Basic " + base64.b64encode(self._row.records_key.encode()).decode()

    def _ids(self, reply: Reply) -> set[str]:
        found = reply.listed
        if found is None:
            raise NotAServer("a record store that names no ids")
        return {one for one in found if isinstance(one, str)}

    def _blamed(self, reply: Reply) -> Exception:
        """A 403 is about the key of this store, not about what was sent: it blames the store, like all others."""
        if reply.status == _TOO_LARGE:
            return Refused(RefusalReason.TOO_LARGE, reply.fault)
        if reply.status in {400, 409, 422}:
            return Refused(RefusalReason.BAD_CONTENT, reply.fault)
        return ServerFault(f"status {reply.status} of a record store")
