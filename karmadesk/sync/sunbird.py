"""Upstream Sunbird's contract: iGOT's reads, but many contents in one update, and attempts with ids of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from karmadesk.errors import ServerFault, SignedOut
from karmadesk.model import Enrolment, Item, Json, Receipt, RefusalReason, ServerState, Tokens, Watched
from karmadesk.ports import Clock, Message, Session
from karmadesk.statement import Statement
from karmadesk.sync import igot_answers as answers
from karmadesk.sync import igot_read as read
from karmadesk.sync import sunbird_write as write
from karmadesk.sync.http import Http, Reply
from karmadesk.sync.igot import Igot

REFRESH = "/api/auth/v1/refresh/token"
NO_PLANS = 404
TOGETHER = 100
"""Contents in one update: well below the gateway's megabyte."""

AT_OURS = 500
"""The same where requests are packed."""

_TURNED_DOWN = {
    "NOT_A_ON_GOING_BATCH": RefusalReason.BATCH_ENDED,
    "BATCH_NOT_EXISTS": RefusalReason.NO_BATCH,
}


class Sunbird(Igot):
    """One Sunbird server, as `Igot` but for what is written and how a session is kept alive."""

    def __init__(self, http: Http, clock: Clock) -> None:
        super().__init__(http, clock)
        self._has_v4 = False

    @property
    def most_messages(self) -> int:  # type: ignore[override]  # iGOT's is a constant
        """A hub of our own kind takes as much as the gateway lets through."""
        return AT_OURS if self._offered.is_ours else TOGETHER

    def refresh(self, tokens: Tokens) -> Tokens:
        """Through the gateway, with the application's key; a 400 means that the session is over."""
        reply = self._http.call("POST", REFRESH, form={"refresh_token": tokens.refresh})
        fresh = read.tokens_from(reply.body, self._clock.corrected(), tokens.refresh) if reply.is_ok else None
        if fresh is not None:
            return fresh
        if reply.status == 400 and (reply.is_enveloped or "error" in reply.body):
            raise SignedOut("the session is over")
        raise ServerFault(f"no token: {reply.status}")

    def _keeps_no_plans(self, reply: Reply) -> bool:
        """Upstream has no plans at all; where a department added them, they are iGOT's."""
        return reply.status == NO_PLANS and (reply.is_enveloped or "message" in reply.body)

    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        """Joins the open batch by its id."""
        del is_program, language
        batch = self._open_batch(session, course_id)
        body = {"request": {"courseId": course_id, "batchId": batch.id, "userId": session.profile.user_id}}
        reply = self._http.call("POST", "/api/course/v1/enrol", user=session, body=body)
        return self._taken_in(session, course_id, reply, batch)

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        return write.composed(item.place, statements, watched, seen, self._clock.corrected())

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        """A content's row tells nothing of attempts: a message with some is sent until it is answered."""
        return write.ATTEMPTS not in message.body and super().is_settled(message, seen)

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        """Where the row already says as much, only the attempts go out: their ids make them count once."""
        out = super().rebase(message, seen)
        if write.ATTEMPTS in message.body and super().is_settled(message, seen):
            return replace(out, body={**out.body, write.STANDS: True})
        return out

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        """Many contents in one update; each has its own word in the answer."""
        request = write.request(messages, session.profile, self.row.channel)
        reply = self._update(session, request)
        answers.heard_by_us(reply)
        if not reply.is_ok or reply.is_failed:
            raise answers.blamed(reply)
        said = {message.id: self._word_on(reply, message) for message in messages}
        receipts = {message_id: receipt for message_id, receipt in said.items() if receipt is not None}
        if not receipts and answers.names_another(reply):
            raise ServerFault("an answer about somebody else's contents")
        if not receipts and len(messages) == 1:
            [message] = messages
            reason = self._silent_reason(session, message)
            return {message.id: Receipt(False, self._at(reply), reason=reason, arguments={"said": reply.fault})}
        return receipts

    def _word_on(self, reply: Reply, message: Message) -> Receipt | None:
        content_id = message.place.resource_id
        if read.text(reply.result.get(content_id)).upper() == "SUCCESS":
            return Receipt(True, self._at(reply), server_id=read.first_text(reply.params, "resmsgid", "msgid"))
        for word, reason in _TURNED_DOWN.items():
            named = reply.result.get(word)
            if isinstance(named, list) and content_id in named:
                return Receipt(False, self._at(reply), reason=reason, arguments={"said": word})
        # Upstream has no word for an attempt that it knows already.
        return Receipt(True, self._at(reply)) if message.body.get(write.STANDS) else None
